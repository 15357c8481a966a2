package io.autohelm.agent.cli;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.kube.ConfigMapTexts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.release.Release;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
      "With --wait it tells which objects are waited for, and how it ended: exit code 0 where the release is as declared,",
      "1 where it is not. Of a source it waits only until the agent has begun.",
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
  /** An agent that runs hears an order at once. */
  private static final Duration TO_BEGIN = Duration.ofMinutes(1);

  @Mixin private OrderSubject of = new OrderSubject();

  @Option(names = "--wait", description = "Wait until the agent has done it, and tell how")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = GoDurationOption.class,
      description = "How long to wait (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--agent",
      paramLabel = "URL",
      description =
          "With --wait: the agent's address, to know what it says in the end (default:"
              + " AUTOHELM_AGENT; otherwise its Service is asked by way of the API server)")
  private @Nullable String agent;

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
      if (!wait) {
        return 0;
      }
      long asked = System.nanoTime();
      Duration toBegin = timeout.compareTo(TO_BEGIN) < 0 ? timeout : TO_BEGIN;
      if (!isTaken(texts, key, toBegin)) {
        throw new CommandException(
            1,
            "no agent has taken the order within "
                + toBegin.toSeconds()
                + " s; is one running that desires "
                + subject.told()
                + ", and is "
                + texts.place()
                + " its ConfigMap?");
      }
      if (subject.isSource()) {
        HelmOutput.line("the agent has begun");
        return 0;
      }
      return await(connection, subject, timeout.minus(Duration.ofNanos(System.nanoTime() - asked)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(1, "interrupted; the agent goes on by itself");
    }
  }

  /** Tells what is waited for, and in the end how the release is. */
  private int await(KubeConnection connection, OrderSubject.Named subject, Duration left)
      throws InterruptedException {
    int slash = subject.name().indexOf('/');
    NamedRelease.Id id =
        new NamedRelease.Id(
            subject.name().substring(0, slash), subject.name().substring(slash + 1));
    Optional<Release> newest =
        new ReconcileWait(
                connection, options.releases(connection), id, line -> HelmOutput.error(line + "\n"))
            .await(left);
    ReconcileOutcome outcome =
        ReconcileOutcome.of(id, newest.orElse(null), options.view(connection, agent, id));
    if (!outcome.isGood()) {
      throw new CommandException(1, outcome.text());
    }
    HelmOutput.line(outcome.text());
    return 0;
  }

  /** The agent removes the key when it begins. */
  private static boolean isTaken(ConfigMapTexts texts, String key, Duration patience) {
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
      return taken.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      watch.close();
    }
  }
}
