package io.autohelm.engine.patch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The patch of a client-side apply, as {@code kubectl} and Helm compute it: what differs between
 * what shall be and what is, without what others have added, and without what was written once and
 * shall be no more.
 */
public final class ThreeWayMerge {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_ITEMS = "$deleteFromPrimitiveList/";

  private final MergeFields fields;
  private final List<String> path = new ArrayList<>();

  private ThreeWayMerge(MergeFields fields) {
    this.fields = fields;
  }

  /** Whether a patch of objects of this API group may be a strategic one. */
  public static boolean isStrategic(String group) {
    return MergeFields.isBuiltIn(group);
  }

  /**
   * The strategic merge patch for an object of one of Kubernetes' own kinds; empty where there is
   * nothing to change.
   *
   * @param original as it was written before
   * @param modified as it shall be
   * @param current as it is
   * @throws PatchException when an item of a list has no key to be known by
   */
  public static Map<String, @Nullable Object> strategic(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> modified,
      Map<String, @Nullable Object> current) {
    return new ThreeWayMerge(MergeFields.of(Trees.text(modified.get("kind"))))
        .tables(original, modified, current, false);
  }

  /**
   * The JSON merge patch for any object; empty where there is nothing to change. A null that was
   * written before does not remove again what others have set since.
   */
  public static Map<String, @Nullable Object> json(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> modified,
      Map<String, @Nullable Object> current) {
    return new ThreeWayMerge(MergeFields.PLAIN)
        .tables(withoutNulls(modified, original), withoutNulls(original, modified), current, false);
  }

  /** The JSON merge patch that makes of the first object the second; empty where they are equal. */
  public static Map<String, @Nullable Object> difference(
      Map<String, @Nullable Object> original, Map<String, @Nullable Object> modified) {
    return new ThreeWayMerge(MergeFields.PLAIN).tables(original, modified, original, false);
  }

