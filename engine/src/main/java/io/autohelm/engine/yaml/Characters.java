package io.autohelm.engine.yaml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Which characters a YAML text may hold. */
final class Characters {
  private Characters() {}

  /** Bytes that were no UTF-8 stand in a text as the low surrogates U+DC80 to U+DCFF. */
  private static final int BROKEN = 0xdc00;

  /**
   * Refuses control characters and what was not UTF-8.
   *
   * @throws YamlException in go-yaml's words
   */
  static void check(char[] text, int length) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      if (c >= ' ' && c <= '~') {
        column++;
      } else if (c == '\n') {
        line++;
        column = 1;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text[i + 1])) {
        i++;
        column++;
      } else if (Character.isSurrogate(c)) {
        throw new YamlException(SyntaxErrors.CONVERTING + notUtf8(text, i, length), line, column);
      } else if (c == '\t' || c == '\r' || c == '\u0085' || (c >= '\u00a0' && c <= '\ufffd')) {
        column++;
      } else {
        throw new YamlException(
            SyntaxErrors.CONVERTING + "control characters are not allowed", line, column);
      }
    }
  }

  /** The text's bytes, with those that were no UTF-8 as they were. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text.codePoints()
        .forEach(
            c -> {
              if (c >= BROKEN + 0x80 && c <= BROKEN + 0xff) out.write(c - BROKEN);
              else out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            });
    return out.toByteArray();
  }

  private static String notUtf8(char[] text, int at, int length) {
    int octet = text[at] - BROKEN;
    int width = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2;
    if (octet < 0xc0 || octet > 0xf7) return "invalid leading UTF-8 octet";
    for (int i = at + 1; i < at + width; i++) {
      if (i >= length) return "incomplete UTF-8 octet sequence";
      int next = text[i] - BROKEN;
      if (next < 0x80 || next > 0xbf) return "invalid trailing UTF-8 octet";
    }
    return "invalid length of a UTF-8 sequence";
  }
}
