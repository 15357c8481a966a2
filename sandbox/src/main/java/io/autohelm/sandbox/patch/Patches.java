package io.autohelm.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.Map;

/** The patches that change what is there, told apart by their media type. */
public final class Patches {
  private Patches() {}

  /**
   * The patched object; the given one is left alone.
   *
   * @param mediaType the request's content type without parameters
   * @param strategic whether strategic merge is served for the kind (it is not for custom ones)
   */
  public static ObjectNode patch(
      String mediaType, ObjectNode object, JsonNode patch, Shape shape, boolean strategic) {
    JsonNode result;
    switch (mediaType) {
      case "application/json-patch+json" -> result = JsonPatch.apply(object.deepCopy(), patch);
      case "application/merge-patch+json" -> result = merge(object.deepCopy(), patch);
      case "application/strategic-merge-patch+json" -> {
        if (!strategic) {
          throw unsupported(mediaType, "application/json-patch+json, application/merge-patch+json");
        }
        result = StrategicMergePatch.apply(object.deepCopy(), patch, shape);
      }
      default ->
          throw unsupported(
              mediaType,
              "application/json-patch+json, application/merge-patch+json,"
                  + " application/strategic-merge-patch+json, application/apply-patch+yaml");
    }
    if (result instanceof ObjectNode patched) {
      return patched;
    }
    throw ApiFailure.badRequest("the patch does not leave an object");
  }

  private static ApiFailure unsupported(String met, String understood) {
    return ApiFailure.unsupportedMediaType(met, understood);
  }

  /** RFC 7386: null removes, objects merge, everything else replaces. */
  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getValue().isNull()) {
        result.remove(entry.getKey());
      } else {
        result.set(entry.getKey(), merge(result.path(entry.getKey()), entry.getValue()));
      }
    }
    return result;
  }
}
