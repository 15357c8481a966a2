package io.autohelm.engine.manifest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scalars of a document as Go's decoder reads them into a string field. */
final class Texts {
  private Texts() {}

  static String scalar(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString(number.longValue());
    }
    return value.toString();
  }

  static String jsonKind(Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof List) {
      return "array";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    return value instanceof Number ? "number" : "string";
  }
}
