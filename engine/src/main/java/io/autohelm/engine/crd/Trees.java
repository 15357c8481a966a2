package io.autohelm.engine.crd;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of parsed JSON. */
final class Trees {
  private Trees() {}

  /** The value as a table, an empty one where it is none. */
  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }

  /** The value as a number, null where it is none. */
  static @Nullable BigDecimal number(@Nullable Object value) {
    return value instanceof Number ? new BigDecimal(value.toString()) : null;
  }
}
