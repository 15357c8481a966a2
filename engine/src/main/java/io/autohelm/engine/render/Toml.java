package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoMap;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.sprig.GoTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** TOML, printed as Helm's library prints it; {@link TomlReader} reads it. */
final class Toml {
  private final StringBuilder out = new StringBuilder();

  private Toml() {}

  /**
   * Prints a tree of maps, lists, strings, numbers, booleans, times and null.
   *
   * @throws GoError in the library's words
   */
  static String print(@Nullable Object tree) {
    Object value = tree instanceof GoList list && list.isNil() ? List.of() : printable(tree);
    if (value == null) {
      throw new GoError("reflect: call of reflect.Value.Type on zero Value");
    }
    Toml toml = new Toml();
    toml.entry(List.of(), value);
    return toml.out.toString();
  }

  /** The tree as data; of Go's objects times alone stay, which have a spelling of their own. */
  private static @Nullable Object printable(@Nullable Object value) {
    if (value instanceof GoTime) {
      return value;
    }
    if (value instanceof Map<?, ?> map && !(value instanceof GoMap of && of.isNil())) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), printable(item)));
      return copy;
    }
    if (value instanceof List<?> list && !(value instanceof GoList of && of.isNil())) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(printable(item)));
      return copy;
    }
    return GoValues.plain(value);
  }

  /**
   * Reads a document. Integers are int64, arrays of tables are lists of maps.
   *
   * @throws GoError with the line and what was expected there
   */
  static Map<String, @Nullable Object> parse(String text) {
    return new TomlReader(text).read();
  }

  private void entry(List<String> key, Object value) {
    if (value instanceof Map<?, ?> map) {
      table(key, map);
    } else if (value instanceof List<?> list && isTables(list)) {
      tables(key, list);
    } else if (key.isEmpty()) {
      element(value);
    } else {
      indent(key);
      out.append(name(key.get(key.size() - 1))).append(" = ");
      element(value);
      newLine();
    }
  }

  private void indent(List<String> key) {
    out.append("  ".repeat(key.size() - 1));
  }

  private void newLine() {
    if (out.length() > 0) {
      out.append('\n');
    }
  }

  private void table(List<String> key, Map<?, ?> map) {
    if (key.size() == 1) {
      newLine();
    }
    if (!key.isEmpty()) {
      indent(key);
      out.append('[').append(path(key)).append(']');
      newLine();
    }
    entries(key, map);
  }

  private void tables(List<String> key, List<?> list) {
    if (key.isEmpty()) {
      throw new GoError("toml: top-level values must be Go maps or structs");
    }
    for (Object item : list) {
      newLine();
      indent(key);
      out.append("[[").append(path(key)).append("]]");
      newLine();
      entries(key, (Map<?, ?>) item);
    }
  }

  /** Plain values first, then tables: what stands after a table's head belongs to the table. */
  private void entries(List<String> key, Map<?, ?> map) {
    for (boolean asTable : new boolean[] {false, true}) {
      for (String name : sortedKeys(map)) {
        Object value = map.get(name);
        if (value != null && isTable(value) == asTable) {
          List<String> inner = new ArrayList<>(key);
          inner.add(name);
          entry(inner, value);
        }
      }
    }
  }

  private static List<String> sortedKeys(Map<?, ?> map) {
    List<String> keys = new ArrayList<>();
    map.keySet().forEach(key -> keys.add(String.valueOf(key)));
    keys.sort(GoStrings::compare);
    return keys;
  }

  private static boolean isTable(Object value) {
    return value instanceof Map || (value instanceof List<?> list && isTables(list));
  }

  private static boolean isTables(List<?> list) {
    boolean tables = !list.isEmpty();
    for (Object item : list) {
      if (item == null) {
        throw new GoError("toml: cannot encode array with nil element");
      }
      tables &= item instanceof Map;
    }
    return tables;
  }

  private void element(Object value) {
    if (value instanceof Map<?, ?> map) {
      inline(map);
    } else if (value instanceof List<?> list) {
      out.append('[');
      for (int i = 0; i < list.size(); i++) {
        if (i > 0) {
          out.append(", ");
        }
        Object item = list.get(i);
        if (item == null) {
          throw new GoError("toml: cannot encode array with nil element");
        }
        element(item);
      }
      out.append(']');
    } else if (value instanceof Double || value instanceof Float) {
      out.append(decimal(((Number) value).doubleValue()));
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof GoTime time) {
      out.append(time.format(layout(time)));
    } else if (value instanceof byte[] bytes) {
      List<Integer> numbers = new ArrayList<>();
      for (byte b : bytes) {
        numbers.add(b & 0xff);
      }
      element(numbers);
    } else {
      out.append(quoted(String.valueOf(value)));
    }
  }

  private static String layout(GoTime time) {
    return switch (time.zoneName()) {
      case "datetime-local" -> "2006-01-02T15:04:05.999999999";
      case "date-local" -> "2006-01-02";
      case "time-local" -> "15:04:05.999999999";
      default -> "2006-01-02T15:04:05.999999999Z07:00";
    };
  }

  private void inline(Map<?, ?> map) {
    out.append('{');
    List<String> direct = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    for (String name : sortedKeys(map)) {
      Object value = map.get(name);
      (value != null && isTable(value) ? tables : direct).add(name);
    }
    List<String> all = new ArrayList<>(direct);
    all.addAll(tables);
    for (int i = 0; i < all.size(); i++) {
      Object value = map.get(all.get(i));
      if (value != null) {
        out.append(name(all.get(i))).append(" = ");
        element(value);
        out.append(i < all.size() - 1 ? ", " : "");
      }
    }
    out.append('}');
  }

  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "-inf" : "inf";
    }
    String text = GoFormat.shortest(value);
    return text.indexOf('e') >= 0 || text.indexOf('.') >= 0 ? text : text + ".0";
  }

  private static String path(List<String> key) {
    List<String> names = new ArrayList<>();
    key.forEach(part -> names.add(name(part)));
    return String.join(".", names);
  }

  private static String name(String key) {
    boolean bare = !key.isEmpty() && key.chars().allMatch(TomlSource::isBare);
    return bare ? key : quoted(key);
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  static String escaped(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\t' -> quoted.append("\\t");
        case '\n' -> quoted.append("\\n");
        case '\f' -> quoted.append("\\f");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ' || c == 0x7f) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.toString();
  }
}
