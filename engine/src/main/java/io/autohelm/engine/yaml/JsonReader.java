package io.autohelm.engine.yaml;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON as Go's {@code encoding/json} does, with its words for what is wrong. */
final class JsonReader {
  private final String text;
  private final boolean exact;
  private int at;
  private int depth;

  /** Of the first number that no float can hold: Go looks at the syntax of the whole text first. */
  private @Nullable YamlException tooLarge;

  JsonReader(String text, boolean exact) {
    this.text = text;
    this.exact = exact;
  }

  @Nullable Object read() {
    Object value = value();
    blanks();
    if (at < text.length()) throw unexpected("after top-level value");
    if (tooLarge != null) throw tooLarge;
    return value;
  }

  private @Nullable Object value() {
    blanks();
    char c = current();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw unexpected("looking for beginning of value");
    };
  }

  private Map<String, @Nullable Object> object() {
    enter();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    blanks();
    if (current() == '}') return leave(object);
    while (true) {
      blanks();
      if (current() != '"') throw unexpected("looking for beginning of object key string");
      String key = string();
      blanks();
      if (current() != ':') throw unexpected("after object key");
      at++;
      object.put(key, value());
      blanks();
      if (current() == '}') return leave(object);
      if (current() != ',') throw unexpected("after object key:value pair");
      at++;
    }
  }

  private List<@Nullable Object> array() {
    enter();
    List<@Nullable Object> array = new ArrayList<>();
    blanks();
    if (current() == ']') return leave(array);
    while (true) {
      array.add(value());
      blanks();
      if (current() == ']') return leave(array);
      if (current() != ',') throw unexpected("after array element");
      at++;
    }
  }

  private void enter() {
    at++;
    if (++depth > Documents.MAX_DEPTH) throw failure("exceeded max depth");
  }

  private <T> T leave(T value) {
    at++;
    depth--;
    return value;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    for (int i = 1; i < word.length(); i++) {
      at++;
      if (inside() != word.charAt(i)) {
        throw unexpected("in literal " + word + " (expecting " + quoted(word.charAt(i)) + ")");
      }
    }
    at++;
    return value;
  }

  private Object number() {
    int start = at;
    boolean integer = true;
    if (inside() == '-') {
      at++;
      if (!isDigit()) throw unexpected("in numeric literal");
    }
    if (inside() == '0') at++;
    else digits();
    if (at < text.length() && text.charAt(at) == '.') {
      integer = false;
      at++;
      if (!isDigit()) throw unexpected("after decimal point in numeric literal");
      digits();
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      integer = false;
      at++;
      if (inside() == '+' || inside() == '-') at++;
      if (!isDigit()) throw unexpected("in exponent of numeric literal");
      digits();
    }
    String number = text.substring(start, at);
    if (exact && integer && number.length() <= 20) {
      BigInteger value = new BigInteger(number);
      if (value.bitLength() < 64) return value.longValue();
      if (value.signum() > 0 && value.bitLength() == 64) return value;
    }
    double value = Double.parseDouble(number);
    if (Double.isInfinite(value)) {
      if (tooLarge == null) {
        tooLarge =
            failure("json: cannot unmarshal number " + number + " into Go value of type float64");
      }
      return 0.0;
    }
    return value;
  }

  private void digits() {
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
  }

  private boolean isDigit() {
    return inside() >= '0' && inside() <= '9';
  }

  private String string() {
    at++;
    StringBuilder value = new StringBuilder();
    while (true) {
      char c = current();
      if (c == '"') {
        at++;
        return Json.wellFormed(value.toString());
      }
      if (c < 0x20) throw unexpected("in string literal");
      if (c == '\\') {
        at++;
        value.append(escaped());
      } else {
        value.append(c);
      }
      at++;
    }
  }

  private char escaped() {
    return switch (inside()) {
      case '"', '\\', '/' -> inside();
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          at++;
          int digit = inside() < 128 ? Character.digit(inside(), 16) : -1;
          if (digit < 0) throw unexpected("in \\u hexadecimal character escape");
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw unexpected("in string escape code");
    };
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char current() {
    if (at >= text.length()) throw failure("unexpected end of JSON input");
    return text.charAt(at);
  }

  /** The same within a number, a word or an escape, which Go ends by a blank when the text ends. */
  private char inside() {
    return at < text.length() ? text.charAt(at) : ' ';
  }

  private YamlException unexpected(String where) {
    return failure("invalid character " + quoted(inside()) + " " + where);
  }

  /** A byte that is no character is the low half of a pair; a high half is of four bytes. */
  private static int firstByte(char c) {
    if (Character.isLowSurrogate(c)) {
      return c & 0xFF;
    }
    if (Character.isHighSurrogate(c)) {
      byte[] bytes = new String(new char[] {c, '\uDC00'}).getBytes(StandardCharsets.UTF_8);
      return bytes[0] & 0xFF;
    }
    return Character.toString(c).getBytes(StandardCharsets.UTF_8)[0] & 0xFF;
  }

  /** Go reads bytes, so of a character beyond ASCII it names the first byte alone. */
  private static String quoted(char c) {
    if (c == '\'') return "'\\''";
    if (c == '"') return "'\"'";
    if (c >= 0x80) {
      int first = firstByte(c);
      boolean isPrinted = first > 0xA0 && first != 0xAD;
      return isPrinted ? "'" + (char) first + "'" : "'\\u00%02x'".formatted(first);
    }
    return switch (c) {
      case '\n' -> "'\\n'";
      case '\t' -> "'\\t'";
      case '\r' -> "'\\r'";
      case '\b' -> "'\\b'";
      case '\f' -> "'\\f'";
      case '\\' -> "'\\\\'";
      default -> c < 0x20 || c == 0x7F ? "'\\x%02x'".formatted((int) c) : "'" + c + "'";
    };
  }

  private YamlException failure(String message) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new YamlException(message, line, at - lineStart + 1);
  }
}
