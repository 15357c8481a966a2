package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoQuote;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * A place in a TOML text, character by character, and errors that name it as Helm's library does:
 * the line, and the last key that was read. A line's end counts as soon as it is looked at.
 */
final class TomlSource {
  /** The end of the text; no text holds it. */
  static final int END = 0;

  /** Bytes that were no UTF-8 stand in a text as the low surrogates U+DC80 to U+DCFF. */
  private static final int BROKEN = 0xdc00;

  private static final String SIXTEEN_BITS = "\udcff\udcfe";
  private static final String SIXTEEN_BITS_BIG = "\udcfe\udcff";

  private final String text;
  private final Supplier<String> lastKey;
  private int start;
  private int at;
  private int line = 1;
  private boolean atEnd;

  TomlSource(String text, Supplier<String> lastKey) {
    if (text.startsWith(SIXTEEN_BITS) || text.startsWith(SIXTEEN_BITS_BIG)) {
      this.text = text.substring(2);
    } else {
      this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    this.lastKey = lastKey;
    int nul = this.text.indexOf(0);
    if (nul >= 0 && nul < 6) {
      throw new GoError(
          "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be"
              + " UTF-8");
    }
  }

  static boolean isBare(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '-';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r';
  }

  int line() {
    return line;
  }

  /** Takes the next character; control characters and what was no UTF-8 are errors. */
  int next() {
    if (at >= text.length()) {
      atEnd = true;
      return END;
    }
    int c = text.codePointAt(at);
    if (c == '\n') {
      line++;
    }
    if (c >= BROKEN + 0x80 && c <= BROKEN + 0xff) {
      throw error("invalid UTF-8 byte: 0x%02x".formatted(c - BROKEN));
    }
    boolean alone = c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n');
    if (alone || c == 0x7f || (c < ' ' && c != '\t' && !isBreak(c))) {
      throw at(line, "TOML files cannot contain control characters: '0x%02x'".formatted(c));
    }
    at += Character.charCount(c);
    return c;
  }

  /** Gives the last character back. */
  void back() {
    if (atEnd) {
      atEnd = false;
      return;
    }
    at -= Character.charCount(text.codePointBefore(at));
    if (text.charAt(at) == '\n') {
      line--;
    }
  }

  int peek() {
    int c = next();
    back();
    return c;
  }

  boolean accept(int wanted) {
    if (next() == wanted) {
      return true;
    }
    back();
    return false;
  }

  /** Takes all characters of a kind. */
  void take(IntPredicate kind) {
    while (kind.test(next())) {}
    back();
  }

  void skipBlanks() {
    take(TomlSource::isBlank);
    begin();
  }

  /** To the end of the line. */
  void skipComment() {
    take(c -> !isBreak(c) && c != END);
    begin();
  }

  /** What is taken from here on is {@link #taken}. */
  void begin() {
    start = at;
  }

  String taken() {
    return text.substring(start, at);
  }

  /** An error here; at the end of the text it is told of the last line that has text. */
  GoError error(String message) {
    boolean behind = atEnd && at >= 1 && text.charAt(at - 1) == '\n';
    return at(behind ? line - 1 : line, message);
  }

  /** An error of the line before, for a line's end that was taken. */
  GoError errorBefore(String message) {
    return at(line - 1, message);
  }

  /** The place of a bad escape: at the end of the text the library counts one line less. */
  GoError errorOfEscape(String message) {
    return at(atEnd ? line - 1 : line, message);
  }

  GoError at(int where, String message) {
    String key = lastKey.get();
    String of = key.isEmpty() ? "" : " (last key " + GoQuote.quote(key) + ")";
    return new GoError("toml: line " + where + of + ": " + message);
  }

  /** A character as the library shows it in an error. */
  static String shown(int c) {
    return GoQuote.quoteRune(c);
  }
}
