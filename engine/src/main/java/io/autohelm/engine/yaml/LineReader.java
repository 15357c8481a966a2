package io.autohelm.engine.yaml;

import io.autohelm.engine.yaml.BlockReader.GaveUp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link BlockReader} meets within one line: keys, scalars, flow collections, comments. */
final class LineReader {
  private static final int DEEPEST = 50;

  private final String text;
  private final char[] chars;
  private final boolean exact;

  /** Nothing of what is met is wanted; it is checked alone, and texts come out empty. */
  boolean skims;

  /** The place of the next character. */
  int at;

  private int depth;

  LineReader(String text, char[] chars, boolean exact) {
    this.text = text;
    this.chars = chars;
    this.exact = exact;
  }

  /** Whether all characters are such that they mean the same to everybody. */
  static boolean isOrdinary(char[] chars) {
    for (char c : chars) {
      if (c < ' ' ? c != '\n' && c != '\t' : c > '~' && !isOrdinaryLetter(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOrdinaryLetter(char c) {
    return c >= 0xA0 && c < 0xFE00 && c != 0x2028 && c != 0x2029 && !Character.isSurrogate(c);
  }

  void skipBlanks() {
    while (at < chars.length && chars[at] == ' ') {
      at++;
    }
  }

  /** Whether nothing but a comment follows; blanks have been skipped. */
  boolean atEnd() {
    return at >= chars.length
        || chars[at] == '\n'
        || (chars[at] == '#' && at > 0 && chars[at - 1] == ' ');
  }

  /** Goes on to the next line; nothing but a comment may be left of this one. */
  void end() {
    skipBlanks();
    if (!atEnd()) {
      throw new GaveUp();
    }
    at = Math.min(endOfLine(at) + 1, chars.length);
  }

  /** Where the line break is, or the end of the text. */
  int endOfLine(int from) {
    int end = from;
    while (end < chars.length && chars[end] != '\n') {
      end++;
    }
    return end;
  }

  private char peek() {
    return at < chars.length ? chars[at] : '\n';
  }

  private boolean isBlankOrEnd(int place) {
    return place >= chars.length || chars[place] == ' ' || chars[place] == '\n';
  }

  // Keys.

  /** Whether a key with its colon stands here; nothing is read. */
  boolean atKey() {
    char first = chars[at];
    if (first == '"' || first == '\'') {
      int start = at;
      int lineEnd = endOfLine(at);
      quoted(first);
      boolean isKey = at < lineEnd && chars[at] == ':';
      at = start;
      return isKey;
    }
    int end = at;
    while (end < chars.length && isOfKey(chars[end])) {
      end++;
    }
    return end > at && end < chars.length && chars[end] == ':' && isBlankOrEnd(end + 1);
  }

  /** The key that stands here; goes on behind its colon. */
  String key() {
    char first = peek();
    String key;
    if (first == '"' || first == '\'') {
      int lineEnd = endOfLine(at);
      key = quoted(first);
      if (at > lineEnd) {
        throw new GaveUp();
      }
    } else {
      int start = at;
      while (at < chars.length && isOfKey(chars[at])) {
        at++;
      }
      key = plainKey(start);
    }
    if (peek() != ':' || !isBlankOrEnd(at + 1)) {
      throw new GaveUp();
    }
    at++;
    return key;
  }

  /** A key without quotes, which must mean nothing but its text. */
  private String plainKey(int start) {
    if (start == at || !isLetter(chars[start])) {
      throw new GaveUp();
    }
    if (skims && at - start > ScalarRules.LONGEST_WORD) {
      return "";
    }
    String key = text.substring(start, at);
    if (key.length() <= ScalarRules.LONGEST_WORD && ScalarRules.isWord(key)) {
      throw new GaveUp();
    }
    return key;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isOfKey(char c) {
    return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '$';
  }

  // Values.

  /**
   * The scalar or flow collection that fills this line, or a plain scalar over more than one; goes
   * on to the line behind it.
   *
   * @param indent the indentation of the block that it belongs to
   */
  @Nullable Object value(int indent) {
    char first = chars[at];
    switch (first) {
      case '"', '\'' -> {
        String value = quoted(first);
        end();
        return value;
      }
      case '[', '{' -> {
        Object value = flow();
        end();
        return value;
      }
      default -> {
        return plain(indent);
      }
    }
  }

  private @Nullable Object plain(int indent) {
    checkFirst();
    int start = at;
    int end = endOfPlain();
    StringBuilder folded = null;
    while (peek() == '\n') {
      int next = at;
      int breaks = 0;
      int lineStart = at;
      for (; next < chars.length && isBlankOrEnd(next); next++) {
        if (chars[next] == '\n') {
          breaks++;
          lineStart = next + 1;
        }
      }
      if (next == chars.length || next - lineStart <= indent || chars[next] == '#') {
        break;
      }
      folded = append(folded, start, end);
      append(folded, breaks);
      at = next;
      start = next;
      end = endOfPlain();
    }
    end();
    if (folded != null) {
      return scalar(append(folded, start, end).toString());
    }
    boolean isText = isLetter(chars[start]) && end - start > ScalarRules.LONGEST_WORD;
    return skims && isText ? "" : scalar(text.substring(start, end));
  }

  private StringBuilder append(@Nullable StringBuilder out, int start, int end) {
    return (out == null ? new StringBuilder() : out).append(text, start, end);
  }

  /** Line breaks inside a scalar: one is a blank, of more the first one goes. */
  private static void append(StringBuilder out, int breaks) {
    out.append(breaks == 1 ? " " : "\n".repeat(breaks - 1));
  }

  /** Reads up to the line's end or a comment; the place behind the last character in between. */
  private int endOfPlain() {
    int last = at;
    while (at < chars.length) {
      char c = chars[at];
      if (c == '\n') {
        break;
      }
      if (c == ' ') {
        if (at + 1 < chars.length && chars[at + 1] == '#') {
          break;
        }
      } else if (c == '\t' || (c == ':' && isBlankOrEnd(at + 1))) {
        throw new GaveUp();
      } else {
        last = at;
      }
      at++;
    }
    return last + 1;
  }

  private void checkFirst() {
    char first = chars[at];
    boolean fine =
        isLetter(first)
            || isDigit(first)
            || first > '~'
            || switch (first) {
              case '/', '.', '_', '$', '(', '+', '<', '=', '~', '^', ';', '\\' -> true;
              case '-', ':' -> !isBlankOrEnd(at + 1);
              default -> false;
            };
    if (!fine) {
      throw new GaveUp();
    }
  }

  private @Nullable Object scalar(String value) {
    if (isLetter(value.charAt(0)) && value.length() > ScalarRules.LONGEST_WORD) {
      return value;
    }
    Object meaning = ScalarRules.meaning(value).value();
    if (!(meaning instanceof Number number)) {
      return meaning;
    }
    double floating = number.doubleValue();
    if (Double.isNaN(floating) || Double.isInfinite(floating)) {
      throw new GaveUp();
    }
    return exact ? number : (Object) floating;
  }

  private String quoted(char quote) {
    int start = ++at;
    StringBuilder out = null;
    while (true) {
      char c = peek();
      if (c == quote && (quote == '"' || at + 1 == chars.length || chars[at + 1] != quote)) {
        at++;
        if (skims) {
          return "";
        }
        return out == null ? text.substring(start, at - 1) : append(out, start, at - 1).toString();
      }
      if (c == quote) {
        out = append(out, start, ++at);
        start = ++at;
      } else if (c == '\\' && quote == '"') {
        out = append(out, start, at++);
        if (peek() == '\n') {
          out.append("\n".repeat(skipBreaks() - 1));
        } else {
          out.append(escaped(peek()));
          at++;
        }
        start = at;
      } else if (c == '\n') {
        int end = at;
        while (end > start && chars[end - 1] == ' ') {
          end--;
        }
        out = append(out, start, end);
        append(out, skipBreaks());
        start = at;
      } else if (c == '\t') {
        throw new GaveUp();
      } else {
        at++;
      }
    }
  }

  /** From a line break to what the next line that is not blank begins with; the breaks between. */
  private int skipBreaks() {
    int breaks = 0;
    int lineStart = at;
    for (; at < chars.length && isBlankOrEnd(at); at++) {
      if (chars[at] == '\n') {
        breaks++;
        lineStart = at + 1;
      }
    }
    // What stands at a line's beginning may be a marker between documents.
    if (at >= chars.length || at == lineStart) {
      throw new GaveUp();
    }
    return breaks;
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case '"', '\\', ' ' -> c;
      default -> throw new GaveUp();
    };
  }

  // Flow collections.

  private @Nullable Object flow() {
    if (++depth > DEEPEST) {
      throw new GaveUp();
    }
    char first = peek();
    Object value =
        switch (first) {
          case '[' -> flowSequence();
          case '{' -> flowMapping();
          case '"', '\'' -> quotedInLine(first);
          default -> scalar(word());
        };
    depth--;
    return value;
  }

  private String quotedInLine(char quote) {
    int lineEnd = endOfLine(at);
    String value = quoted(quote);
    if (at > lineEnd) {
      throw new GaveUp();
    }
    return value;
  }

  /** A plain scalar without blanks. */
  private String word() {
    int start = at;
    while (at < chars.length && isOfKey(chars[at])) {
      at++;
    }
    if (start == at || (chars[start] == '-' && (at == start + 1 || peekIsDash(start + 1)))) {
      throw new GaveUp();
    }
    return text.substring(start, at);
  }

  private boolean peekIsDash(int place) {
    return chars[place] == '-';
  }

  private List<@Nullable Object> flowSequence() {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    skipBlanks();
    if (peek() == ']') {
      at++;
      return items;
    }
    while (true) {
      skipBlanks();
      items.add(flow());
      if (isLast(']')) {
        return items;
      }
    }
  }

  private Map<String, @Nullable Object> flowMapping() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipBlanks();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      skipBlanks();
      int start = at;
      String key;
      if (peek() == '"') {
        key = quotedInLine('"');
      } else {
        word();
        key = plainKey(start);
        if (!isBlankOrEnd(at + 1)) {
          throw new GaveUp();
        }
      }
      if (peek() != ':') {
        throw new GaveUp();
      }
      at++;
      skipBlanks();
      map.put(key, flow());
      if (isLast('}')) {
        return map;
      }
    }
  }

  /** Passes over what stands behind an item: a comma, or the end of the collection. */
  private boolean isLast(char end) {
    skipBlanks();
    char c = peek();
    if (c != ',' && c != end) {
      throw new GaveUp();
    }
    at++;
    return c == end;
  }
}
