package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoNumbers;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one TOML 1.0 document. Dates stay the text that they were; the errors say the line as
 * Helm's library does, the rest of their words are our own.
 */
final class TomlReader {
  private static final Pattern DATE =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d([Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?([Zz]|[+-]\\d\\d:\\d\\d)?)?"
              + "|\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?");

  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?(0|[1-9](_?\\d)*)|0x[0-9A-Fa-f](_?[0-9A-Fa-f])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*");

  private static final Pattern DECIMAL =
      Pattern.compile(
          "[+-]?(0|[1-9](_?\\d)*)(\\.\\d(_?\\d)*)?([eE][+-]?\\d(_?\\d)*)?|[+-]?(inf|nan)");

  private final String text;
  private int at;
  private int line = 1;
  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

  /** Tables that a head of their own has made; a second head is an error. */
  private final List<Map<String, @Nullable Object>> headed = new ArrayList<>();

  /** The lists behind arrays of tables, by the view that the tree holds. */
  private final IdentityHashMap<GoList, List<Map<String, @Nullable Object>>> arrays =
      new IdentityHashMap<>();

  TomlReader(String text) {
    this.text = text.replace("\r\n", "\n");
  }

  static boolean isBare(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  Map<String, @Nullable Object> read() {
    Map<String, @Nullable Object> table = root;
    skipBlank();
    while (at < text.length()) {
      if (peek() == '[') {
        table = head();
      } else {
        keyValue(table);
      }
      endOfLine();
      skipBlank();
    }
    return root;
  }

  private GoError error(String message) {
    return new GoError("toml: line " + line + ": " + message);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private boolean take(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  /** What Go's reader says where a key goes on with neither a dot nor an equals sign. */
  private GoError noSeparator() {
    return peek() < 0
        ? error("unexpected EOF; expected key separator '='")
        : error("expected '.' or '=', but got '" + Character.toString(peek()) + "' instead");
  }

  private void expect(String token) {
    if (!take(token)) {
      String met = peek() < 0 ? "EOF" : GoQuote.quote(Character.toString(peek()));
      throw error("expected " + GoQuote.quote(token) + " but got " + met + " instead");
    }
  }

  private void skipSpaces() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private void skipComment() {
    if (peek() == '#') {
      while (at < text.length() && peek() != '\n') {
        at++;
      }
    }
  }

  private void skipBlank() {
    while (true) {
      skipSpaces();
      skipComment();
      if (peek() != '\n') {
        return;
      }
      at++;
      line++;
    }
  }

  private void endOfLine() {
    skipSpaces();
    skipComment();
    if (at < text.length()) {
      expect("\n");
      line++;
    }
  }

  private Map<String, @Nullable Object> head() {
    boolean array = take("[[");
    if (!array) {
      expect("[");
    }
    skipSpaces();
    List<String> key = key();
    expect(array ? "]]" : "]");
    Map<String, @Nullable Object> parent = descend(root, key.subList(0, key.size() - 1));
    String last = key.get(key.size() - 1);
    Object existing = parent.get(last);
    if (array) {
      return newElement(parent, last, existing, key);
    }
    Map<String, @Nullable Object> table =
        existing == null ? newTable(parent, last) : tableIn(existing, key);
    for (Map<String, @Nullable Object> other : headed) {
      if (other == table) {
        throw error("Key '" + String.join(".", key) + "' has already been defined.");
      }
    }
    headed.add(table);
    return table;
  }

  private Map<String, @Nullable Object> newElement(
      Map<String, @Nullable Object> parent,
      String name,
      @Nullable Object existing,
      List<String> key) {
    List<Map<String, @Nullable Object>> list =
        existing instanceof GoList view ? arrays.get(view) : null;
    if (existing != null && list == null) {
      throw error("Key '" + String.join(".", key) + "' was already created as a hash.");
    }
    if (list == null) {
      list = new ArrayList<>();
      GoList view = GoList.of(GoType.MAPS, list);
      arrays.put(view, list);
      parent.put(name, view);
    }
    Map<String, @Nullable Object> element = new LinkedHashMap<>();
    list.add(element);
    return element;
  }

  private static Map<String, @Nullable Object> newTable(
      Map<String, @Nullable Object> parent, String name) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    parent.put(name, table);
    return table;
  }

  /** The table that a name stands for: itself, or the newest of an array of tables. */
  private Map<String, @Nullable Object> tableIn(Object value, List<String> key) {
    if (value instanceof GoList view) {
      List<Map<String, @Nullable Object>> list = arrays.get(view);
      if (list != null) {
        return list.get(list.size() - 1);
      }
    }
    if (value instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // Every map in this tree was made here.
      Map<String, @Nullable Object> table = (Map<String, @Nullable Object>) map;
      return table;
    }
    throw error("Key '" + String.join(".", key) + "' has already been defined.");
  }

  private Map<String, @Nullable Object> descend(
      Map<String, @Nullable Object> from, List<String> key) {
    Map<String, @Nullable Object> table = from;
    for (String name : key) {
      Object existing = table.get(name);
      table = existing == null ? newTable(table, name) : tableIn(existing, key);
    }
    return table;
  }

  private List<String> key() {
    List<String> key = new ArrayList<>();
    do {
      skipSpaces();
      if (peek() == '"') {
        key.add(basicString());
      } else if (peek() == '\'') {
        key.add(literalString());
      } else {
        int start = at;
        while (at < text.length() && isBare(peek())) {
          at++;
        }
        if (at == start) {
          throw noSeparator();
        }
        key.add(text.substring(start, at));
      }
      skipSpaces();
    } while (take("."));
    return key;
  }

  private void keyValue(Map<String, @Nullable Object> into) {
    List<String> key = key();
    if (!take("=")) {
      throw noSeparator();
    }
    skipSpaces();
    Object value = value();
    Map<String, @Nullable Object> table = descend(into, key.subList(0, key.size() - 1));
    if (table.putIfAbsent(key.get(key.size() - 1), value) != null) {
      throw error("Key '" + String.join(".", key) + "' has already been defined.");
    }
  }

  private Object value() {
    return switch (peek()) {
      case '"' -> text.startsWith("\"\"\"", at) ? multiLine("\"\"\"") : basicString();
      case '\'' -> text.startsWith("'''", at) ? multiLine("'''") : literalString();
      case '[' -> array();
      case '{' -> inlineTable();
      default -> scalar();
    };
  }

  private Object scalar() {
    int start = at;
    while (at < text.length() && ("+-.:".indexOf(peek()) >= 0 || isBare(peek()))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    boolean spacedTime = word.matches("\\d{4}-\\d\\d-\\d\\d") && peek() == ' ';
    if (spacedTime && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
      at++;
      String day = word;
      int timeStart = at;
      while (at < text.length() && ("+-.:".indexOf(peek()) >= 0 || isBare(peek()))) {
        at++;
      }
      word = day + " " + text.substring(timeStart, at);
    }
    if (DATE.matcher(word).matches()) {
      return word;
    }
    if (NUMBER.matcher(word).matches()) {
      Long number = GoNumbers.integerOrNull(word, 0);
      if (number == null) {
        throw error(word + " is out of range for int64");
      }
      return GoInteger.int64(number);
    }
    Double decimal = DECIMAL.matcher(word).matches() ? GoNumbers.floatOrNull(word) : null;
    if (decimal == null) {
      String met = word.isEmpty() ? (peek() < 0 ? "EOF" : Character.toString(peek())) : word;
      throw error("expected value but found " + GoQuote.quote(met) + " instead");
    }
    return decimal;
  }

  private List<@Nullable Object> array() {
    expect("[");
    List<@Nullable Object> items = new ArrayList<>();
    skipBlank();
    while (!take("]")) {
      items.add(value());
      skipBlank();
      if (!take(",")) {
        expect("]");
        break;
      }
      skipBlank();
    }
    return items;
  }

  private Map<String, @Nullable Object> inlineTable() {
    expect("{");
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    skipSpaces();
    if (take("}")) {
      return table;
    }
    while (true) {
      keyValue(table);
      skipSpaces();
      if (take("}")) {
        return table;
      }
      expect(",");
    }
  }

  private String literalString() {
    expect("'");
    int end = text.indexOf('\'', at);
    int lineEnd = text.indexOf('\n', at);
    if (end < 0 || (lineEnd >= 0 && lineEnd < end)) {
      throw error("strings cannot contain newlines");
    }
    String value = text.substring(at, end);
    at = end + 1;
    return value;
  }

  private String basicString() {
    expect("\"");
    StringBuilder out = new StringBuilder();
    while (true) {
      int c = peek();
      if (c < 0) {
        throw error("unexpected EOF; expected '\"'");
      }
      if (c == '\n') {
        throw error("strings cannot contain newlines");
      }
      at++;
      if (c == '"') {
        return out.toString();
      }
      if (c == '\\') {
        escape(out);
      } else {
        out.append((char) c);
      }
    }
  }

  private String multiLine(String quotes) {
    expect(quotes);
    if (take("\n")) {
      line++;
    }
    StringBuilder out = new StringBuilder();
    while (true) {
      if (at >= text.length()) {
        throw error("unexpected EOF; expected '" + quotes + "'");
      }
      if (text.startsWith(quotes, at)) {
        at += quotes.length();
        // Up to two quotes may stand right before the end.
        while (peek() == quotes.charAt(0) && !text.startsWith(quotes, at)) {
          out.append(quotes.charAt(0));
          at++;
        }
        return out.toString();
      }
      char c = text.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c != '\\' || quotes.equals("'''")) {
        out.append(c);
      } else if (!lineContinues()) {
        escape(out);
      }
    }
  }

  /** A backslash at a line's end takes all white space up to the next text with it. */
  private boolean lineContinues() {
    int end = at;
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    if (end >= text.length() || text.charAt(end) != '\n') {
      return false;
    }
    while (end < text.length() && " \t\n".indexOf(text.charAt(end)) >= 0) {
      if (text.charAt(end) == '\n') {
        line++;
      }
      end++;
    }
    at = end;
    return true;
  }

  private void escape(StringBuilder out) {
    int c = peek();
    at++;
    switch (c) {
      case 'b' -> out.append('\b');
      case 't' -> out.append('\t');
      case 'n' -> out.append('\n');
      case 'f' -> out.append('\f');
      case 'r' -> out.append('\r');
      case 'e' -> out.append('\u001b');
      case '"' -> out.append('"');
      case '\\' -> out.append('\\');
      case 'x' -> out.appendCodePoint(hex(2));
      case 'u' -> out.appendCodePoint(hex(4));
      case 'U' -> out.appendCodePoint(hex(8));
      default ->
          throw error(
              "invalid escape character " + (c < 0 ? "EOF" : "'" + Character.toString(c) + "'"));
    }
  }

  private int hex(int count) {
    String digits = text.substring(at, Math.min(at + count, text.length()));
    at += digits.length();
    Long value = GoNumbers.integerOrNull(digits, 16);
    if (digits.length() < count || value == null || !Character.isValidCodePoint(value.intValue())) {
      throw error("escaped character is not valid: " + digits);
    }
    return value.intValue();
  }
}
