package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one TOML document as Helm's library (BurntSushi's toml) does, with its errors. Integers are
 * int64, dates are times, arrays of tables are lists of maps.
 */
final class TomlReader {
  private static final int MAX_DEPTH = 1000;

  private final TomlSource source;
  private final TomlStrings strings;
  private final TomlNumbers numbers;
  private final Map<String, @Nullable Object> root = new LinkedHashMap<>();

  /** The lists behind arrays of tables, by the view that the tree holds. */
  private final IdentityHashMap<GoList, List<Map<String, @Nullable Object>>> arrays =
      new IdentityHashMap<>();

  /** Tables that exist only because a name below them was written. */
  private final Set<List<String>> implicit = new HashSet<>();

  /** Whether the newest value of a key began as an array. */
  private final Map<List<String>, Boolean> isArray = new HashMap<>();

  private List<String> context = List.of();
  private String currentKey = "";
  private int keyLine = 1;
  private int depth;

  TomlReader(String text) {
    source = new TomlSource(text, this::lastKey);
    strings = new TomlStrings(source);
    numbers = new TomlNumbers(source);
  }

  Map<String, @Nullable Object> read() {
    while (true) {
      source.begin();
      int c = source.next();
      if (c == TomlSource.END) {
        return root;
      }
      if (c == '#') {
        source.skipComment();
      } else if (c == '[') {
        head();
        endOfItem();
      } else if (!TomlSource.isBlank(c) && !TomlSource.isBreak(c)) {
        source.back();
        keyValue();
        endOfItem();
      }
    }
  }

  private String lastKey() {
    return dotted(currentKey.isEmpty() ? context : below(context, currentKey), currentKey);
  }

  /** The last name alone stands as it is, names of tables are quoted where they must be. */
  private static String dotted(List<String> key, String plain) {
    List<String> parts = new ArrayList<>();
    for (String part : key) {
      boolean bare = !part.isEmpty() && part.chars().allMatch(TomlSource::isBare);
      parts.add(bare ? part : '"' + Toml.escaped(part) + '"');
    }
    if (!plain.isEmpty()) {
      parts.set(parts.size() - 1, plain);
    }
    return String.join(".", parts);
  }

  private static List<String> below(List<String> context, String name) {
    List<String> key = new ArrayList<>(context);
    key.add(name);
    return key;
  }

  private void endOfItem() {
    while (true) {
      int c = source.next();
      if (c == '#') {
        source.skipComment();
        return;
      }
      if (c == TomlSource.END || TomlSource.isBreak(c)) {
        source.back();
        return;
      }
      if (!TomlSource.isBlank(c)) {
        throw source.error(
            "expected a top-level item to end with a newline, comment, or EOF, but got "
                + TomlSource.shown(c)
                + " instead");
      }
    }
  }

  // Heads of tables.

  private void head() {
    boolean array = source.peek() == '[';
    if (array) {
      source.next();
    }
    List<String> key = new ArrayList<>();
    do {
      key.add(tableName());
      source.skipBlanks();
    } while (source.accept('.'));
    int c = source.next();
    if (c != ']') {
      throw source.error(
          "expected '.' or ']' to end table name, but got " + TomlSource.shown(c) + " instead");
    }
    if (array) {
      int second = source.next();
      if (second != ']') {
        throw source.error(
            "expected end of table array name delimiter ']', but got "
                + TomlSource.shown(second)
                + " instead");
      }
    }
    addContext(key, array);
    isArray.put(context, false);
  }

  private String tableName() {
    source.skipBlanks();
    int c = source.peek();
    if (c == ']' || c == TomlSource.END) {
      throw source.error("unexpected end of table name (table names cannot be empty)");
    }
    if (c == '.') {
      throw source.error("unexpected table separator (table names cannot be empty)");
    }
    return name(c);
  }

  private String name(int first) {
    if (first == '"' || first == '\'') {
      source.next();
      String name = first == '"' ? strings.basic() : strings.literal();
      keyLine = source.line();
      return name;
    }
    source.begin();
    source.take(TomlSource::isBare);
    keyLine = source.line();
    return source.taken();
  }

  // Keys and values.

