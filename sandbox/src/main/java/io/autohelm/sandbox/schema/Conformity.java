package io.autohelm.sandbox.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape.Form;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether a tree fits its shape, and the tree made to fit. */
public final class Conformity {
  /** Texts whose absence and emptiness differ, so that empty ones are kept. */
  private static final Set<String> KEPT_BLANK =
      Set.of("storageClassName", "ingressClassName", "type", "name", "key", "path");

  /** False and zero of these are the same as nothing. */
  private static final Set<String> ZERO_IS_NOTHING =
      Set.of(
          "paused",
          "minReadySeconds",
          "initialDelaySeconds",
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "hostPort",
          "nodePort",
          "readOnly",
          "stdin",
          "stdinOnce",
          "tty",
          "publishNotReadyAddresses");

  private Conformity() {}

  /** The paths of fields that the shape does not know, as strict validation names them. */
  public static List<String> unknownFields(JsonNode value, Shape shape) {
    List<String> unknown = new ArrayList<>();
    unknown(value, shape, "", unknown);
    return unknown;
  }

  private static void unknown(JsonNode value, Shape shape, String path, List<String> into) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        if (!shape.open() && !shape.fields().containsKey(entry.getKey())) {
          into.add(below);
        } else {
          unknown(entry.getValue(), shape.field(entry.getKey()), below, into);
        }
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        unknown(value.path(i), shape.element(), path + "[" + i + "]", into);
      }
    }
  }

  /**
   * What is wrong in the way typed decoding sees it, as {@code path: problem}; empty when all is
   * well. {@code forApply} adds what server-side apply asks for besides: no unknown field, and
   * items that their keys tell apart.
   */
  public static List<String> problems(JsonNode value, Shape shape, boolean forApply) {
    List<String> problems = new ArrayList<>();
    problems(value, shape, "", forApply, problems);
    return problems;
  }

  private static void problems(
      JsonNode value, Shape shape, String path, boolean forApply, List<String> into) {
    if (value.isNull()) {
      return;
    }
    switch (shape.form()) {
      case STRING, BYTES -> expect(value.isTextual(), "string", value, path, into);
      case NUMBER -> expect(value.isNumber(), "numeric (int or float)", value, path, into);
      case BOOLEAN -> expect(value.isBoolean(), "boolean", value, path, into);
      case STRUCT, MAP -> {
        expect(value.isObject(), "map", value, path, into);
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          String below = path + "." + entry.getKey();
          if (shape.open() || shape.fields().containsKey(entry.getKey())) {
            problems(entry.getValue(), shape.field(entry.getKey()), below, forApply, into);
          } else if (forApply) {
            into.add(below + ": field not declared in schema");
          }
        }
      }
      case LIST -> {
        expect(value.isArray(), "list", value, path, into);
        items(value, shape, path, forApply, into);
      }
      default -> {}
    }
  }

  private static void items(
      JsonNode list, Shape shape, String path, boolean forApply, List<String> into) {
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.path(i);
      if (forApply && !shape.keys().isEmpty() && !shape.atomic()) {
        ObjectNode key = Json.object();
        for (String name : shape.keys()) {
          var field = shape.element().fields().get(name);
          if (item.has(name)) {
            key.set(name, item.path(name));
          } else if (field == null || field.keyDefault() == null || field.keyDefault().isEmpty()) {
            into.add(
                path
                    + ": element "
                    + i
                    + ": associative list with keys has an element that omits key field \""
                    + name
                    + "\" (and doesn't have default value)");
          } else {
            key.put(name, field.keyDefault());
          }
        }
        if (!seen.add(key)) {
          into.add(path + ": duplicate entries for key " + spoken(key));
        }
      }
      problems(item, shape.element(), path + "[" + i + "]", forApply, into);
    }
  }

  private static boolean isUnsaid(String name, JsonNode value) {
    if (value.isTextual()) {
      return value.asText().isEmpty() && !KEPT_BLANK.contains(name);
    }
    boolean zero =
        value.isNumber() ? value.asDouble() == 0 : value.isBoolean() && !value.asBoolean();
    return zero && ZERO_IS_NOTHING.contains(name);
  }

  private static String spoken(ObjectNode key) {
    List<String> pairs = new ArrayList<>();
    key.properties().forEach(pair -> pairs.add(pair.getKey() + "=" + Json.print(pair.getValue())));
    return "[" + String.join(",", pairs) + "]";
  }

  private static void expect(
      boolean fits, String wanted, JsonNode value, String path, List<String> into) {
    if (!fits) {
      String met =
          switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            case ARRAY -> "list";
            default -> "map";
          };
      into.add(path + ": expected " + wanted + ", got " + met);
    }
  }

  /**
   * The value as it comes back from a typed server: without unknown fields, nulls, and empty lists
   * and maps of a known type, and with canonical quantities. Changes the given tree.
   */
  public static void normalize(ObjectNode object, Shape shape) {
    List<String> drop = new ArrayList<>();
    List<String> amounts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode value = entry.getValue();
      Shape below = shape.field(entry.getKey());
      boolean unknown = !shape.open() && !shape.fields().containsKey(entry.getKey());
      boolean known = shape.form() == Form.STRUCT && shape.fields().containsKey(entry.getKey());
      boolean blank = known && !shape.name().isEmpty() && isUnsaid(entry.getKey(), value);
      if (unknown || blank || (value.isNull() && shape.form() != Form.ANY)) {
        drop.add(entry.getKey());
      } else if (below.name().equals("resource.Quantity")) {
        amounts.add(entry.getKey());
      } else if (value instanceof ObjectNode inner) {
        normalize(inner, below);
        if (known && inner.isEmpty() && below.form() == Form.MAP) {
          drop.add(entry.getKey());
        }
      } else if (value instanceof ArrayNode list) {
        list.forEach(
            item -> {
              if (item instanceof ObjectNode inner) {
                normalize(inner, below.element());
              }
            });
        if (known && list.isEmpty() && below.form() == Form.LIST) {
          drop.add(entry.getKey());
        }
      }
    }
    object.remove(drop);
    amounts.forEach(name -> object.put(name, Quantity.canonical(object.path(name).asText())));
  }
}
