package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who changed a field, as the server's book of managed fields tells it. Of several that hold it, or
 * something in it, the last is meant.
 */
final class FieldOwners {
  private static final String ITSELF = ".";

  private final KubeObject live;
  private final List<ManagedEntry> ours;
  private final List<ManagedEntry> others;

  FieldOwners(KubeObject live) {
    this.live = live;
    List<ManagedEntry> all = ManagedEntry.of(live);
    this.ours = all.stream().filter(ManagedEntry::isOurs).toList();
    this.others =
        all.stream()
            .filter(entry -> !entry.isOurs() && !entry.isStatus() && !entry.manager().isEmpty())
            .toList();
  }

  private enum Hold {
    NONE,
    /** Something in it, or it alone. */
    PART,
    /** It with all that is in it, for example a list that is replaced, not merged. */
    WHOLE
  }

  /** Whether we hold the field, or something in it. */
  boolean isOurs(String path) {
    return ours.stream().anyMatch(entry -> hold(entry.fields(), path) != Hold.NONE);
  }

  /** Whether somebody holds the field with all that is in it. */
  boolean isWhole(String path) {
    return ours.stream().anyMatch(entry -> hold(entry.fields(), path) == Hold.WHOLE)
        || others.stream().anyMatch(entry -> hold(entry.fields(), path) == Hold.WHOLE);
  }

  /** Who else holds the field, or something in it. */
  List<String> managers(String path) {
    return others.stream()
        .filter(entry -> hold(entry.fields(), path) != Hold.NONE)
        .map(ManagedEntry::manager)
        .toList();
  }

  /**
   * The field with its holder.
   *
   * @param path a JSON pointer into the live object
   */
  DriftedField of(String path) {
    ManagedEntry last = null;
    for (ManagedEntry entry : others) {
      // The server writes times in one form, of which text order is time order.
      if (hold(entry.fields(), path) != Hold.NONE && (last == null || isLater(entry, last))) {
        last = entry;
      }
    }
    return last == null
        ? DriftedField.unclaimed(path)
        : new DriftedField(path, last.manager(), last.operation(), last.at());
  }

  private static boolean isLater(ManagedEntry a, ManagedEntry b) {
    return a.time().compareTo(b.time()) >= 0;
  }

  private Hold hold(Map<String, @Nullable Object> fields, String path) {
    Map<String, @Nullable Object> below = fields;
    Object value = live.tree();
    for (String step : path.substring(1).split("/", -1)) {
      if (below.isEmpty()) {
        return Hold.WHOLE;
      }
      String name = step.replace("~1", "/").replace("~0", "~");
      Optional<Map.Entry<String, @Nullable Object>> next = step(below, value, name);
      if (next.isEmpty()) {
        return Hold.NONE;
      }
      below = ManagedEntry.table(next.get().getValue());
      value = below(value, name);
    }
    return below.isEmpty() ? Hold.WHOLE : Hold.PART;
  }

  private static Optional<Map.Entry<String, @Nullable Object>> step(
      Map<String, @Nullable Object> fields, @Nullable Object value, String name) {
    return fields.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(ITSELF) && names(entry.getKey(), value, name))
        .findFirst();
  }

  /** Whether a key of the book means this step: a field, or an item by key, value or place. */
  private static boolean names(String key, @Nullable Object value, String name) {
    if (!(value instanceof List<?>)) {
      return key.equals("f:" + name);
    }
    Object item = below(value, name);
    if (key.startsWith("k:") && item instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> keys = keys(key.substring(2));
      return !keys.isEmpty()
          && keys.entrySet().stream()
              .allMatch(entry -> Objects.equals(entry.getValue(), plain(map.get(entry.getKey()))));
    }
    if (key.startsWith("v:")) {
      return Objects.equals(scalar(key.substring(2)), plain(item));
    }
    return key.equals("i:" + name);
  }

  /** The fields by which an item of a list is known, as texts. */
  private static Map<String, @Nullable Object> keys(String json) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    if (parsed(json) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> keys.put(String.valueOf(key), plain(value)));
    }
    return keys;
  }

  private static @Nullable Object scalar(String json) {
    return plain(parsed(json));
  }

  private static @Nullable Object parsed(String json) {
    try {
      return Json.parseExact(json);
    } catch (YamlException e) {
      return null;
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable Object below(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return map.get(name);
    }
    if (value instanceof List<?> list) {
      int place = name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : -1;
      return place >= 0 && place < list.size() ? list.get(place) : null;
    }
    return null;
  }
}
