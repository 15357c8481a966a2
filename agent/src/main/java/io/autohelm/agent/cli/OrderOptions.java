package io.autohelm.agent.cli;

import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import java.time.Clock;
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
    String key =
        ordering.write(
            texts,
            new Ordering.Given(
                verb,
                subject.name(),
                giver,
                reason,
                Clock.systemUTC().instant(),
                subject.isSource(),
                revision));
    return key == null ? "" : key;
  }
}
