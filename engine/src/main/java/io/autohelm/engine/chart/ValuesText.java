package io.autohelm.engine.chart;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a values file, a chart's or a user's: it may hold several documents, of which a later
 * one wins key by key.
 */
public final class ValuesText {
  private ValuesText() {}

  /**
   * Reads the values; nothing but comments is the empty table.
   *
   * @throws ChartException when a document is not YAML or not a table
   */
  public static Map<String, @Nullable Object> read(String text) {
    try {
      Map<String, @Nullable Object> merged = new LinkedHashMap<>();
      for (String document : documents(text)) {
        Object tree = Yaml.parse(document);
        if (tree == null) {
          continue;
        }
        if (!(tree instanceof Map)) {
          throw new ChartException(
              "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json:"
                  + " cannot unmarshal "
                  + kind(tree)
                  + " into Go value of type map[string]interface {}");
        }
        merged = merge(merged, Fields.map(tree));
      }
      return merged;
    } catch (YamlException e) {
      throw new ChartException("cannot unmarshal yaml document: " + e.getMessage(), e);
    }
  }

  private static String kind(Object tree) {
    if (tree instanceof List) {
      return "array";
    }
    if (tree instanceof Number) {
      return "number";
    }
    return tree instanceof Boolean ? "bool" : "string";
  }

  /** Splits at lines that begin with {@code ---}, as Kubernetes' YAML reader does. */
  private static List<String> documents(String text) {
    List<String> found = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = end < 0 ? text.substring(start) : text.substring(start, end + 1);
      if (line.startsWith("---") && line.substring(3).isBlank()) {
        if (current.length() > 0) {
          found.add(current.toString());
          current.setLength(0);
        }
      } else {
        current.append(line);
      }
      start += line.length();
    }
    if (current.length() > 0) {
      found.add(current.toString());
    }
    return found;
  }

  private static Map<String, @Nullable Object> merge(
      Map<String, @Nullable Object> below, Map<String, @Nullable Object> above) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(below);
    above.forEach(
        (key, value) -> {
          Object existing = merged.get(key);
          if (value instanceof Map && existing instanceof Map) {
            merged.put(key, merge(Fields.map(existing), Fields.map(value)));
          } else {
            merged.put(key, value);
          }
        });
    return merged;
  }
}