  private Map.Entry<List<String>, Object> keyValue() {
    List<String> outer = context;
    List<String> key = key();
    currentKey = key.get(key.size() - 1);
    for (String part : key.subList(0, key.size() - 1)) {
      List<String> inner = below(context, part);
      implicit.add(inner);
      addContext(inner, false);
    }
    Object value = value(false);
    setValue(currentKey, value);
    isArray.put(below(context, currentKey), value instanceof List);
    context = outer;
    String name = currentKey;
    if (depth == 0) {
      currentKey = "";
    }
    return Map.entry(key.subList(0, key.size() - 1), new Named(name, value));
  }

  private record Named(String name, Object value) {}

  private List<String> key() {
    source.skipBlanks();
    int c = source.peek();
    if (c == '=' || c == TomlSource.END) {
      throw source.error("unexpected '=': key name appears blank");
    }
    if (c == '.') {
      throw source.error("unexpected '.': keys cannot start with a '.'");
    }
    List<String> key = new ArrayList<>();
    int line = keyLine;
    while (true) {
      source.skipBlanks();
      c = source.peek();
      if (c == '=' || c == TomlSource.END) {
        throw source.error("unexpected '='");
      }
      if (c == '.') {
        throw source.error("unexpected '.'");
      }
      key.add(name(c));
      line = key.size() == 1 ? keyLine : line;
      source.skipBlanks();
      c = source.next();
      if (c == '=') {
        keyLine = line;
        return key;
      }
      if (c != '.') {
        throw noSeparator(c);
      }
    }
  }

  private GoError noSeparator(int met) {
    if (met == TomlSource.END) {
      return source.error("unexpected EOF; expected key separator '='");
    }
    String message = "expected '.' or '=', but got " + TomlSource.shown(met) + " instead";
    return met == '\n' ? source.errorBefore(message) : source.error(message);
  }

  private Object value(boolean inArray) {
    source.skipBlanks();
    int c = source.next();
    if (TomlSource.isDigit(c)) {
      source.back();
      return numbers.numberOrDate();
    }
    return switch (c) {
      case '[' -> array();
      case '{' -> inlineTable(inArray);
      case '"', '\'' -> string(c);
      case '.' -> throw numbers.noDigit();
      case '-', '+' -> numbers.signed();
      case 'i', 'n' -> isNumberWord() ? numbers.real() : word(c);
      default -> word(c);
    };
  }

  private boolean isNumberWord() {
    return (source.accept('n') && source.accept('f')) || (source.accept('a') && source.accept('n'));
  }

  private Object word(int c) {
    if (Character.isLetter(c)) {
      return bool();
    }
    if (c == TomlSource.END) {
      throw source.error("unexpected EOF; expected value");
    }
    String message = "expected value but found " + TomlSource.shown(c) + " instead";
    throw c == '\n' ? source.errorBefore(message) : source.error(message);
  }

  private String string(int quote) {
    if (source.accept(quote)) {
      if (source.accept(quote)) {
        return strings.multiLine((char) quote);
      }
      source.back();
    }
    return quote == '"' ? strings.basic() : strings.literal();
  }

