package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an order goes, and who gives it. */
final class OrderOptions {
  private final Ordering ordering;

  @Option(
      names = "--agent-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "autohelm",
      description = "Where the agent runs (default: ${DEFAULT-VALUE})")
  private String agentNamespace = "autohelm";

  @Option(
      names = "--state",
      paramLabel = "NAME",
      defaultValue = "autohelm-state",
      description =
          "The ConfigMap with the orders, as state.name of the agent's configuration"
              + " (default: ${DEFAULT-VALUE})")
  private String state = "autohelm-state";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who gives the order, for people (default: the user of this machine)")
  private @Nullable String by;

  @Mixin private KubeOptions kube = new KubeOptions();

  OrderOptions(Ordering ordering) {
    this.ordering = ordering;
  }

  /** Of a release: {@code NAMESPACE/NAME}, or the name alone in the command's namespace. */
  String release(KubeConnection connection, String given) {
    NamedRelease.check(given);
    return given.contains("/") ? given : kube.namespace(connection) + "/" + given;
  }

  KubeConnection connect() {
    return kube.connect();
  }

  ConfigMapTexts texts(KubeConnection connection) {
    return connection.texts(agentNamespace, state);
  }

  /**
   * Writes an order about a release, a source or a digest; gives the key that bears it, empty where
   * none does.
   */
  String write(
      ConfigMapTexts texts, Ordering.Verb verb, OrderSubject.Named subject, String reason) {
    return write(texts, verb, subject, reason, 0);
  }

  /**
   * As {@link #write(ConfigMapTexts, Ordering.Verb, OrderSubject.Named, String)}.
   *
   * @param revision to go back to; 0 for the last good one before the newest
   */
  String write(
      ConfigMapTexts texts,
      Ordering.Verb verb,
      OrderSubject.Named subject,
      String reason,
      int revision) {
    String giver = by == null ? System.getProperty("user.name", "somebody") : by;
    Ordering.Given order =
        new Ordering.Given(
            verb,
            subject.name(),
            giver,
            reason,
            Clock.systemUTC().instant(),
            subject.isSource(),
            revision);
    try {
      String key = ordering.write(texts, order);
      return key == null ? "" : key;
    } catch (ClusterException e) {
      throw new CommandException(
          1,
          e.getMessage()
              + "; --agent-namespace and --state say in which ConfigMap the agent looks for orders");
    }
  }

  /** An order may come before the release, but as a rule the name is not the right one. */
  void warnOfUnknown(KubeConnection connection, OrderSubject.Named subject) {
    if (subject.isSource()) {
      return;
    }
    int slash = subject.name().indexOf('/');
    try {
      if (releases(connection)
          .last(subject.name().substring(0, slash), subject.name().substring(slash + 1))
          .isEmpty()) {
        HelmOutput.error(
            "Warning: the cluster has no release " + subject.name() + "; is the name right?\n");
      }
    } catch (ClusterException | ReleaseException e) {
      // Who may give orders need not be allowed to read records.
    }
  }

  ReleaseStore releases(KubeConnection connection) {
    return kube.releases(connection);
  }

  /** What the agent says of a release; empty where it cannot be asked or knows none. */
  Optional<Map<?, ?>> view(KubeConnection connection, @Nullable String agent, NamedRelease.Id id) {
    String path = "api/v1/releases/" + id.namespace() + "/" + id.name();
    String address = agent == null ? System.getenv().getOrDefault("AUTOHELM_AGENT", "") : agent;
    try {
      Optional<String> text =
          address.isEmpty()
              ? Optional.of(connection.questions().service(agentNamespace, "autohelm:http", path))
              : AgentHttp.get(address, path);
      return text.map(Json::parse)
          .flatMap(tree -> tree instanceof Map<?, ?> view ? Optional.of(view) : Optional.empty());
    } catch (ClusterException | CommandException | YamlException e) {
      return Optional.empty();
    }
  }
}
