package io.autohelm.engine.chart;

import io.autohelm.engine.yaml.Node;
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
      for (Piece document : documents(text)) {
        Object tree = Yaml.parse(document.text);
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

  /**
   * A document of the text, with places.
   *
   * @param before how many lines of the text are before it; the places count from there
   */
  public record Located(Node.MapNode root, int before) {}

  /** The documents of a text that {@link #read} reads, in order. */
  public static List<Located> located(String text) {
    List<Located> found = new ArrayList<>();
    for (Piece document : documents(text)) {
      if (Yaml.parseLocated(document.text) instanceof Node.MapNode root) {
        found.add(new Located(root, document.before));
      }
    }
    return found;
  }

  private record Piece(String text, int before) {}

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
  private static List<Piece> documents(String text) {
    List<Piece> found = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int start = 0;
    int lines = 0;
    int before = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String line = end < 0 ? text.substring(start) : text.substring(start, end + 1);
      if (line.startsWith("---") && line.substring(3).isBlank()) {
        if (current.length() > 0) {
          found.add(new Piece(current.toString(), before));
          current.setLength(0);
        }
        before = lines + 1;
      } else {
        current.append(line);
      }
      start += line.length();
      lines++;
    }
    if (current.length() > 0) {
      found.add(new Piece(current.toString(), before));
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
