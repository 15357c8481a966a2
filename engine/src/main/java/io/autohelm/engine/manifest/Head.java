package io.autohelm.engine.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Helm looks at in a document before it goes to a cluster; a part that is missing is the empty
 * string or map.
 */
public record Head(String apiVersion, String kind, String name, Map<String, String> annotations) {

  /** The keys of a document that {@link #of} looks at; as for Go, whatever their case. */
  static final Set<String> KEYS = keys();

  private static final String METADATA_TYPE =
      "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string"
          + " \"json:\\\"annotations\\\"\" }";

  private static Set<String> keys() {
    Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    keys.addAll(List.of("apiVersion", "kind", "metadata"));
    return Collections.unmodifiableSet(keys);
  }

  /**
   * Reads the head of a parsed document.
   *
   * @throws ManifestException in Go's words, where it is no table or a field has another type
   */
  static Head of(@Nullable Object document) {
    if (document == null) {
      return new Head("", "", "", Map.of());
    }
    if (!(document instanceof Map<?, ?> map)) {
      throw mistyped(document, "value of type util.SimpleHead");
    }
    String apiVersion = "";
    String kind = "";
    Head metadata = new Head("", "", "", Map.of());
    for (Map.Entry<String, Object> field : fields(map).entrySet()) {
      switch (field.getKey().toLowerCase(Locale.ROOT)) {
        case "apiversion" -> apiVersion = text(field.getValue(), "SimpleHead.apiVersion");
        case "kind" -> kind = text(field.getValue(), "SimpleHead.kind");
        case "metadata" -> metadata = metadata(field.getValue());
        default -> {
          // Nobody looks at the others.
        }
      }
    }
    return new Head(apiVersion, kind, metadata.name, metadata.annotations);
  }

  private static Head metadata(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw mistyped(value, "struct field SimpleHead.metadata of type " + METADATA_TYPE);
    }
    String name = "";
    Map<String, String> annotations = new LinkedHashMap<>();
    for (Map.Entry<String, Object> field : fields(map).entrySet()) {
      switch (field.getKey().toLowerCase(Locale.ROOT)) {
        case "name" -> name = text(field.getValue(), ".metadata.name");
        case "annotations" -> {
          if (!(field.getValue() instanceof Map<?, ?> given)) {
            throw mistyped(
                field.getValue(), "struct field .metadata.annotations of type map[string]string");
          }
          given.forEach(
              (key, one) ->
                  annotations.put(
                      String.valueOf(key), one == null ? "" : text(one, ".metadata.annotations")));
        }
        default -> {
          // Nobody looks at the others.
        }
      }
    }
    return new Head("", "", name, annotations);
  }

  /** What is there, in the order in which Go meets it. */
  private static Map<String, Object> fields(Map<?, ?> map) {
    Map<String, Object> fields = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            fields.put(String.valueOf(key), value);
          }
        });
    return fields;
  }

  private static String text(Object value, String field) {
    if (value instanceof Map || value instanceof List) {
      throw mistyped(value, "struct field " + field + " of type string");
    }
    return Texts.scalar(value);
  }

  private static ManifestException mistyped(Object value, String place) {
    return new ManifestException(
        "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
            + Texts.jsonKind(value)
            + " into Go "
            + place);
  }
}
