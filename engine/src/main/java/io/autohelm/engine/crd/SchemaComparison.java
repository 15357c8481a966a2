package io.autohelm.engine.crd;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares two structural schemas: what the first allows and the second drops or refuses. A rule
 * that is merely different counts as narrower: whether it is, no comparison can tell.
 */
final class SchemaComparison {
  private static final String KEPT = "x-kubernetes-preserve-unknown-fields";
  private static final List<String> LOWER =
      List.of("minimum", "minLength", "minItems", "minProperties");
  private static final List<String> UPPER =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");

  /** Rules that refuse more when they come or change. */
  private static final List<String> RULES =
      List.of("pattern", "format", "multipleOf", "allOf", "anyOf", "oneOf", "not");

  /** What decides how lists and maps of several writers are merged. */
  private static final List<String> MERGING =
      List.of("x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type");

  private final BiConsumer<String, String> danger;

  SchemaComparison(BiConsumer<String, String> danger) {
    this.danger = danger;
  }

  void compare(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    compare("", before, after);
  }

  private void add(String path, String problem) {
    danger.accept(path.isEmpty() ? "." : path, problem);
  }

  private void compare(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    type(path, before, after);
    limits(path, before, after);
    rules(path, before, after);
    required(path, before, after);
    properties(path, before, after);
    nested(path, before, after);
  }

  private void type(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    String intOrString = "x-kubernetes-int-or-string";
    boolean isWider = isTrue(after, intOrString) && !isTrue(before, intOrString);
    if (isTrue(before, intOrString) && !isTrue(after, intOrString)) {
      add(path, "takes no longer both a number and a text");
    } else if (after.get("type") != null
        && !after.get("type").equals(before.get("type"))
        && !isWidened(before.get("type"), after.get("type"))) {
      add(path, "type changes from " + typeName(before) + " to " + after.get("type"));
    } else if (after.get("type") == null
        && before.get("type") != null
        && !isWider
        && !isTrue(after, KEPT)) {
      add(path, "type " + before.get("type") + " is removed");
    }
    if (isTrue(before, "nullable") && !isTrue(after, "nullable")) {
      add(path, "may not be null any more");
    }
  }

  private static boolean isWidened(@Nullable Object before, @Nullable Object after) {
    return "integer".equals(before) && "number".equals(after);
  }

  private static String typeName(Map<String, @Nullable Object> schema) {
    return schema.get("type") == null ? "any" : String.valueOf(schema.get("type"));
  }

  private static boolean isTrue(Map<String, @Nullable Object> schema, String key) {
    return Boolean.TRUE.equals(schema.get(key));
  }

  private void limits(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    for (String key : LOWER) {
      limit(path, key, before, after, 1);
    }
    for (String key : UPPER) {
      limit(path, key, before, after, -1);
    }
    for (String key : List.of("exclusiveMinimum", "exclusiveMaximum", "uniqueItems")) {
      if (isTrue(after, key) && !isTrue(before, key)) {
        add(path, key + " is new");
      }
    }
  }

  /** A lower limit is tightened when it rises, an upper one when it falls. */
  private void limit(
      String path,
      String key,
      Map<String, @Nullable Object> before,
      Map<String, @Nullable Object> after,
      int tighter) {
    BigDecimal was = Trees.number(before.get(key));
    BigDecimal becomes = Trees.number(after.get(key));
    if (becomes == null) {
      return;
    }
    if (was == null) {
      boolean isNothing =
          tighter > 0 && !key.equals("minimum") && becomes.signum() == 0; // at least none
      if (!isNothing) {
        add(path, key + " " + becomes.toPlainString() + " is new");
      }
    } else if (becomes.compareTo(was) * tighter > 0) {
      add(path, key + " changes from " + was.toPlainString() + " to " + becomes.toPlainString());
    }
  }

  private void rules(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    for (String key : RULES) {
      if (after.get(key) != null && !Objects.equals(before.get(key), after.get(key))) {
        add(path, key + (before.get(key) == null ? " is new" : " changes"));
      }
    }
    if (after.get("enum") instanceof List<?> allowed) {
      if (before.get("enum") instanceof List<?> were) {
        List<Object> gone = new ArrayList<>(were);
        gone.removeAll(allowed);
        if (!gone.isEmpty()) {
          add(path, "enum loses " + gone);
        }
      } else {
        add(path, "enum " + allowed + " is new");
      }
    }
    if (after.get("x-kubernetes-validations") instanceof List<?> rules) {
      List<?> were =
          before.get("x-kubernetes-validations") instanceof List<?> list ? list : List.of();
      List<Object> expressions = were.stream().map(SchemaComparison::rule).toList();
      for (Object rule : rules) {
        if (!expressions.contains(rule(rule))) {
          add(path, "validation rule is new: " + rule(rule));
        }
      }
    }
    for (String key : MERGING) {
      if (!Objects.equals(before.get(key), after.get(key)) && before.get(key) != null) {
        add(path, key + " changes from " + before.get(key) + " to " + after.get(key));
      }
    }
  }

  private static Object rule(@Nullable Object rule) {
    Object expression = Trees.table(rule).get("rule");
    return expression == null ? "" : expression;
  }

  private void required(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    List<?> were = before.get("required") instanceof List<?> list ? list : List.of();
    if (after.get("required") instanceof List<?> needed) {
      Map<String, @Nullable Object> properties = Trees.table(after.get("properties"));
      for (Object name : needed) {
        boolean isFilledIn = Trees.table(properties.get(name)).containsKey("default");
        if (!were.contains(name) && !isFilledIn) {
          add(path + "." + name, "is required now");
        }
      }
    }
  }

  private void properties(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    Map<String, @Nullable Object> properties = Trees.table(before.get("properties"));
    Map<String, @Nullable Object> newProperties = Trees.table(after.get("properties"));
    boolean keepsUnknown = isTrue(after, KEPT) || after.get("additionalProperties") != null;
    Map<String, @Nullable Object> sorted = new LinkedHashMap<>(properties);
    sorted.forEach(
        (name, schema) -> {
          if (newProperties.containsKey(name)) {
            compare(path + "." + name, Trees.table(schema), Trees.table(newProperties.get(name)));
          } else if (!keepsUnknown) {
            add(path + "." + name, "is removed: what objects have there is dropped");
          }
        });
    if (isTrue(before, KEPT) && !isTrue(after, KEPT)) {
      add(path, "keeps unknown fields no longer");
    }
  }

  private void nested(
      String path, Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
    if (before.get("items") instanceof Map && after.get("items") instanceof Map) {
      compare(path + "[]", Trees.table(before.get("items")), Trees.table(after.get("items")));
    }
    Object values = before.get("additionalProperties");
    Object newValues = after.get("additionalProperties");
    if (values instanceof Map && newValues instanceof Map) {
      compare(path + ".*", Trees.table(values), Trees.table(newValues));
    } else if (values != null
        && !Boolean.FALSE.equals(values)
        && (newValues == null || Boolean.FALSE.equals(newValues))
        && !isTrue(after, KEPT)) {
      add(path, "takes fields of any name no longer");
    } else if (Boolean.TRUE.equals(values) && newValues instanceof Map) {
      add(path, "values of fields of any name have a schema now");
    }
  }
}
