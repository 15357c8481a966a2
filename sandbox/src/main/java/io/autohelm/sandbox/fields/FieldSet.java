package io.autohelm.sandbox.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of field paths, kept as a tree whose edges are path elements in their fieldsV1 spelling
 * ({@code f:name}, {@code k:{"name":"x"}}, {@code v:"x"}). Not thread-safe while it is being built;
 * the operations give new sets and leave their operands as they were.
 */
public final class FieldSet {
  private final TreeMap<String, FieldSet> children = new TreeMap<>();
  private boolean member;

  /** Adds the path. */
  void insert(List<String> path) {
    FieldSet here = this;
    for (String element : path) {
      here = here.children.computeIfAbsent(element, name -> new FieldSet());
    }
    here.member = true;
  }

  /** Reads the fieldsV1 form. */
  public static FieldSet ofJson(JsonNode fieldsV1) {
    FieldSet set = new FieldSet();
    for (Map.Entry<String, JsonNode> entry : fieldsV1.properties()) {
      if (entry.getKey().equals(".")) {
        set.member = true;
      } else {
        FieldSet child = ofJson(entry.getValue());
        child.member |= child.children.isEmpty();
        set.children.put(entry.getKey(), child);
      }
    }
    return set;
  }

  /** Prints the fieldsV1 form. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    children.forEach(
        (element, child) -> {
          ObjectNode below = Json.object();
          if (child.member && !child.children.isEmpty()) {
            below.putObject(".");
          }
          below.setAll(child.toJson());
          json.set(element, below);
        });
    return json;
  }

  /** Whether no path is in the set. */
  public boolean isEmpty() {
    return !member && children.isEmpty();
  }

  /** Whether the path of this one element is itself in the set. */
  boolean has(String element) {
    FieldSet child = children.get(element);
    return child != null && child.member;
  }

  /** What is in the set below the element; an empty set where nothing is. */
  FieldSet below(String element) {
    FieldSet child = children.get(element);
    if (child == null) {
      return new FieldSet();
    }
    FieldSet result = new FieldSet();
    result.children.putAll(child.children);
    return result;
  }

  /** Paths in either. */
  FieldSet union(FieldSet other) {
    FieldSet result = new FieldSet();
    result.member = member || other.member;
    children.forEach(
        (element, child) -> {
          FieldSet theirs = other.children.get(element);
          result.children.put(element, theirs == null ? child : child.union(theirs));
        });
    other.children.forEach(result.children::putIfAbsent);
    return result;
  }

  /** Paths in this and not in the other; a path's presence says nothing about those below it. */
  FieldSet minus(FieldSet other) {
    FieldSet result = new FieldSet();
    result.member = member && !other.member;
    children.forEach(
        (element, child) -> {
          FieldSet theirs = other.children.get(element);
          FieldSet rest = theirs == null ? child : child.minus(theirs);
          if (!rest.isEmpty()) {
            result.children.put(element, rest);
          }
        });
    return result;
  }

  /** Paths in both. */
  FieldSet intersection(FieldSet other) {
    FieldSet result = new FieldSet();
    result.member = member && other.member;
    children.forEach(
        (element, child) -> {
          FieldSet theirs = other.children.get(element);
          FieldSet both = theirs == null ? new FieldSet() : child.intersection(theirs);
          if (!both.isEmpty()) {
            result.children.put(element, both);
          }
        });
    return result;
  }

  /** Without these paths and everything below them. */
  FieldSet without(FieldSet whole) {
    FieldSet result = new FieldSet();
    result.member = member;
    children.forEach(
        (element, child) -> {
          FieldSet cut = whole.children.get(element);
          if (cut == null || !cut.member) {
            FieldSet rest = cut == null ? child : child.without(cut);
            if (!rest.isEmpty()) {
              result.children.put(element, rest);
            }
          }
        });
    return result;
  }

  /** With the structs on the way to each path as members, which removal needs. */
  FieldSet withStructs(Shape shape) {
    FieldSet result = new FieldSet();
    result.member = member;
    children.forEach(
        (element, child) -> {
          boolean field = element.startsWith("f:");
          Shape next = field ? shape.field(element.substring(2)) : shape.element();
          FieldSet completed = child.withStructs(next);
          if (field && shape.fields().containsKey(element.substring(2))) {
            completed.member = true;
          }
          result.children.put(element, completed);
        });
    return result;
  }

  /**
   * Every path, printed as conflicts print it: {@code .spec.ports[port=80,protocol="TCP"].name}.
   */
  public List<String> paths() {
    List<String> result = new ArrayList<>();
    collect("", result);
    return result;
  }

  private void collect(String prefix, List<String> into) {
    // What ends at this level comes before what goes deeper, as the real server lists it.
    children.forEach(
        (element, child) -> {
          if (child.member) {
            into.add(prefix + spoken(element));
          }
        });
    children.forEach((element, child) -> child.collect(prefix + spoken(element), into));
  }

  private static String spoken(String element) {
    String rest = element.substring(2);
    if (element.startsWith("f:")) {
      return "." + rest;
    }
    if (element.startsWith("k:")) {
      List<String> pairs = new ArrayList<>();
      for (Map.Entry<String, JsonNode> pair : Json.read(rest).properties()) {
        pairs.add(pair.getKey() + "=" + Json.print(pair.getValue()));
      }
      return "[" + String.join(",", pairs) + "]";
    }
    return element.startsWith("v:") ? "[=" + rest + "]" : "[" + rest + "]";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldSet that
        && member == that.member
        && children.equals(that.children);
  }

  @Override
  public int hashCode() {
    return Objects.hash(member, children);
  }

  @Override
  public String toString() {
    return Json.print(toJson());
  }
}
