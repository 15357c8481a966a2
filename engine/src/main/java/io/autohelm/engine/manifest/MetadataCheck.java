package io.autohelm.engine.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether {@code metadata} has the types that every kind of object has there. Helm refuses others
 * before it writes anything, in the words of Go's decoder.
 */
public final class MetadataCheck {
  private static final String TEXTS = "map[string]string";

  /** Fields and their types in Go, in the order in which they are met. */
  private static final Map<String, String> TYPES =
      new TreeMap<>(
          Map.of(
              "annotations", TEXTS,
              "finalizers", "[]string",
              "generateName", "string",
              "labels", TEXTS,
              "name", "string",
              "namespace", "string",
              "resourceVersion", "string",
              "uid", "types.UID"));

  private MetadataCheck() {}

  /** What is wrong; empty where nothing is. */
  public static Optional<String> problem(KubeObject object) {
    Object metadata = object.tree().get("metadata");
    if (metadata == null) {
      return Optional.empty();
    }
    if (!(metadata instanceof Map<?, ?> fields)) {
      return Optional.of(text(metadata, "metadataOnlyObject.metadata", "v1.ObjectMeta"));
    }
    for (Map.Entry<String, String> type : TYPES.entrySet()) {
      Optional<String> problem =
          problem(
              "ObjectMeta.metadata." + type.getKey(), type.getValue(), fields.get(type.getKey()));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> problem(String field, String type, @Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (type.equals(TEXTS) && value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .values().stream().flatMap(one -> problem(field, "string", one).stream()).findFirst();
    }
    if (type.equals("[]string") && value instanceof List<?> list) {
      return list.stream().flatMap(one -> problem(field, "string", one).stream()).findFirst();
    }
    boolean isText = value instanceof String && !type.equals(TEXTS) && !type.equals("[]string");
    return isText ? Optional.empty() : Optional.of(text(value, field, type));
  }

  private static String text(Object value, String field, String type) {
    return "json: cannot unmarshal "
        + Texts.jsonKind(value)
        + " into Go struct field "
        + field
        + " of type "
        + type;
  }
}
