package io.autohelm.engine.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain trees as patches see them. */
final class Trees {
  private Trees() {}

  @SuppressWarnings("unchecked") // a parsed tree's maps have string keys
  static @Nullable Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : null;
  }

  static Map<String, @Nullable Object> tableOrEmpty(@Nullable Object value) {
    Map<String, @Nullable Object> table = table(value);
    return table == null ? Map.of() : table;
  }

  /** A scalar's text; empty for null. */
  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  /** A copy that may be changed. */
  static @Nullable Object copy(@Nullable Object value) {
    Map<String, @Nullable Object> table = table(value);
    if (table != null) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      table.forEach((key, item) -> copy.put(key, copy(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(copy(item)));
      return copy;
    }
    return value;
  }
}