  /** The second without the nulls that both have. */
  private static Map<String, @Nullable Object> withoutNulls(
      Map<String, @Nullable Object> original, Map<String, @Nullable Object> modified) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    modified.forEach(
        (key, value) -> {
          Map<String, @Nullable Object> table = Trees.table(value);
          if (table != null) {
            result.put(key, withoutNulls(Trees.tableOrEmpty(original.get(key)), table));
          } else if (value != null || original.get(key) != null || !original.containsKey(key)) {
            result.put(key, value);
          }
        });
    return result;
  }

  private Map<String, @Nullable Object> tables(
      Map<String, @Nullable Object> original,
      Map<String, @Nullable Object> modified,
      Map<String, @Nullable Object> current,
      boolean retaining) {
    Map<String, @Nullable Object> patch = new LinkedHashMap<>();
    modified.forEach(
        (key, value) -> {
          path.add(key);
          if (!current.containsKey(key)) {
            patch.put(key, value);
          } else {
            value(key, original.get(key), value, current.get(key), patch);
          }
          path.remove(path.size() - 1);
        });
    for (String key : original.keySet()) {
      if (!modified.containsKey(key) && current.containsKey(key)) {
        patch.put(key, null);
      }
    }
    if (retaining) {
      Set<String> retained = new TreeSet<>();
      modified.forEach(
          (key, value) -> {
            if (value != null) {
              retained.add(key);
            }
          });
      boolean hasMore =
          current.entrySet().stream()
              .anyMatch(entry -> entry.getValue() != null && !modified.containsKey(entry.getKey()));
      if (!retained.isEmpty() && (hasMore || !patch.isEmpty())) {
        patch.put(RETAIN, List.copyOf(retained));
      }
    }
    return patch;
  }

  private void value(
      String key,
      @Nullable Object original,
      @Nullable Object modified,
      @Nullable Object current,
      Map<String, @Nullable Object> patch) {
    Map<String, @Nullable Object> table = Trees.table(modified);
    Map<String, @Nullable Object> present = Trees.table(current);
    if (table != null && present != null) {
      if (fields.isReplaced(path)) {
        if (!equal(table, present)) {
          patch.put(key, table);
        }
        return;
      }
      Map<String, @Nullable Object> below =
          tables(Trees.tableOrEmpty(original), table, present, fields.isRetaining(path));
      if (!below.isEmpty()) {
        patch.put(key, below);
      }
    } else if (modified instanceof List<?> list && current instanceof List<?> existing) {
      list(key, original instanceof List<?> before ? before : List.of(), list, existing, patch);
    } else if (!equal(modified, current)) {
      patch.put(key, modified);
    }
  }

  private void list(
      String key,
      List<?> original,
      List<?> modified,
      List<?> current,
      Map<String, @Nullable Object> patch) {
    String mergeKey = fields.key(path);
    if (mergeKey != null) {
      keyed(key, mergeKey, original, modified, current, patch);
    } else if (fields.isSet(path)) {
      united(key, original, modified, current, patch);
    } else if (!equal(modified, current)) {
      patch.put(key, modified);
    }
  }

  private static void united(
      String key,
      List<?> original,
      List<?> modified,
      List<?> current,
      Map<String, @Nullable Object> patch) {
    List<?> added = modified.stream().filter(item -> !current.contains(item)).toList();
    List<?> gone =
        original.stream().filter(i -> !modified.contains(i) && current.contains(i)).toList();
    if (!added.isEmpty()) {
      patch.put(key, added);
    }
    if (!gone.isEmpty()) {
      patch.put(DELETE_ITEMS + key, gone);
    }
    if (!current.isEmpty() && !(added.isEmpty() && gone.isEmpty())) {
      patch.put(ORDER + key, modified);
    }
  }

  private void keyed(
      String key,
      String mergeKey,
      List<?> original,
      List<?> modified,
      List<?> current,
      Map<String, @Nullable Object> patch) {
    if (current.isEmpty()) {
      if (!modified.isEmpty()) {
        patch.put(key, modified);
      }
      return;
    }
    boolean retaining = fields.isRetaining(path);
    Items before = new Items(original, mergeKey);
    Items present = new Items(current, mergeKey);
    Items wanted = new Items(modified, mergeKey);
    List<@Nullable Object> changes = new ArrayList<>();
    wanted.byKey.forEach(
        (id, item) -> {
          Map<String, @Nullable Object> existing = present.byKey.get(id);
          if (existing == null) {
            changes.add(item);
            return;
          }
          Map<String, @Nullable Object> below =
              tables(before.byKey.getOrDefault(id, Map.of()), item, existing, retaining);
          if (!below.isEmpty()) {
            below.put(mergeKey, item.get(mergeKey));
            changes.add(below);
          }
        });
    before.byKey.forEach(
        (id, item) -> {
          if (!wanted.byKey.containsKey(id) && present.byKey.containsKey(id)) {
            Map<String, @Nullable Object> deletion = new LinkedHashMap<>();
            deletion.put(mergeKey, item.get(mergeKey));
            deletion.put(DIRECTIVE, "delete");
            changes.add(deletion);
          }
        });
    if (!changes.isEmpty()) {
      patch.put(key, changes);
    }
    boolean isOrdered =
        List.copyOf(present.byKey.keySet()).equals(List.copyOf(wanted.byKey.keySet()));
    if (!changes.isEmpty() || !isOrdered) {
      List<@Nullable Object> order = new ArrayList<>();
      wanted.byKey.values().forEach(item -> order.add(one(mergeKey, item.get(mergeKey))));
      patch.put(ORDER + key, order);
    }
  }

  private static Map<String, @Nullable Object> one(String key, @Nullable Object value) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put(key, value);
    return one;
  }

  /** The items of a list by their keys; of those with one key the n-th is known as the n-th. */
  private static final class Items {
    private final Map<String, Map<String, @Nullable Object>> byKey = new LinkedHashMap<>();

    Items(List<?> list, String mergeKey) {
      for (Object item : list) {
        Map<String, @Nullable Object> table = Trees.table(item);
        if (table == null || table.get(mergeKey) == null) {
          throw new PatchException(
              "map: " + item + " does not contain declared merge key: " + mergeKey);
        }
        String key = String.valueOf(table.get(mergeKey));
        String id = key;
        for (int n = 2; byKey.containsKey(id); n++) {
          id = key + "\n" + n;
        }
        byKey.put(id, table);
      }
    }
  }

  /** Equality that does not tell numbers apart by their Java types. */
  private static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Number && b instanceof Number) {
      return a.equals(b)
          || new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
    }
    Map<String, @Nullable Object> table = Trees.table(a);
    Map<String, @Nullable Object> other = Trees.table(b);
    if (table != null && other != null) {
      return table.keySet().equals(other.keySet())
          && table.entrySet().stream().allMatch(e -> equal(e.getValue(), other.get(e.getKey())));
    }
    if (a instanceof List<?> list && b instanceof List<?> others) {
      if (list.size() != others.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!equal(list.get(i), others.get(i))) {
          return false;
        }
      }
      return true;
    }
    return Objects.equals(a, b);
  }
}
