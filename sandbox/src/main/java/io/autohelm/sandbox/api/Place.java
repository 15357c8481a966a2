package io.autohelm.sandbox.api;

import io.autohelm.sandbox.kinds.ResourceType;

/**
 * What a request is about. {@code namespace} is empty for cluster-wide kinds and for lists over all
 * namespaces, {@code name} for collections, {@code subresource} for the object itself.
 */
public record Place(ResourceType type, String namespace, String name, String subresource) {
  /** The object itself. */
  public static Place of(ResourceType type, String namespace, String name) {
    return new Place(type, namespace, name, "");
  }
}
