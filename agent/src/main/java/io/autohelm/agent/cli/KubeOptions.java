package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.KubeAccess;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseDriver;
import io.autohelm.engine.release.ReleaseStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Helm's options for commands that work on a cluster; variables say what options do not. */
final class KubeOptions {
  @Mixin HelmOptions helm = new HelmOptions();

  @ArgGroup(heading = "%nThe cluster:%n", exclusive = false, validate = false)
  private Given given = new Given();

  /** Where it is and who asks, if not as the kubeconfig says. */
  static final class Given {
    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "The kubeconfig")
    private @Nullable Path kubeconfig;

    @Option(
        names = "--kube-context",
        paramLabel = "NAME",
        description = "The kubeconfig's context (default: HELM_KUBECONTEXT)")
    private @Nullable String context;

    @Option(
        names = "--kube-token",
        paramLabel = "TOKEN",
        description = "A bearer token (default: HELM_KUBETOKEN)")
    private @Nullable String token;

    @Option(
        names = "--kube-as-user",
        paramLabel = "NAME",
        description = "The user to impersonate (default: HELM_KUBEASUSER)")
    private @Nullable String asUser;

    @Option(
        names = "--kube-as-group",
        paramLabel = "NAME",
        description = "A group to impersonate; may be repeated (default: HELM_KUBEASGROUPS)")
    private List<String> asGroups = new ArrayList<>();

    @Option(
        names = "--kube-apiserver",
        paramLabel = "URL",
        description = "The API server (default: HELM_KUBEAPISERVER)")
    private @Nullable String server;

    @Option(
        names = "--kube-ca-file",
        paramLabel = "FILE",
        description = "The authority of its certificate (default: HELM_KUBECAFILE)")
    private @Nullable String caFile;

    @Option(
        names = "--kube-insecure-skip-tls-verify",
        description = "Trust any certificate: anybody on the way can act as you")
    private boolean insecure;

    @Option(names = "--burst-limit", hidden = true)
    void takeBurst(int ignored) {
      // Requests are few and eight at once; the API server says when that is too many.
    }

    @Option(names = "--qps", hidden = true)
    void takeRate(float ignored) {
      // As above.
    }
  }

  /**
   * Connects, and asks whether the cluster is there.
   *
   * @throws CommandException where it is not
   */
  KubeConnection connect() {
    try {
      KubeConnection connection = KubeConnection.open(access(System.getenv()), Clock.systemUTC());
      try {
        connection.ping();
      } catch (ClusterException e) {
        connection.close();
        throw e;
      }
      return connection;
    } catch (ClusterException e) {
      throw new CommandException(1, "kubernetes cluster unreachable: " + e.getMessage());
    }
  }

  /** A connection by which nobody has been asked yet. */
  KubeConnection open() {
    return KubeConnection.open(access(System.getenv()), Clock.systemUTC());
  }

  private KubeAccess access(Map<String, String> environment) {
    List<String> groups = given.asGroups;
    String named = environment.getOrDefault("HELM_KUBEASGROUPS", "");
    if (groups.isEmpty() && !named.isEmpty()) {
      groups = Arrays.asList(named.split(",", -1));
    }
    return new KubeAccess(
        given.kubeconfig,
        chosen(given.context, "HELM_KUBECONTEXT", environment),
        chosen(given.token, "HELM_KUBETOKEN", environment),
        chosen(given.asUser, "HELM_KUBEASUSER", environment),
        groups,
        chosen(given.server, "HELM_KUBEAPISERVER", environment),
        chosen(given.caFile, "HELM_KUBECAFILE", environment),
        given.insecure
            || environment
                .getOrDefault("HELM_KUBEINSECURE_SKIP_TLS_VERIFY", "")
                .matches("1|t|T|true|TRUE|True"));
  }

  private static @Nullable String chosen(
      @Nullable String option, String variable, Map<String, String> environment) {
    if (option != null && !option.isEmpty()) {
      return option;
    }
    String value = environment.getOrDefault(variable, "");
    return value.isEmpty() ? null : value;
  }

  /** Where records are, as {@code HELM_DRIVER} says. */
  ReleaseStore releases(KubeConnection connection) {
    return connection.releases(ReleaseDriver.of(System.getenv("HELM_DRIVER")));
  }

  /** The namespace of the command: the option's, the variable's, or that of the context. */
  String namespace(KubeConnection connection) {
    return helm.givenNamespace().orElseGet(connection::defaultNamespace);
  }
}
