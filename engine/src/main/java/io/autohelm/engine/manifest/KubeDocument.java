package io.autohelm.engine.manifest;

import java.util.List;

/**
 * A YAML document of a manifest.
 *
 * @param kind its own, of which {@code List} may be one
 * @param objects the object, or the items of a list
 */
public record KubeDocument(String kind, List<KubeObject> objects) {
  public KubeDocument {
    objects = List.copyOf(objects);
  }
}
