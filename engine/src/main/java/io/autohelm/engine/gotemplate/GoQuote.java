package io.autohelm.engine.gotemplate;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Quoted text as Go writes and reads it ({@code strconv.Quote} and its family). */
public final class GoQuote {
  private GoQuote() {}

  /** The text in double quotes, with Go's escapes. */
  public static String quote(String text) {
    return quote(text, '"', false);
  }

  /** One character in single quotes, with Go's escapes: {@code strconv.QuoteRune}. */
  public static String quoteRune(int c) {
    return quote(Character.toString(c), '\'', false);
  }

  static String quote(String text, char quote, boolean asciiOnly) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      appendEscaped(out, c, quote, asciiOnly);
    }
    return out.append(quote).toString();
  }

  private static void appendEscaped(StringBuilder out, int c, char quote, boolean asciiOnly) {
    if (c == quote || c == '\\') {
      out.append('\\').append((char) c);
    } else if (asciiOnly ? c < 0x80 && isPrint(c) : isPrint(c)) {
      out.appendCodePoint(c);
    } else {
      switch (c) {
        case 0x07 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 0x0b -> out.append("\\v");
        default -> {
          if (GoStrings.isBrokenByte(c)) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c & 0xff));
          } else if (c < ' ' || c == 0x7f) {
            out.append(String.format(Locale.ROOT, "\\x%02x", c));
          } else {
            out.append(String.format(Locale.ROOT, c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
          }
        }
      }
    }
  }

  /** Go's {@code unicode.IsPrint}: letters, marks, numbers, punctuation, symbols and the space. */
  static boolean isPrint(int c) {
    if (c < 0x80) {
      return c >= ' ' && c < 0x7f;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** A code point as {@code U+0041}, with the character itself where asked and printable. */
  static String unicode(int c, boolean withCharacter) {
    if (c < 0) {
      return "U+FFFFFFFFFFFFFFFF";
    }
    String text = String.format(Locale.ROOT, "U+%04X", c);
    return withCharacter && isPrint(c) ? text + " '" + Character.toString(c) + "'" : text;
  }

  /**
   * The text that a Go literal means, in double quotes or back quotes.
   *
   * @throws GoError {@code invalid syntax}
   */
  public static String unquote(String literal) {
    if (literal.length() < 2 || literal.charAt(0) != literal.charAt(literal.length() - 1)) {
      throw syntax();
    }
    String body = literal.substring(1, literal.length() - 1);
    char quote = literal.charAt(0);
    if (quote == '`') {
      if (body.indexOf('`') >= 0) {
        throw syntax();
      }
      return body.replace("\r", "");
    }
    if (quote != '"') {
      throw syntax();
    }
    if (body.indexOf('\\') < 0) {
      if (body.indexOf('"') >= 0 || body.indexOf('\n') >= 0) {
        throw syntax();
      }
      return body;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length());
    int i = 0;
    while (i < body.length()) {
      Piece piece = piece(body, i, '"');
      byte[] bytes =
          piece.isByte
              ? new byte[] {(byte) piece.value}
              : GoStrings.encode(Character.toString(piece.value));
      out.write(bytes, 0, bytes.length);
      i = piece.end;
    }
    return GoStrings.decode(out.toByteArray());
  }

  /** The character that a literal in single quotes means. */
  static int unquoteCharacter(String literal) {
    if (literal.length() < 3) {
      throw syntax();
    }
    Piece piece = piece(literal, 1, '\'');
    if (!literal.substring(piece.end).equals("'")) {
      throw new GoError("malformed character constant: " + literal);
    }
    return piece.value;
  }

  private record Piece(int value, boolean isByte, int end) {}

  private static Piece piece(String text, int at, char quote) {
    int c = text.codePointAt(at);
    if (c == quote || c == '\n') {
      throw syntax();
    }
    if (c != '\\') {
      return new Piece(c, false, at + Character.charCount(c));
    }
    if (at + 1 >= text.length()) {
      throw syntax();
    }
    char kind = text.charAt(at + 1);
    int start = at + 2;
    return switch (kind) {
      case 'a' -> new Piece(0x07, false, start);
      case 'b' -> new Piece('\b', false, start);
      case 'f' -> new Piece('\f', false, start);
      case 'n' -> new Piece('\n', false, start);
      case 'r' -> new Piece('\r', false, start);
      case 't' -> new Piece('\t', false, start);
      case 'v' -> new Piece(0x0b, false, start);
      case '\\' -> new Piece('\\', false, start);
      case '\'', '"' -> {
        if (kind != quote) {
          throw syntax();
        }
        yield new Piece(kind, false, start);
      }
      case 'x' -> new Piece(digits(text, start, 2, 16), true, start + 2);
      case 'u', 'U' -> {
        int length = kind == 'u' ? 4 : 8;
        int value = digits(text, start, length, 16);
        if (value > Character.MAX_CODE_POINT || (value >= 0xD800 && value <= 0xDFFF)) {
          throw syntax();
        }
        yield new Piece(value, false, start + length);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int octal = digits(text, at + 1, 3, 8);
        if (octal > 255) {
          throw syntax();
        }
        yield new Piece(octal, true, at + 4);
      }
      default -> throw syntax();
    };
  }

  private static int digits(String text, int start, int count, int base) {
    if (start + count > text.length()) {
      throw syntax();
    }
    long value = 0;
    for (int i = start; i < start + count; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, base) : -1;
      if (digit < 0) {
        throw syntax();
      }
      value = value * base + digit;
    }
    return value > Character.MAX_CODE_POINT ? Character.MAX_CODE_POINT + 1 : (int) value;
  }

  private static GoError syntax() {
    return new GoError("invalid syntax");
  }

  /** Whether the text can stand between back quotes unchanged. */
  public static boolean canBackquote(String text) {
    return text.codePoints()
        .noneMatch(
            c ->
                c == '`'
                    || c == 0xFEFF
                    || c == 0x7f
                    || (c < ' ' && c != '\t')
                    || GoStrings.isBrokenByte(c));
  }
}
