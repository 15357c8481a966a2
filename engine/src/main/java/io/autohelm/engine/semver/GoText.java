package io.autohelm.engine.semver;

import java.util.Locale;

/** Text as Go quotes it in an error. */
final class GoText {
  private static final String NAMED = "\u0007\b\f\n\r\t\u000b\"\\";
  private static final String LETTERS = "abfnrtv\"\\";

  private GoText() {}

  /** Bytes that are no UTF-8 stand in a text as the low surrogates U+DC80 to U+DCFF. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              int named = NAMED.indexOf(c);
              if (named >= 0) {
                out.append('\\').append(LETTERS.charAt(named));
              } else if (c < ' ' || c == 0x7f || (c >= 0xdc80 && c <= 0xdcff)) {
                out.append(String.format(Locale.ROOT, "\\x%02x", c & 0xff));
              } else if (!isPrint(c)) {
                out.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }

  /** Go's {@code unicode.IsPrint}, of white space the blank alone. */
  private static boolean isPrint(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
