package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the tree of an object, in two ways as the rules of kstatus do: leniently, where
 * anything odd is as if it were not there, and strictly, where it is an error.
 */
final class Fields {
  /** A field that has not the type that every object of the cluster gives it. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** A condition; what is missing is the empty string. */
  record Condition(String type, String status, String reason, String message) {
    boolean is(String wantedType, String wantedStatus) {
      return type.equals(wantedType) && status.equals(wantedStatus);
    }

    /** What it says, for people. */
    String text() {
      return message.isEmpty() ? reason : message;
    }
  }

  private Fields() {}

  /** The value at the path, or null. */
  static @Nullable Object at(Map<String, @Nullable Object> tree, String... path) {
    Object value = tree;
    for (String key : path) {
      if (!(value instanceof Map<?, ?> map)) {
        return null;
      }
      value = map.get(key);
    }
    return value;
  }

  static long number(KubeObject object, long otherwise, String... path) {
    Object value = at(object.tree(), path);
    return value instanceof Long || value instanceof Integer
        ? ((Number) value).longValue()
        : otherwise;
  }

  static String text(KubeObject object, String otherwise, String... path) {
    return at(object.tree(), path) instanceof String text ? text : otherwise;
  }

  static boolean isTrue(KubeObject object, String... path) {
    return Boolean.TRUE.equals(at(object.tree(), path));
  }

  /** The list at the path, empty where there is none. */
  static List<?> listAt(KubeObject object, String... path) {
    return at(object.tree(), path) instanceof List<?> list ? list : List.of();
  }

  /** The tables of a list; whatever else is in it is left out. */
  static List<Map<String, @Nullable Object>> tables(@Nullable Object list) {
    List<Map<String, @Nullable Object>> tables = new ArrayList<>();
    if (list instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map) {
          tables.add(table(item));
        }
      }
    }
    return tables;
  }

  /** The value as a table, an empty one where it is none. */
  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }

  /** A field of a table as text: empty where it is no string. */
  static String string(Map<String, @Nullable Object> table, String key) {
    return table.get(key) instanceof String text ? text : "";
  }

  /**
   * The value at a path on which everything that is there must be a table.
   *
   * @throws Malformed where it is not
   */
  private static @Nullable Object strict(KubeObject object, String parent, String key) {
    Object value = object.tree().get(parent);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new Malformed(parent + " is not a table");
    }
    if (!map.containsKey(key)) {
      return null;
    }
    Object found = map.get(key);
    if (found == null) {
      throw new Malformed(parent + "." + key + " is null");
    }
    return found;
  }

  /**
   * A whole number that may be missing.
   *
   * @throws Malformed where it is something else
   */
  static @Nullable Long wholeNumber(KubeObject object, String parent, String key) {
    Object value = strict(object, parent, key);
    if (value == null) {
      return null;
    }
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    }
    throw new Malformed(parent + "." + key + " is not a whole number: " + value);
  }

  /**
   * A text that may be missing.
   *
   * @throws Malformed where it is something else
   */
  static @Nullable String strictText(KubeObject object, String parent, String key) {
    Object value = strict(object, parent, key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new Malformed(parent + "." + key + " is not a text: " + value);
  }

  /**
   * The conditions of the object's status.
   *
   * @throws Malformed where they are not a list of tables of texts
   */
  static List<Condition> conditions(KubeObject object) {
    Object status = object.tree().get("status");
    if (status == null) {
      return List.of();
    }
    if (!(status instanceof Map<?, ?> map)) {
      throw new Malformed("status is not a table");
    }
    Object list = map.get("conditions");
    if (list == null) {
      return List.of();
    }
    if (!(list instanceof List<?> items)) {
      throw new Malformed("status.conditions is not a list");
    }
    List<Condition> conditions = new ArrayList<>();
    for (Object item : items) {
      if (item != null && !(item instanceof Map)) {
        throw new Malformed("a condition is not a table: " + item);
      }
      Map<String, @Nullable Object> condition = table(item);
      conditions.add(
          new Condition(
              word(condition, "type"),
              word(condition, "status"),
              word(condition, "reason"),
              word(condition, "message")));
    }
    return conditions;
  }

  private static String word(Map<String, @Nullable Object> condition, String key) {
    Object value = condition.get(key);
    if (value == null || value instanceof String) {
      return value == null ? "" : (String) value;
    }
    throw new Malformed("a condition's " + key + " is not a text: " + value);
  }

  /** The conditions, none where they are malformed. */
  static List<Condition> conditionsOrNone(KubeObject object) {
    try {
      return conditions(object);
    } catch (Malformed e) {
      return List.of();
    }
  }

  /** The first condition of that type and status, or null. */
  static @Nullable Condition condition(KubeObject object, String type, String status) {
    for (Condition condition : conditionsOrNone(object)) {
      if (condition.is(type, status)) {
        return condition;
      }
    }
    return null;
  }

  /** A copy without one key. */
  static Map<String, @Nullable Object> without(
      Map<String, @Nullable Object> table, @Nullable String key) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(table);
    copy.remove(key);
    return copy;
  }
}