  private Object bool() {
    source.back();
    StringBuilder word = new StringBuilder();
    for (int c = source.next(); Character.isLetter(c); c = source.next()) {
      word.appendCodePoint(c);
    }
    source.back();
    String text = word.toString();
    if (!text.equals("true") && !text.equals("false")) {
      throw source.error("expected value but found " + GoQuote.quote(text) + " instead");
    }
    source.begin();
    return text.equals("true");
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw source.error("values are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private Object array() {
    deeper();
    isArray.put(below(context, currentKey), true);
    List<@Nullable Object> items = new ArrayList<>();
    boolean afterItem = false;
    while (true) {
      int c = source.next();
      if (c == '#') {
        source.skipComment();
      } else if (c == ']') {
        source.begin();
        depth--;
        return items;
      } else if (TomlSource.isBlank(c) || TomlSource.isBreak(c)) {
        source.begin();
      } else if (afterItem) {
        if (c != ',') {
          throw source.error(
              "expected a comma (',') or array terminator (']'), but got " + shownOrEnd(c));
        }
        afterItem = false;
      } else if (c == ',') {
        throw source.error("unexpected comma");
      } else {
        source.back();
        items.add(value(true));
        afterItem = true;
      }
    }
  }

  private static String shownOrEnd(int c) {
    return c == TomlSource.END ? "end of file" : "'" + Character.toString(c) + "'";
  }

  private Object inlineTable(boolean inArray) {
    deeper();
    List<String> outer = context;
    String outerKey = currentKey;
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    context = below(context, currentKey);
    List<String> inner = context;
    currentKey = "";
    implicit.add(context);
    addContext(context, inArray);
    boolean afterItem = false;
    while (true) {
      int c = source.next();
      if (c == '#') {
        source.skipComment();
      } else if (c == '}') {
        source.begin();
        context = outer;
        currentKey = outerKey;
        depth--;
        return table;
      } else if (TomlSource.isBlank(c) || TomlSource.isBreak(c)) {
        source.begin();
      } else if (afterItem) {
        if (c != ',') {
          throw source.error(
              "expected a comma or an inline table terminator '}', but got "
                  + shownOrEnd(c)
                  + " instead");
        }
        source.skipBlanks();
        afterItem = source.peek() == '}';
      } else if (c == ',') {
        throw source.error("unexpected comma");
      } else {
        source.back();
        put(table, keyValue());
        context = inner;
        afterItem = true;
      }
    }
  }

  private void put(Map<String, @Nullable Object> table, Map.Entry<List<String>, Object> entry) {
    Map<String, @Nullable Object> into = table;
    for (String part : entry.getKey()) {
      Object next = into.computeIfAbsent(part, absent -> new LinkedHashMap<String, Object>());
      if (!(next instanceof Map<?, ?>)) {
        throw source.at(keyLine, GoQuote.quote(dotted(context, "")) + " is not a table");
      }
      into = asTable(next);
    }
    Named named = (Named) entry.getValue();
    into.put(named.name(), named.value());
  }

  // The tree.

  @SuppressWarnings("unchecked") // Every map in this tree was made here.
  private static Map<String, @Nullable Object> asTable(Object map) {
    return (Map<String, @Nullable Object>) map;
  }

  /** The table that a name stands for: itself, the newest of an array of tables, or null. */
  private @Nullable Map<String, @Nullable Object> tableIn(@Nullable Object value) {
    if (value instanceof GoList view) {
      List<Map<String, @Nullable Object>> list = arrays.get(view);
      return list == null ? null : list.get(list.size() - 1);
    }
    return value instanceof Map<?, ?> ? asTable(value) : null;
  }

  private GoError wrong(String format, List<String> key) {
    return source.at(keyLine, format.formatted(dotted(key, "")));
  }

  /** Goes into a table, which is made with all that are missing above it. */
  private void addContext(List<String> key, boolean array) {
    Map<String, @Nullable Object> table = root;
    List<String> way = new ArrayList<>();
    for (String name : key.subList(0, key.size() - 1)) {
      way.add(name);
      if (!table.containsKey(name)) {
        implicit.add(List.copyOf(way));
        table.put(name, new LinkedHashMap<String, Object>());
      }
      table = tableIn(table.get(name));
      if (table == null) {
        throw wrong("Key '%s' was already created as a hash.", way);
      }
    }
    context = List.copyOf(way);
    String last = key.get(key.size() - 1);
    if (array) {
      newElement(table, last, key);
    } else {
      setValue(last, new LinkedHashMap<String, Object>());
    }
    context = List.copyOf(key);
  }

  private void newElement(Map<String, @Nullable Object> table, String name, List<String> key) {
    Object existing = table.get(name);
    List<Map<String, @Nullable Object>> list =
        existing instanceof GoList view ? arrays.get(view) : null;
    if (existing != null && list == null) {
      throw wrong("Key '%s' was already created and cannot be used as an array.", key);
    }
    if (list == null) {
      list = new ArrayList<>();
      GoList view = GoList.of(GoType.MAPS, list);
      arrays.put(view, list);
      table.put(name, view);
    }
    list.add(new LinkedHashMap<>());
  }

  private void setValue(String name, Object value) {
    Map<String, @Nullable Object> table = root;
    List<String> way = new ArrayList<>();
    for (String part : context) {
      way.add(part);
      table = tableIn(table.get(part));
      if (table == null) {
        throw wrong("Key '%s' has already been defined.", way);
      }
    }
    way.add(name);
    if (!table.containsKey(name)) {
      table.put(name, value);
    } else if (!implicit.remove(way)) {
      throw wrong("Key '%s' has already been defined.", way);
    } else if (Boolean.TRUE.equals(isArray.get(way))) {
      table.put(name, value);
    }
  }
}
