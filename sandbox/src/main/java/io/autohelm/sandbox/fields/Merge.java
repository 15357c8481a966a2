package io.autohelm.sandbox.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Merging an applied configuration into an object, and taking paths out of one. */
final class Merge {
  private Merge() {}

  /** The live value with everything that the applied one says. */
  static JsonNode merge(JsonNode live, JsonNode applied, Shape shape) {
    if (applied.isMissingNode()) {
      return live;
    }
    boolean container = Walk.entersObject(live, shape) || Walk.entersList(live, shape);
    if (applied.isNull() && container && !live.isEmpty()) {
      return live; // null says nothing of what is inside
    }
    if (Walk.entersObject(applied, shape) && (live.isObject() || live.isMissingNode())) {
      if (applied.isEmpty() && live.isMissingNode()) {
        return applied;
      }
      ObjectNode result = Json.object();
      for (Map.Entry<String, JsonNode> entry : live.properties()) {
        String name = entry.getKey();
        result.set(name, merge(entry.getValue(), applied.path(name), shape.field(name)));
      }
      for (Map.Entry<String, JsonNode> entry : applied.properties()) {
        String name = entry.getKey();
        if (!live.has(name)) {
          result.set(name, merge(MissingNode.getInstance(), entry.getValue(), shape.field(name)));
        }
      }
      return result;
    }
    if (Walk.entersList(applied, shape) && live.isArray()) {
      return mergeLists(live, applied, shape);
    }
    return applied;
  }

  /**
   * Items keep the order of the applied list among themselves; live items that are not applied stay
   * where they stood before the next shared one.
   */
  private static ArrayNode mergeLists(JsonNode live, JsonNode applied, Shape shape) {
    Map<String, JsonNode> old = Walk.items(live, shape);
    Map<String, JsonNode> fresh = Walk.items(applied, shape);
    List<String> left = new ArrayList<>(old.keySet());
    List<String> right = new ArrayList<>(fresh.keySet());
    List<String> shared = new ArrayList<>(right);
    shared.retainAll(old.keySet());
    ArrayNode result = Json.array();
    int l = 0;
    int r = 0;
    int next = 0;
    List<String> done = new ArrayList<>();
    while (l < left.size() || r < right.size()) {
      if (l < left.size() && r < right.size() && left.get(l).equals(right.get(r))) {
        String element = left.get(l);
        result.add(merge(item(old, element), item(fresh, element), shape.element()));
        done.add(element);
        l++;
        r++;
        next++;
        continue;
      }
      if (l < left.size() && r < right.size()) {
        boolean waits =
            fresh.containsKey(left.get(l))
                && next < shared.size()
                && !shared.get(next).equals(left.get(l));
        if (waits) {
          l++;
          continue;
        }
      }
      if (l < left.size()) {
        String element = left.get(l);
        if (!fresh.containsKey(element)) {
          result.add(item(old, element));
          l++;
          continue;
        }
        if (done.contains(element)) {
          l++;
        }
      }
      if (r < right.size()) {
        String element = right.get(r);
        result.add(merge(item(old, element), item(fresh, element), shape.element()));
        done.add(element);
        r++;
        if (next < shared.size() && shared.get(next).equals(element)) {
          next++;
        }
      }
    }
    return result;
  }

  private static JsonNode item(Map<String, JsonNode> items, String element) {
    return items.getOrDefault(element, MissingNode.getInstance());
  }

  /** The value without the paths; a missing node where nothing is left of it. */
  static JsonNode remove(JsonNode value, FieldSet paths, Shape shape) {
    if (value.isEmpty() && value.isContainerNode()) {
      return MissingNode.getInstance();
    }
    if (Walk.entersObject(value, shape)) {
      ObjectNode result = Json.object();
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String element = "f:" + entry.getKey();
        if (paths.has(element)) {
          continue;
        }
        FieldSet below = paths.below(element);
        JsonNode left =
            below.isEmpty()
                ? entry.getValue()
                : remove(entry.getValue(), below, shape.field(entry.getKey()));
        // What is emptied stays as null: others may own it without owning anything in it.
        result.set(entry.getKey(), left.isMissingNode() ? NullNode.getInstance() : left);
      }
      return result.isEmpty() ? MissingNode.getInstance() : result;
    }
    if (Walk.entersList(value, shape)) {
      ArrayNode result = Json.array();
      for (JsonNode item : value) {
        String element = Walk.element(item, shape);
        if (paths.has(element)) {
          continue;
        }
        FieldSet below = paths.below(element);
        JsonNode left = below.isEmpty() ? item : remove(item, below, shape.element());
        if (!left.isMissingNode()) {
          result.add(left);
        }
      }
      return result.isEmpty() ? MissingNode.getInstance() : result;
    }
    return value;
  }
}
