package io.autohelm.engine.lint;

import java.util.List;
import java.util.Map;

/** A value of the wrong type, in the words of Go's decoder behind the one for YAML. */
final class JsonTypes {
  private static final String START = "error unmarshaling JSON: while decoding JSON: ";

  private JsonTypes() {}

  /**
   * The whole error.
   *
   * @param into what Go would fill: {@code value of type T} or {@code struct field S.F of type T}
   */
  static String mismatch(Object met, String into) {
    return START + plainMismatch(met, into);
  }

  static String plainMismatch(Object met, String into) {
    return "json: cannot unmarshal " + kind(met) + " into Go " + into;
  }

  static String unknownField(String name) {
    return START + "json: unknown field \"" + name + "\"";
  }

  private static String kind(Object met) {
    if (met instanceof Map) {
      return "object";
    }
    if (met instanceof List) {
      return "array";
    }
    if (met instanceof Boolean) {
      return "bool";
    }
    return met instanceof Number ? "number" : "string";
  }
}
