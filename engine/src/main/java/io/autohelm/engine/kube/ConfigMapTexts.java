package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one ConfigMap, which several processes read and write: a write rests on the version
 * that was read, so that none is lost. One that is missing has no texts, and is made by the first
 * write.
 */
public final class ConfigMapTexts {
  private static final int CONFLICT = 409;
  private static final int ATTEMPTS = 20;

  private final KubeHttp http;
  private final KubeWatches watches;
  private final String namespace;
  private final String name;

  ConfigMapTexts(KubeHttp http, KubeWatches watches, String namespace, String name) {
    this.http = http;
    this.watches = watches;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Is told what the texts are. Called by one thread of the connection at a time; must be quick,
   * ask nothing of the cluster and not throw.
   */
  public interface Listener {
    /** The texts as they are now. */
    void seen(Map<String, String> texts);

    /** They cannot be looked at now; it is tried again by itself. */
    void lost(ClusterException reason);
  }

  /** The ConfigMap, for people. */
  public String place() {
    return namespace + "/" + name;
  }

  /**
   * The texts now.
   *
   * @throws ClusterException when the server does not give them
   */
  public Map<String, String> read() {
    return texts(get());
  }

  /**
   * Writes what is made of the present texts; asks again where somebody else has written meanwhile.
   * Nothing is written where nothing changes.
   *
   * @return the texts as written
   * @throws ClusterException when the server does not take them
   */
  public Map<String, String> change(UnaryOperator<Map<String, String>> change) {
    for (int attempt = 0; ; attempt++) {
      KubeObject present = get();
      Map<String, String> before = texts(present);
      Map<String, String> after = change.apply(new TreeMap<>(before));
      if (after.equals(before)) {
        return before;
      }
      String body = Json.print(tree(present, after));
      KubeResponse response =
          present == null ? http.post(path(), body) : http.put(path() + "/" + encoded(), body);
      if (response.isSuccess()) {
        return after;
      }
      // Somebody was quicker: made it, changed it or removed it.
      boolean isOvertaken =
          response.code() == CONFLICT || (present != null && response.isNotFound());
      if (!isOvertaken || attempt >= ATTEMPTS) {
        throw response.refusal("write ConfigMap " + place(), false);
      }
    }
  }

  /** Tells of the texts, now and after each change, until it is closed. */
  public ObjectWatches.Watch watch(Listener listener) {
    return watches.open(
        new ObjectWatches.Target("v1", "ConfigMap", namespace),
        KubeWatch.Selection.whole("fieldSelector=metadata.name%3D" + encoded(), ""),
        new ObjectWatches.Listener() {
          @Override
          public void listed(List<KubeObject> objects) {
            listener.seen(texts(objects.isEmpty() ? null : objects.get(0)));
          }

          @Override
          public void changed(KubeObject object) {
            listener.seen(texts(object));
          }

          @Override
          public void gone(KubeObject object) {
            listener.seen(Map.of());
          }

          @Override
          public void up() {}

          @Override
          public void down(ClusterException reason) {
            listener.lost(reason);
          }
        });
  }

  private @Nullable KubeObject get() {
    KubeResponse response = http.get(path() + "/" + encoded());
    if (response.isNotFound()) {
      return null;
    }
    if (!response.isSuccess()) {
      throw response.refusal("read ConfigMap " + place(), false);
    }
    return response.object();
  }

  private String path() {
    return "/api/v1/namespaces/"
        + URLEncoder.encode(namespace, StandardCharsets.UTF_8)
        + "/configmaps";
  }

  private String encoded() {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  private Map<String, @Nullable Object> tree(
      @Nullable KubeObject present, Map<String, String> texts) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (present == null) {
      tree.put("apiVersion", "v1");
      tree.put("kind", "ConfigMap");
      tree.put("metadata", Map.of("name", name, "namespace", namespace));
    } else {
      tree.putAll(present.tree());
    }
    tree.put("data", texts);
    return tree;
  }

  private static Map<String, String> texts(@Nullable KubeObject object) {
    Map<String, String> texts = new TreeMap<>();
    if (object != null && object.tree().get("data") instanceof Map<?, ?> data) {
      data.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }
}
