package io.autohelm.engine.values;

import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code --set} and its relatives: {@code a.b[2].c=1,d={x,y},e\.f=g}. Helm's
 * strvals.
 *
 * <p>Each method changes {@code into}; what is wrong with the text is a {@link ValuesException} in
 * Helm's words.
 */
public final class SetSyntax {
  private static final int MAX_INDEX = 65536;
  private static final int MAX_NESTING = 30;

  /** Where a JSON number or word ends for Go's decoder; what is malformed in it shows later. */
  private static final Pattern JSON_SCALAR =
      Pattern.compile("true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?(?:[eE][+-]?[0-9]*)?");

  private final String text;
  private final @Nullable Function<String, @Nullable Object> converter;

  /** One key, read without escapes; its value is all the rest. */
  private final boolean isLiteral;

  private int at;

  /** Helm takes a list's index that breaks off for the end of the text, not for a mistake. */
  private boolean isCutOff;

  private SetSyntax(String text, @Nullable Function<String, @Nullable Object> converter) {
    this(text, converter, false);
  }

  private SetSyntax(
      String text, @Nullable Function<String, @Nullable Object> converter, boolean isLiteral) {
    this.text = text;
    this.converter = converter;
    this.isLiteral = isLiteral;
  }

  /** {@code --set}: numbers, booleans and null become such values. */
  public static void set(String text, Map<String, @Nullable Object> into) {
    new SetSyntax(text, SetSyntax::typed).run(into);
  }

  /** {@code --set-string}: every value is a string. */
  public static void setString(String text, Map<String, @Nullable Object> into) {
    new SetSyntax(text, value -> value).run(into);
  }

  /** {@code --set-json}: every value is JSON; a text that begins with a brace is a whole layer. */
  public static void setJson(String text, Map<String, @Nullable Object> into) {
    if (text.strip().startsWith("{")) {
      layer(text.strip(), into);
    } else {
      new SetSyntax(text, null).run(into);
    }
  }

  /**
   * {@code --set-file}: every value names a file.
   *
   * @param reader gives the content of the file of that name
   */
  public static void setFile(
      String text, Map<String, @Nullable Object> into, Function<String, String> reader) {
    new SetSyntax(text, reader::apply).run(into);
  }

  /**
   * {@code --set-literal}: one key, and everything behind the first equals sign is its value,
   * commas included.
   */
  public static void setLiteral(String text, Map<String, @Nullable Object> into) {
    new SetSyntax(text, value -> value, true).run(into);
  }

