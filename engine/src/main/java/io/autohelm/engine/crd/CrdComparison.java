package io.autohelm.engine.crd;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares a definition with the one that is to take its place. Whatever could make the API server
 * drop or refuse what it took before is a danger; what merely allows more is none.
 */
public final class CrdComparison {
  private final KubeObject live;
  private final KubeObject wanted;
  private final List<CrdDanger> dangers = new ArrayList<>();

  private CrdComparison(KubeObject live, KubeObject wanted) {
    this.live = live;
    this.wanted = wanted;
  }

  /**
   * The dangers, in the order of the versions and fields of the one that is there; none where both
   * are alike.
   *
   * @param live as it is in the cluster, with its status
   * @param wanted as the chart has it
   */
  public static List<CrdDanger> dangers(KubeObject live, KubeObject wanted) {
    CrdComparison comparison = new CrdComparison(live, wanted);
    comparison.compare();
    return List.copyOf(comparison.dangers);
  }

  private void compare() {
    for (String field : List.of("group", "scope")) {
      changed(field, spec(live).get(field), spec(wanted).get(field));
    }
    Map<String, @Nullable Object> names = Trees.table(spec(live).get("names"));
    Map<String, @Nullable Object> newNames = Trees.table(spec(wanted).get("names"));
    for (String field : List.of("kind", "plural")) {
      changed(field, names.get(field), newNames.get(field));
    }
    Map<String, Map<String, @Nullable Object>> before = versions(live);
    Map<String, Map<String, @Nullable Object>> after = versions(wanted);
    List<?> stored =
        Trees.table(live.tree().get("status")).get("storedVersions") instanceof List<?> list
            ? list
            : List.of();
    before.forEach((name, version) -> version(name, version, after.get(name), stored));
    for (Object name : stored) {
      String version = String.valueOf(name);
      if (!before.containsKey(version) && !after.containsKey(version)) {
        add(version, "", "is removed, although objects are stored in it");
      }
    }
    storage(before, after);
  }

  private void changed(String field, @Nullable Object before, @Nullable Object after) {
    if (before != null && !Objects.equals(before, after)) {
      add("", "", field + " changes from " + before + " to " + after);
    }
  }

  private void add(String version, String path, String problem) {
    dangers.add(new CrdDanger(version, path, problem));
  }

  private void version(
      String name,
      Map<String, @Nullable Object> before,
      @Nullable Map<String, @Nullable Object> after,
      List<?> stored) {
    boolean wasServed = Boolean.TRUE.equals(before.get("served"));
    if (after == null) {
      if (stored.contains(name)) {
        add(name, "", "is removed, although objects are stored in it");
      } else if (wasServed) {
        add(name, "", "is removed, although it is served");
      }
      return;
    }
    if (wasServed && !Boolean.TRUE.equals(after.get("served"))) {
      add(name, "", "is not served any more");
    }
    for (String part : List.of("status", "scale")) {
      boolean had = Trees.table(before.get("subresources")).containsKey(part);
      if (had && !Trees.table(after.get("subresources")).containsKey(part)) {
        add(name, "", "loses its sub-resource " + part);
      }
    }
    Map<String, @Nullable Object> schema = schema(before);
    Map<String, @Nullable Object> newSchema = schema(after);
    if (!schema.isEmpty() && newSchema.isEmpty()) {
      add(name, "", "loses its schema");
    } else {
      new SchemaComparison((path, problem) -> add(name, path, problem)).compare(schema, newSchema);
    }
  }

  private void storage(
      Map<String, Map<String, @Nullable Object>> before,
      Map<String, Map<String, @Nullable Object>> after) {
    String was = stored(before);
    String becomes = stored(after);
    if (!was.isEmpty() && !was.equals(becomes)) {
      add(
          "",
          "",
          "the version in which objects are stored changes from "
              + was
              + " to "
              + (becomes.isEmpty() ? "none" : becomes));
    }
  }

  private static String stored(Map<String, Map<String, @Nullable Object>> versions) {
    for (Map.Entry<String, Map<String, @Nullable Object>> version : versions.entrySet()) {
      if (Boolean.TRUE.equals(version.getValue().get("storage"))) {
        return version.getKey();
      }
    }
    return "";
  }

  private static Map<String, @Nullable Object> spec(KubeObject definition) {
    return Trees.table(definition.tree().get("spec"));
  }

  private static Map<String, Map<String, @Nullable Object>> versions(KubeObject definition) {
    Map<String, Map<String, @Nullable Object>> versions = new LinkedHashMap<>();
    if (spec(definition).get("versions") instanceof List<?> list) {
      for (Object item : list) {
        Map<String, @Nullable Object> version = Trees.table(item);
        versions.put(String.valueOf(version.get("name")), version);
      }
    }
    return versions;
  }

  private static Map<String, @Nullable Object> schema(Map<String, @Nullable Object> version) {
    return Trees.table(Trees.table(version.get("schema")).get("openAPIV3Schema"));
  }
}
