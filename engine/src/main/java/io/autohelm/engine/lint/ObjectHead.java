package io.autohelm.engine.lint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at in a rendered object. Field names match in any case, as Go matches them; a
 * scalar is taken as text.
 */
record ObjectHead(String apiVersion, String kind, String namespace, String name) {
  private static final String STRUCT = "k8sYamlStruct";

  /** A field of the wrong type, in Go's words without what comes before them. */
  static final class WrongType extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongType(Object met, String into) {
      super(JsonTypes.plainMismatch(met, into));
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * Reads an object.
   *
   * @param strict whether a number or boolean is no text, as in JSON
   */
  static ObjectHead of(Object tree, boolean strict) {
    if (!(tree instanceof Map<?, ?> map)) {
      throw new WrongType(tree, "value of type rules." + STRUCT);
    }
    String apiVersion = "";
    String kind = "";
    String namespace = "";
    String name = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      if (key.equalsIgnoreCase("apiVersion")) {
        apiVersion = text(value, STRUCT + ".apiVersion", strict);
      } else if (key.equalsIgnoreCase("kind")) {
        kind = text(value, STRUCT + ".Kind", strict);
      } else if (key.equalsIgnoreCase("metadata") && value != null) {
        if (!(value instanceof Map<?, ?> metadata)) {
          throw new WrongType(
              value, "struct field " + STRUCT + ".Metadata of type rules.k8sYamlMetadata");
        }
        for (Map.Entry<?, ?> field : metadata.entrySet()) {
          String fieldName = String.valueOf(field.getKey());
          if (fieldName.equalsIgnoreCase("namespace")) {
            namespace = text(field.getValue(), "k8sYamlMetadata.Metadata.Namespace", strict);
          } else if (fieldName.equalsIgnoreCase("name")) {
            name = text(field.getValue(), "k8sYamlMetadata.Metadata.Name", strict);
          }
        }
      }
    }
    return new ObjectHead(apiVersion, kind, namespace, name);
  }

  private static String text(@Nullable Object value, String field, boolean strict) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    if (!strict && (value instanceof Number || value instanceof Boolean)) {
      return value instanceof Double number
              && number == Math.rint(number)
              && Math.abs(number) < 1e15
          ? String.valueOf(number.longValue())
          : value.toString();
    }
    throw new WrongType(value, "struct field " + field + " of type string");
  }
}
