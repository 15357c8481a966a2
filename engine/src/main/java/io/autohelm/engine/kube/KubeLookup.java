package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.render.Lookup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The template function {@code lookup} on a live cluster. */
final class KubeLookup implements Lookup {
  private final KubeHttp http;
  private final Discovery discovery;

  KubeLookup(KubeHttp http, Discovery discovery) {
    this.http = http;
    this.discovery = discovery;
  }

  @Override
  public Map<String, @Nullable Object> find(
      String apiVersion, String kind, String namespace, String name) {
    Optional<Discovery.Kind> found = discovery.kind(apiVersion, kind);
    if (found.isEmpty()) {
      throw new GoError(
          "unable to get apiresource from unstructured: " + apiVersion + ", Kind=" + kind);
    }
    String path = found.get().path(namespace) + (name.isEmpty() ? "" : "/" + name);
    KubeResponse response = http.get(path);
    if (response.isNotFound()) {
      return new LinkedHashMap<>();
    }
    if (!response.isSuccess()) {
      ClusterException refusal = response.refusal("lookup " + kind, true);
      throw new GoError(String.valueOf(refusal.getMessage()), refusal);
    }
    return response.tree();
  }
}
