package io.autohelm.agent.cli;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ForwardingCluster;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.manifest.KubeObject;
import java.io.Console;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster that says what is waited for: a line for each object that becomes ready, or gives
 * another reason why it is not.
 *
 * @param lines where they go
 */
record ShownWaits(Cluster target, HealthProbe probe, Consumer<String> lines)
    implements ForwardingCluster {
  private static final Duration PAUSE = Duration.ofMillis(700);

  /** The same cluster, and with its waits told where somebody looks on. */
  static Cluster on(Cluster cluster, HealthProbe probe) {
    // A pipe, a file and a script want what Helm prints, and nothing else.
    return !isTerminal()
        ? cluster
        : new ShownWaits(cluster, probe, line -> HelmOutput.error(line + "\n"));
  }

  /** From Java 22 on there always is a console, which says itself whether it is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // for Java 17 it is the only sign
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // an older Java
    }
  }

  @Override
  public void awaitReady(List<KubeObject> objects, Patience patience) {
    Watched watched = new Watched(objects, probe, lines);
    CountDownLatch over = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                  watched.look();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "progress");
    thread.setDaemon(true);
    thread.start();
    try {
      target.awaitReady(objects, patience);
      over.countDown();
      watched.look();
    } finally {
      over.countDown();
    }
  }

  @Override
  public void awaitHook(KubeObject object, Patience patience) {
    lines.accept("running  " + object.id());
    target.awaitHook(object, patience);
    lines.accept("done     " + object.id());
  }

  /** What was told of some objects. */
  static final class Watched {
    private final List<KubeObject> objects;
    private final HealthProbe probe;
    private final Consumer<String> lines;
    private final Map<KubeObject.Id, Health> told = new HashMap<>();

    Watched(List<KubeObject> objects, HealthProbe probe, Consumer<String> lines) {
      this.objects = objects;
      this.probe = probe;
      this.lines = lines;
    }

    /** Looks once at all that are not ready yet, and tells what is news. */
    synchronized void look() {
      for (KubeObject object : objects) {
        Health before = told.get(object.id());
        if (before != null && before.level() == Health.Level.READY) {
          continue;
        }
        try {
          Health now = probe.look(object).health();
          if (!now.equals(before)) {
            told.put(object.id(), now);
            lines.accept(
                "%-8s %s%s"
                    .formatted(
                        now.level() == Health.Level.READY ? "ready" : "waiting",
                        object.id(),
                        now.level() == Health.Level.READY || now.reason().isEmpty()
                            ? ""
                            : ": " + now.reason()));
          }
        } catch (ClusterException e) {
          return; // who waits will say it, if it lasts
        }
      }
    }
  }
}
