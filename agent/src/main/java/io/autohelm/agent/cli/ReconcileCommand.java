package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.ObjectWatches;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code autohelm reconcile}. */
@Command(
    name = "reconcile",
    header = "Have the agent look at a release, or a whole source, now.",
    description = {
      "",
      "What failed, is quarantined or was rolled back by an order is tried once more; windows that let manual orders",
      "through let it through. A source is read from Git again, and each of its releases is looked at.",
      "",
      "Examples:",
      "  autohelm reconcile shop -n web",
      "  autohelm reconcile web/shop --wait --timeout 2m",
      "  autohelm reconcile --source shops",
      "",
      "The order is written into a ConfigMap that the agent watches; docs/control.md tells more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ReconcileCommand implements Callable<Integer> {
  @Mixin private OrderSubject of = new OrderSubject();

  @Option(names = "--wait", description = "Wait until the agent has begun")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "1m",
      converter = GoDurationOption.class,
      description = "How long to wait (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofMinutes(1);

  @Mixin private final OrderOptions options;

  ReconcileCommand(Ordering ordering) {
    this.options = new OrderOptions(ordering);
  }

  @Override
  public Integer call() {
    try (KubeConnection connection = options.connect()) {
      OrderSubject.Named subject = of.in(options, connection);
      ConfigMapTexts texts = options.texts(connection);
      String key = options.write(texts, Ordering.Verb.RECONCILE, subject, "");
      HelmOutput.line("the agent is asked to look at " + subject.told());
      if (wait && !isTaken(texts, key)) {
        throw new CommandException(
            1,
            "no agent has taken the order within "
                + timeout.toSeconds()
                + " s; is one running that desires "
                + subject.told()
                + ", and is "
                + texts.place()
                + " its ConfigMap?");
      }
      return 0;
    }
  }

  /** The agent removes the key when it begins. */
  private boolean isTaken(ConfigMapTexts texts, String key) {
    CountDownLatch taken = new CountDownLatch(1);
    ObjectWatches.Watch watch =
        texts.watch(
            new ConfigMapTexts.Listener() {
              @Override
              public void seen(Map<String, String> present) {
                if (!present.containsKey(key)) {
                  taken.countDown();
                }
              }

              @Override
              public void lost(ClusterException reason) {
                // It is opened again; whoever waits has a time to wait.
              }
            });
    try {
      return taken.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      watch.close();
    }
  }
}
