package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who set which field of an object, as {@code metadata.managedFields} tells it. */
final class ManagedFields {
  private static final String APPLY = "Apply";
  private static final String UPDATE = "Update";

  private ManagedFields() {}

  /**
   * The JSON patch after which what a manager set by updates counts as applied by it; empty where
   * it set nothing so. The patch fails with a conflict if the object has changed meanwhile.
   */
  static Optional<String> adoption(KubeObject live, String manager) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    if (live.metadata().get("managedFields") instanceof List<?> list) {
      list.forEach(entry -> entries.add(table(entry)));
    }
    List<Map<String, @Nullable Object>> updates =
        entries.stream().filter(entry -> is(entry, manager, UPDATE)).toList();
    if (updates.isEmpty()) {
      return Optional.empty();
    }
    Optional<Map<String, @Nullable Object>> applied =
        entries.stream().filter(entry -> is(entry, manager, APPLY)).findFirst();
    Map<String, @Nullable Object> target = new LinkedHashMap<>(applied.orElse(updates.get(0)));
    target.put("operation", APPLY);
    for (Map<String, @Nullable Object> update : updates) {
      if (Objects.equals(update.get("apiVersion"), target.get("apiVersion"))) {
        target.put("fieldsV1", union(table(target.get("fieldsV1")), table(update.get("fieldsV1"))));
      }
    }
    List<Map<String, @Nullable Object>> result = new ArrayList<>();
    result.add(target);
    for (Map<String, @Nullable Object> entry : entries) {
      if (!is(entry, manager, UPDATE) && !is(entry, manager, APPLY)) {
        result.add(entry);
      }
    }
    return Optional.of(
        Json.printRaw(
            List.of(
                replaced("/metadata/managedFields", result),
                replaced("/metadata/resourceVersion", live.metadata().get("resourceVersion")))));
  }

  private static Map<String, @Nullable Object> replaced(String path, @Nullable Object value) {
    Map<String, @Nullable Object> step = new LinkedHashMap<>();
    step.put("op", "replace");
    step.put("path", path);
    step.put("value", value);
    return step;
  }

  /** Entries of sub-resources, such as status, are another matter. */
  private static boolean is(Map<String, @Nullable Object> entry, String manager, String operation) {
    Object part = entry.get("subresource");
    return manager.equals(entry.get("manager"))
        && operation.equals(entry.get("operation"))
        && (part == null || part.equals(""));
  }

  private static Map<String, @Nullable Object> union(
      Map<String, @Nullable Object> a, Map<String, @Nullable Object> b) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(a);
    b.forEach(
        (field, below) ->
            all.put(
                field,
                all.containsKey(field) ? union(table(all.get(field)), table(below)) : below));
    return all;
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
