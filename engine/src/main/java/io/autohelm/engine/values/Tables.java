package io.autohelm.engine.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Trees of values: copying them, and finding a table or a scalar by its dotted path. */
final class Tables {
  private static final Pattern DOT = Pattern.compile("\\.");

  private Tables() {}

  @SuppressWarnings("unchecked") // a values tree's maps have string keys
  static @Nullable Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : null;
  }

  /** A copy down to the scalars. */
  static Map<String, @Nullable Object> deepCopy(Map<String, @Nullable Object> table) {
    Map<String, @Nullable Object> copied = new LinkedHashMap<>();
    table.forEach((key, value) -> copied.put(key, deepCopyOf(value)));
    return copied;
  }

  private static @Nullable Object deepCopyOf(@Nullable Object value) {
    Map<String, @Nullable Object> table = table(value);
    if (table != null) {
      return deepCopy(table);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copied = new ArrayList<>(list.size());
      list.forEach(item -> copied.add(deepCopyOf(item)));
      return copied;
    }
    return value;
  }

  /** The table at {@code path} ({@code a.b.c}), or null where there is none. */
  static @Nullable Map<String, @Nullable Object> find(
      Map<String, @Nullable Object> root, String path) {
    Map<String, @Nullable Object> current = root;
    for (String key : DOT.split(path, -1)) {
      Map<String, @Nullable Object> next = table(current.get(key));
      if (next == null) {
        return null;
      }
      current = next;
    }
    return current;
  }

  /**
   * The value at {@code path} when it exists and is no table; null otherwise, and for a null value.
   */
  static @Nullable Object scalar(Map<String, @Nullable Object> root, String path) {
    int dot = path.lastIndexOf('.');
    Map<String, @Nullable Object> parent = dot < 0 ? root : find(root, path.substring(0, dot));
    Object value = parent == null ? null : parent.get(path.substring(dot + 1));
    return value instanceof Map ? null : value;
  }
}
