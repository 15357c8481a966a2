package io.autohelm.engine.manifest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Helm looks at in a document before it goes to a cluster; a part that is missing is the empty
 * string or map.
 */
public record Head(String apiVersion, String kind, String name, Map<String, String> annotations) {

  /** The keys of a document that {@link #of} looks at. */
  static final Set<String> KEYS = Set.of("apiVersion", "kind", "metadata");

  /** Reads the head of a parsed document, which may be anything. */
  static Head of(@Nullable Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      if (document == null) {
        return new Head("", "", "", Map.of());
      }
      throw new ManifestException(
          "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
              + Texts.jsonKind(document)
              + " into Go value of type util.SimpleHead");
    }
    Map<?, ?> metadata = map.get("metadata") instanceof Map<?, ?> m ? m : Map.of();
    Map<String, String> annotations = new LinkedHashMap<>();
    if (metadata.get("annotations") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> annotations.put(String.valueOf(key), Texts.scalar(value)));
    }
    return new Head(
        Texts.scalar(map.get("apiVersion")),
        Texts.scalar(map.get("kind")),
        Texts.scalar(metadata.get("name")),
        annotations);
  }
}
