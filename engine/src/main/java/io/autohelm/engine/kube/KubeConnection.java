package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Lookup;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one cluster, from which everything that works on it is had. Close it at the end.
 */
public final class KubeConnection implements AutoCloseable {
  private final KubernetesClient client;
  private final KubeHttp http;
  private final Parallel parallel = new Parallel();
  private final KubeCluster cluster;
  private final ObjectWatches watches;
  private final ReleaseStore releases;
  private final KubeLookup lookup;
  private final String defaultNamespace;

  private KubeConnection(Config config, Clock clock) {
    // fabric8 would retry a server's refusal of an object for twenty seconds; KubeHttp retries what
    // is worth it.
    config.setRequestRetryBackoffLimit(0);
    config.setUserAgent("helm-autohelm");
    this.client =
        new KubernetesClientBuilder()
            .withHttpClientFactory(new JdkHttpClientFactory())
            .withConfig(config)
            .build();
    this.http = new KubeHttp(client);
    Discovery discovery = new Discovery(http);
    this.cluster = new KubeCluster(http, discovery, parallel);
    this.watches = new KubeWatches(http, discovery, clock);
    this.releases = new SecretReleaseStore(http, clock);
    this.lookup = new KubeLookup(http, discovery);
    String namespace = config.getNamespace();
    this.defaultNamespace = namespace == null || namespace.isEmpty() ? "default" : namespace;
  }

  /**
   * Connects by a kubeconfig file, or, where none is given, as a Pod does or by {@code KUBECONFIG}
   * and {@code ~/.kube/config}. Nothing is sent yet.
   *
   * @param context the kubeconfig's context; null takes the current one
   * @throws ClusterException when the file cannot be read
   */
  public static KubeConnection open(
      @Nullable Path kubeconfig, @Nullable String context, Clock clock) {
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE,
          "kubeconfig " + kubeconfig + " does not exist or cannot be read");
    }
    try {
      return new KubeConnection(
          kubeconfig == null
              ? new ConfigBuilder(Config.autoConfigure(context)).build()
              : Config.fromKubeconfig(context, kubeconfig.toFile()),
          clock);
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE,
          "kubeconfig "
              + (kubeconfig == null ? "" : kubeconfig + " ")
              + "is not valid: "
              + e.getMessage(),
          e);
    }
  }

  /** Connects by the text of a kubeconfig. */
  public static KubeConnection ofText(String kubeconfig, Clock clock) {
    return new KubeConnection(Config.fromKubeconfig(kubeconfig), clock);
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Opens watches; close each before the connection. */
  public ObjectWatches watches() {
    return watches;
  }

  public ReleaseStore releases() {
    return releases;
  }

  public Lookup lookup() {
    return lookup;
  }

  /** The namespace of the kubeconfig's context, {@code default} where it names none. */
  public String defaultNamespace() {
    return defaultNamespace;
  }

  /** The API server's address, for people. */
  public String address() {
    return client.getMasterUrl().toString();
  }

  /** Asks the server for its readiness; false when it does not answer or says no. */
  public boolean isReachable() {
    try {
      return http.get("/version").isSuccess();
    } catch (ClusterException e) {
      return false;
    }
  }

  @Override
  public void close() {
    parallel.close();
    client.close();
  }
}
