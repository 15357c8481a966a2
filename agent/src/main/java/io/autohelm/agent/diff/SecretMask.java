package io.autohelm.agent.diff;

import io.autohelm.engine.manifest.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hides the values of Secrets, and still tells which of them differ: their keys are seen, and a
 * value that changes reads differently before and after.
 */
final class SecretMask {
  private static final String SAME = "(hidden)";
  private static final String BEFORE = "(hidden, before)";
  private static final String AFTER = "(hidden, after)";

  /** kubectl keeps the whole object in it. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private SecretMask() {}

  /** {@code object} as it may be shown beside {@code other}, which is null where there is none. */
  static KubeObject of(KubeObject object, @Nullable KubeObject other, boolean isBefore) {
    if (!object.kind().equals("Secret") || !object.group().isEmpty()) {
      return object;
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
    for (String part : new String[] {"data", "stringData"}) {
      if (tree.get(part) != null) {
        Object others = other == null ? null : other.tree().get(part);
        tree.put(part, masked(tree.get(part), others, isBefore));
      }
    }
    if (object.annotation(LAST_APPLIED) != null
        && tree.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations) {
      Map<Object, @Nullable Object> fewer = new LinkedHashMap<>(annotations);
      fewer.put(LAST_APPLIED, SAME);
      Map<Object, @Nullable Object> around = new LinkedHashMap<>(metadata);
      around.put("annotations", fewer);
      tree.put("metadata", around);
    }
    return new KubeObject(tree);
  }

  private static Object masked(@Nullable Object values, @Nullable Object others, boolean isBefore) {
    if (!(values instanceof Map<?, ?> map)) {
      return SAME;
    }
    Map<?, ?> beside = others instanceof Map<?, ?> found ? found : Map.of();
    Map<Object, Object> hidden = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          boolean isSame = !beside.containsKey(key) || Objects.equals(value, beside.get(key));
          hidden.put(key, isSame ? SAME : isBefore ? BEFORE : AFTER);
        });
    return hidden;
  }
}
