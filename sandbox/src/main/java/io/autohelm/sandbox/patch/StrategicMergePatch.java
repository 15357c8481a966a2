package io.autohelm.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes' strategic merge: lists of known types merge by their first key. The keys are those of
 * server-side apply, of which the first is the merge key wherever the real server has one.
 */
final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE = "$deleteFromPrimitiveList/";
  private static final String RETAIN = "$retainKeys";

  private StrategicMergePatch() {}

  static JsonNode apply(JsonNode target, JsonNode patch, Shape shape) {
    if (!patch.isObject()) {
      return patch;
    }
    String directive = patch.path(DIRECTIVE).asText();
    if (directive.equals("replace")) {
      return ((ObjectNode) patch.deepCopy()).without(DIRECTIVE);
    }
    if (directive.equals("delete")) {
      return Json.object();
    }
    ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
    if (patch.path(RETAIN).isArray()) {
      List<String> retained = new ArrayList<>();
      patch.path(RETAIN).forEach(name -> retained.add(name.asText()));
      result.retain(retained);
    }
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      if (name.startsWith("$") && !name.startsWith(DELETE)) {
        continue; // directives, dealt with before and after
      }
      if (name.startsWith(DELETE)) {
        removeValues(result, name.substring(DELETE.length()), value);
      } else if (value.isNull()) {
        result.remove(name);
      } else if (value.isArray()) {
        JsonNode order = patch.path(ORDER + name);
        result.set(name, list(result.path(name), value, order, shape.field(name)));
      } else {
        result.set(name, apply(result.path(name), value, shape.field(name)));
      }
    }
    reorder(result, patch, shape);
    return result;
  }

  private static void removeValues(ObjectNode object, String name, JsonNode values) {
    if (object.get(name) instanceof ArrayNode list) {
      ArrayNode kept = Json.array();
      for (JsonNode item : list) {
        boolean goes = false;
        for (JsonNode value : values) {
          goes |= value.equals(item);
        }
        if (!goes) {
          kept.add(item);
        }
      }
      object.set(name, kept);
    }
  }

  /** Orders lists that the patch names an order for but does not otherwise touch. */
  private static void reorder(ObjectNode result, JsonNode patch, Shape shape) {
    for (Map.Entry<String, JsonNode> entry : patch.properties()) {
      if (entry.getKey().startsWith(ORDER)) {
        String name = entry.getKey().substring(ORDER.length());
        if (result.get(name) instanceof ArrayNode list && !patch.has(name)) {
          Shape below = shape.field(name);
          result.set(name, ordered(identities(list, below), list, entry.getValue(), below));
        }
      }
    }
  }

  private static JsonNode list(JsonNode target, JsonNode patch, JsonNode order, Shape shape) {
    if (shape.form() != Shape.Form.LIST || shape.atomic()) {
      return patch;
    }
    if (!target.isArray()) {
      return fresh(patch, shape);
    }
    List<JsonNode> before = identities(target, shape);
    JsonNode wanted = order.isArray() ? order : patch;
    ArrayNode result = target instanceof ArrayNode list ? list : Json.array();
    if (shape.keys().isEmpty()) {
      for (JsonNode item : patch) {
        if (indexOf(result, item) < 0) {
          result.add(item);
        }
      }
      return ordered(before, result, wanted, shape);
    }
    String key = shape.keys().get(0);
    for (JsonNode item : patch) {
      if (item.path(DIRECTIVE).asText().equals("replace") && item.size() == 1) {
        result = Json.array();
      }
    }
    for (JsonNode item : patch) {
      String directive = item.path(DIRECTIVE).asText();
      int at = indexOfKey(result, key, item.path(key));
      if (directive.equals("delete")) {
        if (at >= 0) {
          result.remove(at);
        }
      } else if (item.has(key) && at >= 0) {
        result.set(at, apply(result.path(at), item, shape.element()));
      } else if (item.size() > 1 || directive.isEmpty()) {
        result.add(apply(Json.object(), item, shape.element()));
      }
    }
    return ordered(before, result, wanted, shape);
  }

  /**
   * Items that the order names come in that order; the others keep theirs and stand before the
   * first named one that they stood before.
   */
  private static ArrayNode ordered(
      List<JsonNode> before, ArrayNode list, JsonNode order, Shape shape) {
    List<JsonNode> wanted = new ArrayList<>();
    order.forEach(item -> wanted.add(identity(item, shape)));
    List<JsonNode> named = new ArrayList<>();
    List<JsonNode> others = new ArrayList<>();
    for (JsonNode item : list) {
      (wanted.contains(identity(item, shape)) ? named : others).add(item);
    }
    named.sort(Comparator.comparingInt(item -> wanted.indexOf(identity(item, shape))));
    List<JsonNode> result = new ArrayList<>(named);
    int from = 0;
    for (JsonNode item : others) {
      int place = before.indexOf(identity(item, shape));
      int at = from;
      while (at < result.size()) {
        int other = before.indexOf(identity(result.get(at), shape));
        if (other >= 0 && place < other) {
          break;
        }
        at++;
      }
      result.add(at, item);
      from = at + 1;
    }
    return Json.array().addAll(result);
  }

  /** What tells an item from its siblings. */
  private static JsonNode identity(JsonNode item, Shape shape) {
    return shape.keys().isEmpty() ? item : item.path(shape.keys().get(0));
  }

  private static List<JsonNode> identities(JsonNode list, Shape shape) {
    return list.valueStream().map(item -> identity(item, shape)).toList();
  }

  /** A list where there was none is taken as it is, without directives. */
  private static ArrayNode fresh(JsonNode patch, Shape shape) {
    ArrayNode result = Json.array();
    for (JsonNode item : patch) {
      if (!item.has(DIRECTIVE)) {
        result.add(apply(Json.object(), item, shape.element()));
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode list, JsonNode item) {
    for (int i = 0; i < list.size(); i++) {
      if (list.path(i).equals(item)) {
        return i;
      }
    }
    return -1;
  }

  private static int indexOfKey(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.path(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }
}
