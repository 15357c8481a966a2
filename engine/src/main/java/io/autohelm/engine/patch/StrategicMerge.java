package io.autohelm.engine.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A strategic merge as Kustomize does it: tables are merged, null removes, lists of known kinds are
 * merged by their keys with the patch's items first, all other lists are replaced. For a kind that
 * is not Kubernetes' own that is a JSON merge patch.
 */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String DELETE_ITEMS = "$deleteFromPrimitiveList/";

  private final MergeKeys keys;

  private StrategicMerge(MergeKeys keys) {
    this.keys = keys;
  }

  /**
   * The object with the patch; null where the patch deletes it.
   *
   * @param target may be changed
   */
  static @Nullable Map<String, @Nullable Object> apply(
      Map<String, @Nullable Object> target, Map<String, @Nullable Object> patch) {
    StrategicMerge merge =
        new StrategicMerge(
            MergeKeys.of(Trees.text(target.get("apiVersion")), Trees.text(target.get("kind"))));
    return switch (Trees.text(patch.get(DIRECTIVE))) {
      case "delete" -> null;
      case "replace" -> merge.plain(patch);
      default -> merge.tables(target, patch, new ArrayList<>());
    };
  }

  private Map<String, @Nullable Object> tables(
      Map<String, @Nullable Object> target,
      Map<String, @Nullable Object> patch,
      List<String> path) {
    if (patch.get(RETAIN) instanceof List<?> retained) {
      target.keySet().removeIf(key -> !retained.contains(key));
    }
    patch.forEach(
        (key, value) -> {
          if (key.startsWith(DELETE_ITEMS)) {
            String field = key.substring(DELETE_ITEMS.length());
            if (target.get(field) instanceof List<?> list && value instanceof List<?> gone) {
              List<@Nullable Object> kept = new ArrayList<>(list);
              kept.removeAll(gone);
              target.put(field, kept);
            }
          } else if (key.startsWith("$")) {
            return; // dealt with by whoever holds this table
          } else if (value == null) {
            target.remove(key);
          } else {
            path.add(key);
            value(target, key, value, path);
            path.remove(path.size() - 1);
          }
        });
    return target;
  }

  private void value(
      Map<String, @Nullable Object> target, String key, Object value, List<String> path) {
    Map<String, @Nullable Object> table = Trees.table(value);
    if (table != null) {
      Map<String, @Nullable Object> existing = Trees.table(target.get(key));
      switch (Trees.text(table.get(DIRECTIVE))) {
        case "delete" -> target.remove(key);
        case "replace" -> target.put(key, plain(table));
        default -> target.put(key, existing == null ? plain(table) : tables(existing, table, path));
      }
    } else if (value instanceof List<?> list) {
      List<?> existing = target.get(key) instanceof List<?> present ? present : List.of();
      target.put(key, list(existing, list, path));
    } else {
      target.put(key, value);
    }
  }

  private List<@Nullable Object> list(List<?> target, List<?> patch, List<String> path) {
    List<String> mergeKeys = keys.of(path);
    if (mergeKeys == null || !isOfTables(patch)) {
      List<@Nullable Object> result = new ArrayList<>();
      patch.forEach(item -> result.add(plainItem(item)));
      if (keys.isSet(path)) {
        target.stream().filter(item -> !result.contains(item)).forEach(result::add);
      }
      return result;
    }
    List<@Nullable Object> rest = new ArrayList<>(target);
    List<@Nullable Object> first = new ArrayList<>();
    for (Object item : patch) {
      Map<String, @Nullable Object> change = Trees.tableOrEmpty(item);
      String directive = Trees.text(change.get(DIRECTIVE));
      if (directive.equals("replace") && change.size() == 1) {
        rest.clear();
        continue;
      }
      int at = indexOf(rest, change, mergeKeys);
      Object existing = at < 0 ? null : rest.remove(at);
      Map<String, @Nullable Object> table = Trees.table(existing);
      switch (directive) {
        case "delete" -> {}
        case "replace" -> first.add(plain(change));
        default -> first.add(table == null ? plain(change) : tables(table, change, path));
      }
    }
    first.addAll(rest);
    return first;
  }

  private static boolean isOfTables(List<?> list) {
    return list.stream().allMatch(item -> item instanceof Map);
  }

  private static int indexOf(
      List<?> list, Map<String, @Nullable Object> wanted, List<String> mergeKeys) {
    for (int i = 0; i < list.size(); i++) {
      Map<String, @Nullable Object> item = Trees.tableOrEmpty(list.get(i));
      if (mergeKeys.stream().allMatch(key -> Objects.equals(part(item, key), part(wanted, key)))) {
        return i;
      }
    }
    return -1;
  }

  /** A port without a protocol is one of TCP. */
  private static @Nullable Object part(Map<String, @Nullable Object> item, String key) {
    Object value = item.get(key);
    return value == null && key.equals("protocol") ? "TCP" : value;
  }

  /** What a patch brings where there was nothing: without nulls and directives. */
  private Map<String, @Nullable Object> plain(Map<String, @Nullable Object> patch) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    patch.forEach(
        (key, value) -> {
          if (value != null && !key.startsWith("$")) {
            plain.put(key, plainItem(value));
          }
        });
    return plain;
  }

  private @Nullable Object plainItem(@Nullable Object value) {
    Map<String, @Nullable Object> table = Trees.table(value);
    if (table != null) {
      return plain(table);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>(list.size());
      list.forEach(item -> plain.add(plainItem(item)));
      return plain;
    }
    return value;
  }
}
