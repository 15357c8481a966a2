package io.autohelm.sandbox.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.autohelm.sandbox.schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The paths in which two values differ. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
  /** What changed from {@code before} to {@code after}. */
  static Comparison of(JsonNode before, JsonNode after, Shape shape) {
    Comparison result = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
    result.compare(before, after, shape, new ArrayList<>());
    return result;
  }

  /** Without these paths and what is below them. */
  Comparison without(FieldSet ignored) {
    return new Comparison(
        added.without(ignored), modified.without(ignored), removed.without(ignored));
  }

  FieldSet changed() {
    return added.union(modified);
  }

  private void compare(JsonNode before, JsonNode after, Shape shape, List<String> path) {
    if (before.equals(after)) {
      return;
    }
    boolean objects = Walk.entersObject(before, shape) || Walk.entersObject(after, shape);
    objects &= fits(before, shape, true) && fits(after, shape, true);
    boolean lists = Walk.entersList(before, shape) || Walk.entersList(after, shape);
    lists &= fits(before, shape, false) && fits(after, shape, false);
    if (objects && (before.size() > 0 || after.size() > 0)) {
      Set<String> names = new LinkedHashSet<>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        path.add("f:" + name);
        compare(before.path(name), after.path(name), shape.field(name), path);
        path.remove(path.size() - 1);
      }
      mark(before, after, path, false);
    } else if (lists && (before.size() > 0 || after.size() > 0)) {
      Map<String, JsonNode> old = Walk.items(before, shape);
      Map<String, JsonNode> fresh = Walk.items(after, shape);
      Set<String> elements = new LinkedHashSet<>(old.keySet());
      elements.addAll(fresh.keySet());
      for (String element : elements) {
        path.add(element);
        compare(
            old.getOrDefault(element, MissingNode.getInstance()),
            fresh.getOrDefault(element, MissingNode.getInstance()),
            shape.element(),
            path);
        path.remove(path.size() - 1);
      }
      mark(before, after, path, false);
    } else {
      mark(before, after, path, true);
    }
  }

  /** Nothing and null are as good as an empty container. */
  private static boolean fits(JsonNode value, Shape shape, boolean asObject) {
    return value.isMissingNode()
        || value.isNull()
        || (asObject ? Walk.entersObject(value, shape) : Walk.entersList(value, shape));
  }

  private void mark(JsonNode before, JsonNode after, List<String> path, boolean leaf) {
    if (path.isEmpty()) {
      return;
    }
    if (before.isMissingNode()) {
      added.insert(path);
    } else if (after.isMissingNode()) {
      removed.insert(path);
    } else if (leaf) {
      modified.insert(path);
    }
  }
}
