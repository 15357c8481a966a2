package io.autohelm.engine.render;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the template function {@code lookup} asks; a cluster answers it, or nobody. */
@FunctionalInterface
public interface Lookup {
  /** Answers as Helm does without a cluster: there is nothing. */
  Lookup NOTHING = (apiVersion, kind, namespace, name) -> new LinkedHashMap<>();

  /**
   * An object, or a list of them where the name is empty.
   *
   * @param namespace empty for all namespaces, or for what has none
   * @return the object, or an empty map that may be changed where there is none
   * @throws io.autohelm.engine.gotemplate.GoError where the cluster could not be asked
   */
  Map<String, @Nullable Object> find(String apiVersion, String kind, String namespace, String name);
}
