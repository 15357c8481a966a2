package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of a custom resource's schema: its defaults, and the keywords that charts use. */
final class CustomRules {
  private CustomRules() {}

  /** Fills in defaults, also below objects that are there. */
  static void fill(JsonNode value, JsonNode schema) {
    if (value instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode rules = property.getValue();
        if (!object.has(property.getKey()) && rules.has("default")) {
          object.set(property.getKey(), rules.path("default").deepCopy());
        }
        fill(object.path(property.getKey()), rules);
      }
      JsonNode values = schema.path("additionalProperties");
      if (values.isObject()) {
        object.forEach(item -> fill(item, values));
      }
    } else if (value.isArray()) {
      value.forEach(item -> fill(item, schema.path("items")));
    }
  }

  static List<Cause> violations(JsonNode value, JsonNode schema) {
    List<Cause> found = new ArrayList<>();
    check(value, schema, "", found);
    return found;
  }

  private static void check(JsonNode value, JsonNode schema, String path, List<Cause> found) {
    JsonNode allowed = schema.path("enum");
    if (allowed.isArray() && allowed.valueStream().noneMatch(value::equals)) {
      List<String> values = allowed.valueStream().map(JsonNode::toString).toList();
      found.add(
          new Cause(
              "FieldValueNotSupported",
              "Unsupported value: " + value + ": supported values: " + String.join(", ", values),
              path));
    }
    if (value.isObject()) {
      checkObject(value, schema, path, found);
    } else if (value.isArray()) {
      limit(value.size(), schema, "minItems", "maxItems", value, path, found);
      for (int i = 0; i < value.size(); i++) {
        check(value.path(i), schema.path("items"), path + "[" + i + "]", found);
      }
    } else if (value.isNumber()) {
      limit(value.asDouble(), schema, "minimum", "maximum", value, path, found);
    } else if (value.isTextual()) {
      limit(value.asText().length(), schema, "minLength", "maxLength", value, path, found);
      String pattern = Json.text(schema, "pattern");
      if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value.asText()).find()) {
        invalid(path, value, "should match '" + pattern + "'", found);
      }
    }
  }

  private static void checkObject(JsonNode value, JsonNode schema, String path, List<Cause> found) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        String where = below(path, required.asText());
        found.add(new Cause("FieldValueRequired", "Required value", where));
      }
    }
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      JsonNode rules = Json.at(schema, "properties", entry.getKey());
      if (rules.isMissingNode()) {
        rules = schema.path("additionalProperties");
      }
      check(entry.getValue(), rules, below(path, entry.getKey()), found);
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void limit(
      double size,
      JsonNode schema,
      String least,
      String most,
      JsonNode value,
      String path,
      List<Cause> found) {
    if (schema.has(least) && size < schema.path(least).asDouble()) {
      String bound = schema.path(least).asText();
      invalid(path, value, "should be greater than or equal to " + bound, found);
    }
    if (schema.has(most) && size > schema.path(most).asDouble()) {
      String bound = schema.path(most).asText();
      invalid(path, value, "should be less than or equal to " + bound, found);
    }
  }

  private static void invalid(String path, JsonNode value, String why, List<Cause> found) {
    found.add(
        new Cause(
            "FieldValueInvalid",
            "Invalid value: " + value + ": " + path + " in body " + why,
            path));
  }
}
