package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.release.MemoryReleaseStore;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Lookup;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one cluster, from which everything that works on it is had. Close it at the end.
 */
public final class KubeConnection implements AutoCloseable {
  private final KubernetesClient client;
  private final KubeHttp http;

  /** For what is written whether or not this process may change anything else. */
  private final KubeHttp unfenced;

  private final Parallel parallel = new Parallel();
  private final KubeCluster cluster;
  private final KubeWatches watches;
  private final ReleaseStore releases;
  private final KubeLookup lookup;
  private final KubeTables tables;
  private final KubeQuestions questions;
  private final String defaultNamespace;
  private final Clock clock;
  private final List<KubeReleaseLocks> locks = new ArrayList<>();

  private KubeConnection(Config config, Clock clock) {
    // fabric8 would retry a server's refusal of an object for twenty seconds; KubeHttp retries what
    // is worth it.
    config.setRequestRetryBackoffLimit(0);
    config.setUserAgent("helm-autohelm");
    this.client =
        new KubernetesClientBuilder()
            .withHttpClientFactory(new ClientFactory(config))
            .withConfig(config)
            .build();
    this.http = new KubeHttp(client);
    this.unfenced = new KubeHttp(client);
    Discovery discovery = new Discovery(http);
    KubeWatches watches = new KubeWatches(http, discovery, clock);
    this.watches = watches;
    this.cluster = new KubeCluster(http, discovery, parallel, watches, clock);
    this.releases = new KubeReleaseStore(http, RecordKind.SECRET, clock);
    this.clock = clock;
    this.lookup = new KubeLookup(http, discovery);
    this.tables = new KubeTables(http, discovery);
    this.questions = new KubeQuestions(http, discovery);
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
    return open(KubeAccess.of(kubeconfig, context), clock);
  }

  /**
   * Connects by what {@code access} says. Nothing is sent yet.
   *
   * @throws ClusterException when a file cannot be read
   */
  public static KubeConnection open(KubeAccess access, Clock clock) {
    Path kubeconfig = access.kubeconfig();
    if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE,
          "kubeconfig " + kubeconfig + " does not exist or cannot be read");
    }
    try {
      Config config =
          kubeconfig == null
              ? new ConfigBuilder(Config.autoConfigure(access.context())).build()
              : Config.fromKubeconfig(access.context(), kubeconfig.toFile());
      checkContext(config, access.context());
      return new KubeConnection(access.over(config), clock);
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

  /**
   * The client would go on with the current context: with another cluster than the one asked for.
   */
  private static void checkContext(Config config, @Nullable String context) {
    if (context == null || context.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    for (NamedContext named : config.getContexts()) {
      names.add(named.getName());
    }
    Collections.sort(names);
    if (!names.contains(context)) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE,
          "context \""
              + context
              + "\" does not exist"
              + (names.isEmpty() ? "" : "; there are " + String.join(", ", names)));
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

  /** From now on this one is told of every request to the server, and nobody else. */
  public void tell(RequestListener listener) {
    http.tell(listener);
    unfenced.tell(listener);
  }

  /**
   * From now on this one is asked before each request that may change something. The locks of
   * releases, {@link #texts} and elections are not concerned: they only say who does what.
   */
  public void fence(ChangeFence fence) {
    http.fence(fence);
  }

  /**
   * A candidate for the lead among replicas; start it, and close it before the connection.
   *
   * @param actor the candidate's name, for people; host and process are added
   * @param namespace null for {@link #defaultNamespace}
   */
  public LeaderElection election(
      String actor,
      @Nullable String namespace,
      LeaderElection.Terms terms,
      LeaderElection.Listener listener) {
    return new LeaderElection(
        unfenced,
        clock,
        HolderIdentity.of(actor),
        namespace == null ? defaultNamespace : namespace,
        terms,
        listener);
  }

  /** Looks how objects do. */
  public HealthProbe probe() {
    return new KubeHealthProbe(http, cluster, clock);
  }

  /** Opens watches of objects whoever manages them, release records left out. */
  public ObjectWatches inputWatches() {
    return (target, listener) -> watches.open(target, KubeWatch.Selection.INPUTS, listener);
  }

  /** The records in Secrets, where Helm keeps them unless told otherwise. */
  public ReleaseStore releases() {
    return releases;
  }

  /** The records where {@code HELM_DRIVER} or a setting says; those in memory are new and empty. */
  public ReleaseStore releases(ReleaseDriver driver) {
    return switch (driver) {
      case SECRET -> releases;
      case CONFIG_MAP -> new KubeReleaseStore(http, RecordKind.CONFIG_MAP, clock);
      case MEMORY -> new MemoryReleaseStore();
    };
  }

  /**
   * Locks of releases, for all writers of this process.
   *
   * @param actor the holder's name, for people; host and process are added
   */
  public synchronized ReleaseLocks locks(String actor) {
    KubeReleaseLocks made =
        new KubeReleaseLocks(unfenced, clock, HolderIdentity.of(actor), KubeReleaseLocks.DURATION);
    locks.add(made);
    return made;
  }

  public Lookup lookup() {
    return lookup;
  }

  /**
   * The texts of a ConfigMap.
   *
   * @param namespace null for {@link #defaultNamespace}
   */
  public ConfigMapTexts texts(@Nullable String namespace, String name) {
    return new ConfigMapTexts(
        unfenced, watches, namespace == null ? defaultNamespace : namespace, name);
  }

  /** What people ask about the cluster. */
  public KubeQuestions questions() {
    return questions;
  }

  /** Objects as rows, for people. */
  public KubeTables tables() {
    return tables;
  }

  /** The namespace of the kubeconfig's context, {@code default} where it names none. */
  public String defaultNamespace() {
    return defaultNamespace;
  }

  /** The API server's address, for people. */
  public String address() {
    return client.getMasterUrl().toString();
  }

  /** Asks the server for its version; false when it does not answer or says no. */
  public boolean isReachable() {
    try {
      ping();
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }

  /**
   * Asks the server for its version.
   *
   * @throws ClusterException why it does not answer, or what it says instead
   */
  public void ping() {
    KubeResponse response = http.ask("/version");
    if (!response.isSuccess()) {
      throw response.refusal("the cluster's version", false);
    }
  }

  @Override
  public synchronized void close() {
    locks.forEach(KubeReleaseLocks::close);
    parallel.close();
    http.close();
    unfenced.close();
    client.close();
  }
}
