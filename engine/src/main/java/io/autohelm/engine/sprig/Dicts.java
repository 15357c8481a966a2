package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoMap;
import io.autohelm.engine.gotemplate.GoNamedMap;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.gotemplate.GoTyped;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.gotemplate.Walk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dictionaries. Those that change one change the argument itself, as in Sprig. */
final class Dicts {
  private static final String MAP_TYPE = "map[string]interface {}";

  private Dicts() {}

  static void addTo(Table table) {
    table.add("dict", "...any", a -> dict(a.list()));
    table.add("get", "map[string]any, string", a -> get(a.map(0), a.string(1)));
    table.add(
        "set",
        "map[string]any, string, any",
        a -> {
          writable(a.map(0)).put(a.string(1), a.any(2));
          return a.any(0);
        });
    table.add(
        "unset",
        "map[string]any, string",
        a -> {
          if (a.map(0).containsKey(a.string(1))) {
            a.map(0).remove(a.string(1));
          }
          return a.any(0);
        });
    table.add("hasKey", "map[string]any, string", a -> a.map(0).containsKey(a.string(1)));
    table.add("pluck", "string, ...map[string]any", Dicts::pluck);
    table.add("dig", "...any", Dicts::dig);
    table.add("merge", "map[string]any, ...map[string]any", a -> merge(a, false));
    table.alias("mustMerge", "merge");
    table.add("mergeOverwrite", "map[string]any, ...map[string]any", a -> merge(a, true));
    table.alias("mustMergeOverwrite", "mergeOverwrite");
    table.add("keys", "...map[string]any", Dicts::keys);
    table.add("pick", "map[string]any, ...string", Dicts::pick);
    table.add("omit", "map[string]any, ...string", Dicts::omit);
    table.add("values", "map[string]any", a -> values(a.map(0)));
    table.add("deepCopy", "any", a -> copyOf(a.any(0)));
    table.alias("mustDeepCopy", "deepCopy");
  }

  private static Map<String, @Nullable Object> dict(List<@Nullable Object> items) {
    Map<String, @Nullable Object> dict = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(Cast.toKey(items.get(i)), i + 1 < items.size() ? items.get(i + 1) : "");
    }
    return dict;
  }

  private static @Nullable Object get(Map<String, @Nullable Object> dict, String key) {
    Object value = dict.get(key);
    return value == null && !dict.containsKey(key) ? "" : value;
  }

  private static Map<String, @Nullable Object> writable(Map<String, @Nullable Object> dict) {
    if (dict instanceof GoMap) {
      throw new GoError("assignment to entry in nil map");
    }
    return dict;
  }

  private static List<@Nullable Object> pluck(Args a) {
    List<@Nullable Object> result = new ArrayList<>();
    for (int i = 1; i < a.size(); i++) {
      if (a.map(i).containsKey(a.string(0))) {
        result.add(a.map(i).get(a.string(0)));
      }
    }
    return result;
  }

  private static @Nullable Object dig(Args a) {
    int keys = a.size() - 2;
    if (keys < 1) {
      throw new GoError("dig needs at least three arguments");
    }
    Object at = asMap(a.any(keys + 1));
    for (int i = 0; i < keys; i++) {
      if (!(a.any(i) instanceof String)) {
        throw conversion(a.any(i), "string");
      }
    }
    for (int i = 0; i < keys; i++) {
      Map<?, ?> dict = asMap(at);
      if (!dict.containsKey(a.string(i))) {
        return a.any(keys);
      }
      at = dict.get(a.string(i));
    }
    return at;
  }

  private static Map<?, ?> asMap(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && GoValues.typeName(value).equals(MAP_TYPE)) {
      return map;
    }
    throw conversion(value, MAP_TYPE);
  }

  private static GoError conversion(@Nullable Object value, String wanted) {
    return new GoError(
        "interface conversion: interface {} is "
            + (value == null ? "nil" : GoValues.typeName(value))
            + ", not "
            + wanted);
  }

  private static Map<String, @Nullable Object> merge(Args a, boolean overwrite) {
    Map<String, @Nullable Object> target =
        a.map(0) instanceof GoMap typed && typed.isNil() ? new LinkedHashMap<>() : a.map(0);
    for (int i = 1; i < a.size(); i++) {
      merge(writable(target), a.map(i), overwrite, new Walk());
    }
    return target;
  }

  /**
   * Merges as Sprig's library does: without overwriting, whatever is empty at the target (zero and
   * false too) is replaced; parts that only the source has are shared, not copied.
   */
  private static void merge(
      Map<String, @Nullable Object> target,
      Map<String, @Nullable Object> source,
      boolean over,
      Walk walk) {
    walk.down();
    // The source may be the target itself, or share parts with it.
    for (String key : List.copyOf(source.keySet())) {
      walk.part();
      Object theirs = source.get(key);
      Object ours = target.get(key);
      if (theirs == null) {
        if (over) {
          target.put(key, null);
        }
        continue;
      }
      if (theirs instanceof Map<?, ?> from && ours instanceof Map<?, ?> into) {
        if (from != into) {
          merge(stringKeys(into), stringKeys(from), over, walk);
        }
        if (into.isEmpty()) {
          target.put(key, theirs);
        }
        continue;
      }
      if (over || Defaults.isEmpty(ours)) {
        target.put(key, theirs);
      }
    }
    walk.up();
  }

  @SuppressWarnings("unchecked") // Maps have string keys wherever a template can see them.
  private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  private static GoList keys(Args a) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      keys.addAll(GoStrings.sortedKeys(a.map(i)));
    }
    return GoList.strings(keys);
  }

  private static Map<String, @Nullable Object> pick(Args a) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    for (int i = 1; i < a.size(); i++) {
      if (a.map(0).containsKey(a.string(i))) {
        result.put(a.string(i), a.map(0).get(a.string(i)));
      }
    }
    return result;
  }

  private static Map<String, @Nullable Object> omit(Args a) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>(a.map(0));
    for (int i = 1; i < a.size(); i++) {
      result.remove(a.string(i));
    }
    return result;
  }

  private static List<@Nullable Object> values(Map<String, @Nullable Object> dict) {
    List<@Nullable Object> result = new ArrayList<>(dict.size());
    for (String key : GoStrings.sortedKeys(dict)) {
      result.add(dict.get(key));
    }
    return result;
  }

  private static @Nullable Object copyOf(@Nullable Object value) {
    if (value == null) {
      throw new GoError("reflect: call of reflect.Value.Type on zero Value");
    }
    return deepCopy(value, new Walk());
  }

  private static @Nullable Object deepCopy(@Nullable Object value, Walk walk) {
    walk.part();
    if (value instanceof GoNamedMap named) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      walk.down();
      named.forEach((key, item) -> copy.put(key, deepCopy(item, walk)));
      walk.up();
      return new GoNamedMap(named.typeName(), copy);
    }
    if (value instanceof GoTyped) {
      // Cannot change, so it can be shared.
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      walk.down();
      stringKeys(map).forEach((key, item) -> copy.put(key, deepCopy(item, walk)));
      walk.up();
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      walk.down();
      list.forEach(item -> copy.add(deepCopy(item, walk)));
      walk.up();
      return copy;
    }
    return value;
  }
}
