package io.autohelm.benchmarks;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.yaml.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is in a namespace and beside namespaces, but for what controllers make by themselves.
 */
final class ClusterState {
  private static final Set<String> DERIVED =
      Set.of(
          "Binding",
          "ComponentStatus",
          "ControllerRevision",
          "Endpoints",
          "EndpointSlice",
          "Event",
          "IPAddress",
          "Lease",
          "Node",
          "Namespace",
          "Pod",
          "PodMetrics",
          "ReplicaSet",
          "APIService",
          "CSINode",
          "FlowSchema",
          "PriorityLevelConfiguration");

  private static final Set<String> SERVERS =
      Set.of("uid", "resourceVersion", "creationTimestamp", "generation", "selfLink");

  private final KubeConnection connection;

  ClusterState(KubeConnection connection) {
    this.connection = connection;
  }

  /**
   * The objects by kind and name, as comparable trees.
   *
   * @param namespace of namespaced objects; its name is left out of what is given
   */
  Map<String, Object> of(String namespace) {
    connection.cluster().forgetDiscovery();
    Map<String, Object> state = new TreeMap<>();
    List<String> kinds = new ArrayList<>();
    for (String version : connection.cluster().capabilities().apiVersions()) {
      if (version.matches("(.*/)?v1/[A-Z].*|.*/v[0-9a-z]+/[A-Z].*")) {
        kinds.add(version);
      }
    }
    for (String version : kinds) {
      String kind = version.substring(version.lastIndexOf('/') + 1);
      if (!DERIVED.contains(kind) && !kind.endsWith("Review")) {
        add(version.substring(0, version.lastIndexOf('/')), kind, namespace, state);
      }
    }
    return state;
  }

  private void add(String apiVersion, String kind, String namespace, Map<String, Object> state) {
    Map<String, @Nullable Object> list;
    try {
      list = connection.lookup().find(apiVersion, kind, namespace, "");
    } catch (GoError | ClusterException e) {
      return; // a kind that cannot be listed
    }
    if (list.get("items") instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> object
            && object.get("metadata") instanceof Map<?, ?> metadata) {
          String name = String.valueOf(metadata.get("name"));
          boolean isRecord = kind.equals("Secret") && name.startsWith("sh.helm.release.v1.");
          boolean isKubernetes =
              name.equals("kube-root-ca.crt")
                  || (kind.equals("ServiceAccount") && name.equals("default"));
          if (!isRecord && !isKubernetes) {
            Map<Object, @Nullable Object> typed = new LinkedHashMap<>(object);
            typed.put("apiVersion", apiVersion); // a list says it once for all
            typed.put("kind", kind);
            if (isHelms(metadata)) {
              state.put(
                  (kind + " " + name).replace(namespace, "NAMESPACE"),
                  own(typed, metadata, namespace));
            }
          }
        }
      }
    }
  }

  /** What controllers make, when they come to it, is not Helm's. */
  private static boolean isHelms(Map<?, ?> metadata) {
    return metadata.get("managedFields") instanceof List<?> entries
        && entries.stream()
            .anyMatch(entry -> entry instanceof Map<?, ?> map && "helm".equals(map.get("manager")));
  }

  private static Object own(Map<?, ?> object, Map<?, ?> metadata, String namespace) {
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    object.forEach((key, value) -> own.put(String.valueOf(key), value));
    own.remove("status");
    Map<Object, @Nullable Object> fewer = new LinkedHashMap<>(metadata);
    fewer.keySet().removeIf(key -> SERVERS.contains(String.valueOf(key)));
    if (fewer.get("managedFields") instanceof List<?> entries) {
      List<Object> managers = new ArrayList<>();
      for (Object entry : entries) {
        if (entry instanceof Map<?, ?> fields && "helm".equals(fields.get("manager"))) {
          Map<Object, @Nullable Object> timeless = new LinkedHashMap<>(fields);
          timeless.remove("time");
          managers.add(timeless);
        }
      }
      fewer.put("managedFields", managers);
    }
    if (fewer.get("annotations") instanceof Map<?, ?> annotations) {
      Map<Object, @Nullable Object> noted = new LinkedHashMap<>(annotations);
      noted.remove("deployment.kubernetes.io/revision");
      fewer.put("annotations", noted);
    }
    own.put("metadata", fewer);
    Object tree = Json.parse(Json.printRaw(own).replace(namespace, "NAMESPACE"));
    return tree == null ? Map.of() : tree;
  }
}
