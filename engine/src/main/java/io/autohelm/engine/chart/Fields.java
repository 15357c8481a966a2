package io.autohelm.engine.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed fields out of a YAML tree as Go reads a struct: a scalar becomes the text that a
 * string field asks for ({@code version: 1.10} is "1.1"), anything else of the wrong kind is an
 * error in the words of Go's decoder.
 */
record Fields(String struct, String path, Map<String, @Nullable Object> tree) {

  static Fields of(String struct, @Nullable Object tree) {
    return of(struct, "", tree);
  }

  /**
   * Reads fields of a part.
   *
   * @param path the fields above it, each with a dot behind it, as Go names the place in an error
   */
  static Fields of(String struct, String path, @Nullable Object tree) {
    if (tree == null) {
      return new Fields(struct, path, Map.of());
    }
    if (!(tree instanceof Map<?, ?>)) {
      throw new ChartException(
          "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
              + kind(tree)
              + " into Go value of type "
              + struct);
    }
    return new Fields(struct, path, map(tree));
  }

  String text(String field) {
    return text(field, tree.get(field));
  }

  private String text(String field, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof String s) {
      return s;
    }
    if (value instanceof Boolean
        || value instanceof Long
        || value instanceof java.math.BigInteger) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return shortest(number);
    }
    throw mismatch(field, value, "string");
  }

  /** Go's strconv.FormatFloat(f, 'g', -1, 64). */
  private static String shortest(double number) {
    String digits =
        new java.math.BigDecimal(Double.toString(number))
            .stripTrailingZeros()
            .unscaledValue()
            .toString();
    int exponent =
        digits.replace("-", "").length()
            - 1
            - new java.math.BigDecimal(Double.toString(number)).stripTrailingZeros().scale();
    if (number != 0 && (exponent < -4 || exponent >= 21)) {
      String sign = digits.startsWith("-") ? "-" : "";
      String bare = digits.replace("-", "");
      String tail = bare.length() > 1 ? "." + bare.substring(1) : "";
      return sign
          + bare.charAt(0)
          + tail
          + "e"
          + (exponent < 0 ? "-" : "+")
          + (Math.abs(exponent) < 10 ? "0" : "")
          + Math.abs(exponent);
    }
    return number == 0
        ? "0"
        : new java.math.BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  boolean flag(String field) {
    Object value = tree.get(field);
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean b) {
      return b;
    }
    throw mismatch(field, value, "bool");
  }

  List<String> texts(String field) {
    List<String> found = new ArrayList<>();
    for (Object item : list(field, "string")) {
      found.add(text(field, item));
    }
    return found;
  }

  /**
   * A list.
   *
   * @param type of its items in Go, for an error
   */
  /** Whether the field is there and not null. */
  boolean has(String field) {
    return tree.get(field) != null;
  }

  List<@Nullable Object> list(String field, String type) {
    Object value = tree.get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return new ArrayList<@Nullable Object>(list);
    }
    throw mismatch(field, value, "[]" + type);
  }

  Map<String, String> textMap(String field) {
    Object value = tree.get(field);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?>)) {
      throw mismatch(field, value, "map[string]string");
    }
    Map<String, String> found = new LinkedHashMap<>();
    map(value).forEach((key, item) -> found.put(key, text(field, item)));
    return found;
  }

  private ChartException mismatch(String field, Object value, String wanted) {
    return new ChartException(
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
            + kind(value)
            + " into Go struct field "
            + struct.substring(struct.indexOf('.') + 1)
            + "."
            + path
            + field
            + " of type "
            + wanted);
  }

  private static String kind(Object value) {
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

  @SuppressWarnings("unchecked") // a YAML tree's maps have string keys
  static Map<String, @Nullable Object> map(Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
