package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people ask about a cluster, beside what actions need of it. Changes nothing. */
public final class KubeQuestions {
  private final KubeHttp http;
  private final Discovery discovery;

  KubeQuestions(KubeHttp http, Discovery discovery) {
    this.http = http;
    this.discovery = discovery;
  }

  /**
   * A right.
   *
   * @param resource in the plural, as rules of roles name it
   * @param namespace empty for all
   * @param name empty for all
   */
  public record Right(String verb, String group, String resource, String namespace, String name) {
    /** For people. */
    @Override
    public String toString() {
      return verb
          + " "
          + resource
          + (group.isEmpty() ? "" : "." + group)
          + (name.isEmpty() ? "" : " " + name)
          + (namespace.isEmpty() ? "" : " in namespace " + namespace);
    }
  }

  /**
   * All objects of a kind.
   *
   * @param namespace empty for those of all namespaces
   * @return empty where the cluster does not serve the kind
   * @throws ClusterException when they must not be seen
   */
  public List<KubeObject> list(String apiVersion, String kind, String namespace) {
    Optional<Discovery.Kind> found = discovery.kind(apiVersion, kind);
    if (found.isEmpty()) {
      return List.of();
    }
    KubeResponse response = http.get(found.get().path(namespace));
    if (!response.isSuccess()) {
      throw response.refusal("list " + kind, true);
    }
    List<KubeObject> objects = new ArrayList<>();
    if (response.tree().get("items") instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> map) {
          Map<String, @Nullable Object> tree = new LinkedHashMap<>();
          tree.put("apiVersion", apiVersion);
          tree.put("kind", kind);
          map.forEach((key, value) -> tree.put(String.valueOf(key), value));
          objects.add(new KubeObject(tree));
        }
      }
    }
    return objects;
  }

  /**
   * An object of a kind as somebody names it: {@code Deployment}, {@code deployments} or {@code
   * deployment.apps}.
   *
   * @param namespace where it is, if its kind has namespaces
   * @return the object as it would be looked up, without content; empty where nothing is called so
   */
  public Optional<KubeObject> named(String kind, String namespace, String name) {
    return discovery
        .meant(kind)
        .map(
            meant -> {
              Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
              metadata.put("name", name);
              if (meant.namespaced()) {
                metadata.put("namespace", namespace);
              }
              Map<String, @Nullable Object> tree = new LinkedHashMap<>();
              tree.put("apiVersion", meant.apiVersion());
              tree.put("kind", meant.kind());
              tree.put("metadata", metadata);
              return new KubeObject(tree);
            });
  }

  /**
   * What a Service of the cluster answers to a GET, by way of the API server.
   *
   * @param service its name, with the port's name or number behind a colon
   * @param path without a slash at its beginning
   * @throws ClusterException when it answers with something else than success
   */
  public String service(String namespace, String service, String path) {
    KubeResponse response =
        http.ask("/api/v1/namespaces/" + namespace + "/services/" + service + "/proxy/" + path);
    if (!response.isSuccess()) {
      throw response.refusal("service " + namespace + "/" + service, false);
    }
    return response.body();
  }

  /**
   * Whether who asks may do something.
   *
   * @throws ClusterException when the server does not tell
   */
  public boolean isAllowed(Right right) {
    Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    attributes.put("verb", right.verb());
    attributes.put("group", right.group());
    attributes.put("resource", right.resource());
    attributes.put("namespace", right.namespace());
    attributes.put("name", right.name());
    Map<String, @Nullable Object> review = new LinkedHashMap<>();
    review.put("apiVersion", "authorization.k8s.io/v1");
    review.put("kind", "SelfSubjectAccessReview");
    review.put("spec", Map.of("resourceAttributes", attributes));
    KubeResponse response =
        http.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Json.printRaw(review));
    if (!response.isSuccess()) {
      throw response.refusal("the right to " + right, false);
    }
    return response.tree().get("status") instanceof Map<?, ?> status
        && Boolean.TRUE.equals(status.get("allowed"));
  }

  /**
   * The server's version.
   *
   * @throws ClusterException when it does not answer
   */
  public String version() {
    KubeResponse response = http.ask("/version");
    if (!response.isSuccess()) {
      throw response.refusal("the cluster's version", false);
    }
    return String.valueOf(response.tree().get("gitVersion"));
  }

  /** What the server takes for the present second; empty where it does not say. */
  public Optional<Instant> time() {
    try {
      return http.date("/version");
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
