package io.autohelm.sandbox.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.schema.Shape.Field;
import io.autohelm.sandbox.schema.Shape.Form;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How a tree is walked by its shape: what is a leaf, what names an item, which paths a value has.
 */
final class Walk {
  private Walk() {}

  /** Whether the value is entered field by field. */
  static boolean entersObject(JsonNode value, Shape shape) {
    return value.isObject()
        && !shape.atomic()
        && (shape.form() == Form.STRUCT || shape.form() == Form.MAP || shape.form() == Form.ANY);
  }

  /** Whether the value is entered item by item. */
  static boolean entersList(JsonNode value, Shape shape) {
    return value.isArray() && !shape.atomic() && shape.form() == Form.LIST;
  }

  /** The path element of a list's item. */
  static String element(JsonNode item, Shape list) {
    if (list.keys().isEmpty()) {
      return "v:" + Json.print(item);
    }
    ObjectNode key = Json.object();
    for (String name : new TreeSet<>(list.keys())) {
      JsonNode value = item.path(name);
      if (value.isValueNode()) {
        key.set(name, value);
        continue;
      }
      Field field = list.element().fields().get(name);
      String fallback = field == null ? null : field.keyDefault();
      if (field != null && fallback != null) {
        if (field.shape().form() == Form.NUMBER) {
          key.put(name, Integer.parseInt(fallback));
        } else {
          key.put(name, fallback);
        }
      }
    }
    return "k:" + Json.print(key);
  }

  /** The items of a list by their path elements, in order; of duplicates the first. */
  static Map<String, JsonNode> items(JsonNode list, Shape shape) {
    Map<String, JsonNode> items = new LinkedHashMap<>();
    for (JsonNode item : list) {
      items.putIfAbsent(element(item, shape), item);
    }
    return items;
  }

  /** The paths that somebody who applies the value owns. */
  static FieldSet paths(JsonNode value, Shape shape) {
    FieldSet set = new FieldSet();
    paths(value, shape, new ArrayList<>(), set);
    return set;
  }

  private static void paths(JsonNode value, Shape shape, List<String> path, FieldSet into) {
    if (entersObject(value, shape)) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        path.add("f:" + entry.getKey());
        JsonNode child = entry.getValue();
        paths(child, shape.field(entry.getKey()), path, into);
        boolean free = !shape.fields().containsKey(entry.getKey());
        if (child.isNull() || (child.isObject() && child.isEmpty()) || free) {
          into.insert(path);
        }
        path.remove(path.size() - 1);
      }
    } else if (entersList(value, shape)) {
      for (Map.Entry<String, JsonNode> item : items(value, shape).entrySet()) {
        path.add(item.getKey());
        paths(item.getValue(), shape.element(), path, into);
        into.insert(path);
        path.remove(path.size() - 1);
      }
    } else if (!path.isEmpty()) {
      into.insert(path);
    }
  }
}
