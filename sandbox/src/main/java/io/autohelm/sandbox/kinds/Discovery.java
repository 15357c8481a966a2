package io.autohelm.sandbox.kinds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.util.List;

/** The documents in which clients find out what is served. */
public final class Discovery {
  private final ResourceTypes types;

  /** Documents of these resources, made anew at each call. */
  public Discovery(ResourceTypes types) {
    this.types = types;
  }

  /** {@code /version}. */
  public ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", "v1.36.3")
        .put("gitCommit", "sandbox")
        .put("gitTreeState", "clean")
        .put("buildDate", "2026-01-01T00:00:00Z")
        .put("goVersion", "none")
        .put("compiler", "javac")
        .put("platform", "sandbox/memory");
  }

  /** {@code /api}. */
  public ObjectNode coreVersions(String host) {
    ObjectNode result = Json.object().put("kind", "APIVersions");
    result.putArray("versions").add("v1");
    result
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", host);
    return result;
  }

  /** {@code /apis}. */
  public ObjectNode groups() {
    ObjectNode result = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = result.putArray("groups");
    types.groups().forEach(group -> groups.add(describe(group)));
    return result;
  }

  /** {@code /apis/GROUP}. */
  public ObjectNode group(String group) {
    if (!types.groups().contains(group)) {
      throw ApiFailure.noSuchPath();
    }
    ObjectNode result = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    return result.setAll(describe(group));
  }

  private ObjectNode describe(String group) {
    ObjectNode result = Json.object().put("name", group);
    ArrayNode versions = result.putArray("versions");
    for (String version : types.versions(group)) {
      versions.addObject().put("groupVersion", group + "/" + version).put("version", version);
    }
    result.set("preferredVersion", versions.path(0).deepCopy());
    return result;
  }

  /** {@code /api/v1} and {@code /apis/GROUP/VERSION}. */
  public ObjectNode resources(String group, String version) {
    List<ResourceType> served = types.in(group, version);
    if (served.isEmpty()) {
      throw ApiFailure.noSuchPath();
    }
    ObjectNode result = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    result.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode list = result.putArray("resources");
    for (ResourceType type : served) {
      ObjectNode resource = list.addObject();
      resource.put("name", type.plural()).put("singularName", type.singular());
      resource.put("namespaced", type.namespaced()).put("kind", type.kind());
      texts(resource, "verbs", type.verbs());
      optional(resource, "shortNames", type.shortNames());
      optional(resource, "categories", type.categories());
      for (String subresource : type.subresources()) {
        ObjectNode below = list.addObject();
        below.put("name", type.plural() + "/" + subresource).put("singularName", "");
        below.put("namespaced", type.namespaced());
        if (subresource.equals("scale")) {
          below.put("group", "autoscaling").put("version", "v1");
        } else if (subresource.equals("eviction")) {
          below.put("group", "policy").put("version", "v1");
        } else if (subresource.equals("token")) {
          below.put("group", "authentication.k8s.io").put("version", "v1");
        }
        below.put("kind", responseKind(type, subresource));
        texts(below, "verbs", verbs(subresource));
      }
    }
    return result;
  }

  /** {@code /api} and {@code /apis} in the aggregated form; {@code core} chooses which. */
  public ObjectNode aggregated(boolean core) {
    ObjectNode result =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    result.putObject("metadata");
    ArrayNode items = result.putArray("items");
    for (String group : core ? List.of("") : List.copyOf(types.groups())) {
      ObjectNode item = items.addObject();
      ObjectNode metadata = item.putObject("metadata");
      if (!group.isEmpty()) {
        metadata.put("name", group);
      }
      metadata.putNull("creationTimestamp");
      ArrayNode versions = item.putArray("versions");
      for (String version : types.versions(group)) {
        ObjectNode described = versions.addObject().put("version", version);
        ArrayNode resources = described.putArray("resources");
        types.in(group, version).forEach(type -> aggregate(resources.addObject(), type));
        described.put("freshness", "Current");
      }
    }
    return result;
  }

  private static void aggregate(ObjectNode into, ResourceType type) {
    into.put("resource", type.plural());
    responseKind(into, type.group(), type.version(), type.kind());
    into.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
    into.put("singularResource", type.singular());
    texts(into, "verbs", type.verbs());
    optional(into, "shortNames", type.shortNames());
    optional(into, "categories", type.categories());
    if (!type.subresources().isEmpty()) {
      ArrayNode list = into.putArray("subresources");
      for (String subresource : type.subresources()) {
        ObjectNode below = list.addObject().put("subresource", subresource);
        boolean scale = subresource.equals("scale");
        responseKind(
            below,
            scale ? "autoscaling" : type.group(),
            scale ? "v1" : type.version(),
            responseKind(type, subresource));
        texts(below, "verbs", verbs(subresource));
      }
    }
  }

  private static void responseKind(ObjectNode into, String group, String version, String kind) {
    into.putObject("responseKind").put("group", group).put("version", version).put("kind", kind);
  }

  private static String responseKind(ResourceType type, String subresource) {
    return switch (subresource) {
      case "scale" -> "Scale";
      case "eviction" -> "Eviction";
      case "token" -> "TokenRequest";
      default -> type.kind();
    };
  }

  private static List<String> verbs(String subresource) {
    return switch (subresource) {
      case "log" -> List.of("get");
      case "eviction", "token" -> List.of("create");
      case "finalize" -> List.of("update");
      default -> List.of("get", "patch", "update");
    };
  }

  private static void optional(ObjectNode into, String name, List<String> values) {
    if (!values.isEmpty()) {
      texts(into, name, values);
    }
  }

  private static void texts(ObjectNode into, String name, List<String> values) {
    ArrayNode list = into.putArray(name);
    values.forEach(list::add);
  }
}
