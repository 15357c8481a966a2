package io.autohelm.engine.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints trees as Go's {@code encoding/json}. */
final class JsonPrinter {
  private final boolean forHtml;
  private final boolean pretty;
  private final StringBuilder out = new StringBuilder();
  private int level;

  JsonPrinter(boolean forHtml, boolean pretty) {
    this.forHtml = forHtml;
    this.pretty = pretty;
  }

  String print(@Nullable Object tree) {
    value(tree);
    return out.toString();
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      array(list);
    } else if (value instanceof Double || value instanceof Float) {
      number(((Number) value).doubleValue());
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof byte[] bytes) {
      string(Base64.getEncoder().encodeToString(bytes));
    } else {
      string(value.toString());
    }
  }

  private void number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new YamlException("json: unsupported value: " + Resolution.infinite(number));
    }
    out.append(FloatText.json(number));
  }

  private void object(Map<?, ?> map) {
    List<String> keys = new ArrayList<>(map.size());
    for (Object key : map.keySet()) keys.add(String.valueOf(key));
    keys.sort(JsonPrinter::byBytes);
    out.append('{');
    level++;
    boolean first = true;
    for (String key : keys) {
      between(first);
      first = false;
      string(key);
      out.append(pretty ? ": " : ":");
      value(map.get(key));
    }
    level--;
    close(first, '}');
  }

  private void array(List<?> list) {
    out.append('[');
    level++;
    boolean first = true;
    for (Object item : list) {
      between(first);
      first = false;
      value(item);
    }
    level--;
    close(first, ']');
  }

  private void between(boolean first) {
    if (!first) out.append(',');
    if (pretty) out.append('\n').append("  ".repeat(level));
  }

  private void close(boolean empty, char bracket) {
    if (pretty && !empty) out.append('\n').append("  ".repeat(level));
    out.append(bracket);
  }

  /** Go compares strings by their UTF-8 bytes, which differs from Java's order past U+FFFF. */
  static int byBytes(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      if (left.charAt(i) == right.charAt(i)) continue;
      if (!Character.isSurrogate(left.charAt(i)) && !Character.isSurrogate(right.charAt(i))) {
        return Character.compare(left.charAt(i), right.charAt(i));
      }
      return Arrays.compareUnsigned(
          left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
    return Integer.compare(left.length(), right.length());
  }

  private void string(String text) {
    String whole = Json.wellFormed(text);
    boolean replaced = !whole.equals(text);
    out.append('"');
    for (int i = 0; i < whole.length(); i++) {
      char c = whole.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean escape = c < 0x20 || c == 0x2028 || c == 0x2029;
          escape |= forHtml && (c == '<' || c == '>' || c == '&');
          escape |= replaced && c == '\uFFFD' && text.charAt(i) != c;
          if (escape) out.append("\\u%04x".formatted((int) c));
          else out.append(c);
        }
      }
    }
    out.append('"');
  }
}
