package io.autohelm.engine.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of maps, lists, text, numbers and truth: all that a template gets to see. */
final class PlainData {
  /** Beyond it a double has no whole numbers of its own. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private PlainData() {}

  /** A copy in which whole numbers are whole and everything unknown is its text. */
  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), of(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(of(item)));
      return copy;
    }
    if (value instanceof Double number) {
      boolean whole = number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE;
      return whole ? (Object) number.longValue() : number;
    }
    if (value == null || value instanceof Boolean || value instanceof Long) {
      return value;
    }
    return value instanceof Number number ? (Object) number.longValue() : value.toString();
  }
}
