package io.autohelm.sandbox.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.List;

/**
 * One resource in one version. {@code group} is empty for the core group; {@code definition} is
 * what a custom resource definition says of the version (a missing node for built-in kinds).
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String singular,
    String kind,
    String listKind,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> subresources,
    List<String> verbs,
    boolean custom,
    Shape shape,
    JsonNode definition) {

  /** {@code group/version}, or {@code v1} in the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** What objects of all versions of the resource are stored under. */
  public String bucket() {
    return (group.equals("events.k8s.io") ? "" : group) + "/" + plural;
  }

  /** The CRD's name, and how errors name the resource. */
  public String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Whether the subresource is served. */
  public boolean has(String subresource) {
    return subresources.contains(subresource);
  }

  /** 404 for a name. */
  public ApiFailure notFound(String name) {
    return ApiFailure.notFound(group, plural, name);
  }

  /** Whether it is this resource, in any version. */
  public boolean is(String otherGroup, String otherPlural) {
    return group.equals(otherGroup) && plural.equals(otherPlural);
  }

  /** How field managers' errors name an object: {@code ns/name; apps/v1, Kind=Deployment}. */
  public String spoken(JsonNode object) {
    String namespace = Json.text(object, "metadata", "namespace");
    String name = Json.text(object, "metadata", "name");
    return (namespace.isEmpty() ? "/" : namespace + "/")
        + name
        + "; "
        + apiVersion()
        + ", Kind="
        + kind;
  }
}