  private static void layer(String json, Map<String, @Nullable Object> into) {
    try {
      Map<String, @Nullable Object> table = Tables.table(Json.parse(json));
      if (table != null) {
        into.putAll(ValuesLayers.merge(List.of(into, table)));
      }
    } catch (YamlException e) {
      throw new ValuesException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Object typed(String value) {
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    if (value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("null")) {
      return null;
    }
    if (value.equals("0")) {
      return GoInteger.int64(0);
    }
    if (!value.isEmpty() && value.charAt(0) != '0') {
      try {
        return GoInteger.int64(Long.parseLong(value));
      } catch (NumberFormatException e) {
        return value;
      }
    }
    return value;
  }

  /** What stopped a token, or the end of the text. */
  private record Token(String text, int stop) {
    static final int END = -1;
  }

  private Token until(String stops) {
    StringBuilder token = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (stops.indexOf(c) >= 0 && (!isLiteral || c != ',')) {
        return new Token(token.toString(), c);
      }
      if (c == '\\' && !isLiteral) {
        if (at == text.length()) {
          return new Token(token.toString(), Token.END);
        }
        token.append(text.charAt(at++));
      } else {
        token.append(c);
      }
    }
    return new Token(token.toString(), Token.END);
  }

  private void run(Map<String, @Nullable Object> into) {
    while (key(into, 0)) {
      // each turn takes one key with its value
    }
  }

  /** Takes one key and its value; false at the end of the text. */
  private boolean key(Map<String, @Nullable Object> into, int nesting) {
    Token key = until("=[,.");
    String name = key.text();
    switch (key.stop()) {
      case Token.END -> {
        if (name.isEmpty()) {
          return false;
        }
        throw new ValuesException("key \"" + name + "\" has no value");
      }
      case '[' -> {
        int index = index();
        if (isCutOff) {
          return false;
        }
        List<@Nullable Object> list = new ArrayList<>();
        if (into.containsKey(name)) {
          list = list(into.get(name));
        }
        put(into, name, item(list, index, nesting));
        return !isCutOff;
      }
      case '=' -> {
        Value value = value();
        put(into, name, value.value());
        return value.more();
      }
      case ',' -> {
        put(into, name, "");
        throw new ValuesException("key \"" + name + "\" has no value (cannot end with ,)");
      }
      default -> {
        if (nesting + 1 > MAX_NESTING) {
          throw new ValuesException(
              "value name nested level is greater than maximum supported nested level of "
                  + MAX_NESTING);
        }
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        if (into.containsKey(name)) {
          Map<String, @Nullable Object> existing = Tables.table(into.get(name));
          if (existing == null) {
            throw new ValuesException(
                "unable to parse key: interface conversion: interface {} is "
                    + goType(into.get(name))
                    + ", not map[string]interface {}");
          }
          inner = existing;
        }
        boolean more = key(inner, nesting + 1);
        if (more && inner.isEmpty()) {
          throw new ValuesException("key map \"" + name + "\" has no value");
        }
        if (!inner.isEmpty()) {
          put(into, name, inner);
        }
        return more;
      }
    }
  }

  private record Value(@Nullable Object value, boolean more) {}

  private Value value() {
    if (converter == null) {
      return json();
    }
    if (isLiteral) {
      String rest = text.substring(at);
      at = text.length();
      return new Value(rest, true);
    }
    if (at == text.length()) {
      return new Value(converter.apply(""), false);
    }
    if (text.charAt(at) == '{') {
      at++;
      return new Value(braces(converter), true);
    }
    return new Value(converter.apply(until(",").text()), true);
  }

  private Value json() {
    if (skipToValue()) {
      return new Value(null, true);
    }
    int end = jsonEnd();
    try {
      Object parsed = Json.parse(text.substring(at, end));
      at = end;
      skipToValue();
      return new Value(parsed, true);
    } catch (YamlException e) {
      throw new ValuesException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The index behind the JSON value that begins here. */
  private int jsonEnd() {
    Matcher scalar = JSON_SCALAR.matcher(text).region(at, text.length());
    if (scalar.lookingAt()) {
      return scalar.end();
    }
    int depth = 0;
    boolean quoted = false;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
          if (depth == 0) {
            return i + 1;
          }
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth <= 0) {
          return i + 1;
        }
      } else if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
        return i;
      }
    }
    return text.length();
  }

  /** Skips white space; true when no value follows. */
  private boolean skipToValue() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ',') {
        at++;
        return true;
      }
      if (!Character.isWhitespace(c)) {
        return false;
      }
      at++;
    }
    return true;
  }

  private List<@Nullable Object> braces(Function<String, @Nullable Object> convert) {
    List<@Nullable Object> list = new ArrayList<>();
    while (true) {
      Token item = until(",}");
      if (item.stop() == Token.END) {
        throw new ValuesException("list must terminate with '}'");
      }
      list.add(convert.apply(item.text()));
      if (item.stop() == '}') {
        if (at < text.length() && text.charAt(at) == ',') {
          at++;
        }
        return list;
      }
    }
  }

  private int index() {
    Token index = until("]");
    if (index.stop() == Token.END) {
      isCutOff = true;
      return 0;
    }
    try {
      return Integer.parseInt(index.text());
    } catch (NumberFormatException e) {
      throw new ValuesException(
          "error parsing index: strconv.Atoi: parsing \"" + index.text() + "\": invalid syntax", e);
    }
  }

  private List<@Nullable Object> item(List<@Nullable Object> list, int index, int nesting) {
    if (index < 0) {
      throw new ValuesException("negative " + index + " index not allowed");
    }
    Token next = until("[.=");
    if (!next.text().isEmpty()) {
      throw new ValuesException("unexpected data at end of array index: \"" + next.text() + "\"");
    }
    switch (next.stop()) {
      case '=' -> {
        if (at == text.length() && converter != null) {
          return put(list, index, "");
        }
        return put(list, index, value().value());
      }
      case '[' -> {
        int inner = index();
        List<@Nullable Object> nested = new ArrayList<>();
        if (list.size() > index && list.get(index) != null) {
          nested = list(list.get(index));
        }
        if (isCutOff) {
          return list;
        }
        List<@Nullable Object> changed = item(nested, inner, nesting);
        return isCutOff ? list : put(list, index, changed);
      }
      case '.' -> {
        Map<String, @Nullable Object> inner = new LinkedHashMap<>();
        if (list.size() > index) {
          Map<String, @Nullable Object> existing = Tables.table(list.get(index));
          inner = existing == null ? inner : existing;
          list.set(index, inner);
        }
        if (key(inner, nesting)) {
          return put(list, index, inner);
        }
        isCutOff = true;
        return list;
      }
      default -> {
        isCutOff = true;
        return list;
      }
    }
  }

  private static void put(Map<String, @Nullable Object> into, String key, @Nullable Object value) {
    if (!key.isEmpty()) {
      into.put(key, value);
    }
  }

  private static List<@Nullable Object> put(
      List<@Nullable Object> list, int index, @Nullable Object value) {
    if (index > MAX_INDEX) {
      throw new ValuesException(
          "index of " + index + " is greater than maximum supported index of " + MAX_INDEX);
    }
    List<@Nullable Object> grown = new ArrayList<>(list);
    while (grown.size() <= index) {
      grown.add(null);
    }
    grown.set(index, value);
    return grown;
  }

  private static List<@Nullable Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<@Nullable Object>(list);
    }
    throw new ValuesException(
        "unable to parse key: interface conversion: interface {} is "
            + goType(value)
            + ", not []interface {}");
  }

  private static String goType(@Nullable Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof Map) {
      return "map[string]interface {}";
    }
    if (value instanceof List) {
      return "[]interface {}";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    return value instanceof Double ? "float64" : value instanceof Number ? "int64" : "string";
  }
}
