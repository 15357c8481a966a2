package io.autohelm.agent.drift;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where two states of one object differ, what only the server writes left aside. A pure function.
 */
public final class ObjectDiff {
  private static final Set<String> SERVERS_METADATA =
      Set.of(
          "managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink");

  private ObjectDiff() {}

  /** The object without what only an API server writes. */
  public static KubeObject own(KubeObject object) {
    if (object.metadata().keySet().stream().noneMatch(SERVERS_METADATA::contains)) {
      return object;
    }
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>(object.metadata());
    metadata.keySet().removeAll(SERVERS_METADATA);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(object.tree());
    tree.put("metadata", metadata);
    tree.remove("status");
    return new KubeObject(tree);
  }

  /** JSON pointers of what is different, added or missing, in order. */
  public static List<String> paths(KubeObject live, KubeObject wanted) {
    List<String> paths = new ArrayList<>();
    Set<String> fields = new TreeSet<>(live.tree().keySet());
    fields.addAll(wanted.tree().keySet());
    for (String field : fields) {
      if (field.equals("status")) {
        continue;
      }
      if (field.equals("metadata")) {
        Set<String> keys = new TreeSet<>(live.metadata().keySet());
        keys.addAll(wanted.metadata().keySet());
        keys.removeAll(SERVERS_METADATA);
        for (String key : keys) {
          compare(
              "/metadata/" + escaped(key),
              live.metadata().get(key),
              wanted.metadata().get(key),
              paths);
        }
      } else {
        compare("/" + escaped(field), live.tree().get(field), wanted.tree().get(field), paths);
      }
    }
    return paths;
  }

  private static void compare(
      String path, @Nullable Object live, @Nullable Object wanted, List<String> paths) {
    if (live instanceof Map<?, ?> a && wanted instanceof Map<?, ?> b) {
      Set<String> keys = new TreeSet<>();
      a.keySet().forEach(key -> keys.add(String.valueOf(key)));
      b.keySet().forEach(key -> keys.add(String.valueOf(key)));
      for (String key : keys) {
        compare(path + "/" + escaped(key), a.get(key), b.get(key), paths);
      }
    } else if (live instanceof List<?> a && wanted instanceof List<?> b && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        compare(path + "/" + i, a.get(i), b.get(i), paths);
      }
    } else if (!Objects.equals(live, wanted)) {
      paths.add(path);
    }
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
