package io.autohelm.benchmarks;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.action.WaitMode;
import io.autohelm.engine.chart.ChartMemory;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.SetSyntax;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This project's engine in one process, with the lock that the agent and the commands take. */
final class OurActions implements Actor, AutoCloseable {
  private final KubeConnection connection;
  private final Actions actions;
  private final ReleaseLocks locks;
  private final ChartMemory charts = new ChartMemory(64L << 20);

  OurActions(Path kubeconfig) {
    connection = KubeConnection.open(kubeconfig, null, Clock.systemUTC());
    locks = connection.locks("benchmark");
    actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(Clock.systemUTC(), warning -> {}),
            connection.lookup(),
            Clock.systemUTC(),
            "");
  }

  private interface Step {
    void on(Actions locked);
  }

  private void locked(String namespace, String release, Step step) {
    if (locks.take(namespace, release) instanceof ReleaseLocks.Attempt.Taken taken) {
      try (var lock = taken.lock()) {
        step.on(actions.under(lock));
      }
    } else {
      throw new IllegalStateException("somebody else acts on " + release);
    }
  }

  private static ActionPolicy policy(boolean wait) {
    return ActionPolicy.HELM
        .change()
        .wait(wait ? WaitMode.WATCHER : WaitMode.HOOKS_ONLY)
        .timeout(Duration.ofMinutes(1))
        .build();
  }

  private ReleaseRequest request(
      String namespace, String release, Path chart, String values, boolean wait) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    SetSyntax.set(values, given);
    return new ReleaseRequest(
        release, namespace, charts.load(chart), given, Map.of(), policy(wait));
  }

  @Override
  public void install(String namespace, String release, Path chart, String values, boolean wait) {
    ReleaseRequest request = request(namespace, release, chart, values, wait);
    locked(namespace, release, locked -> locked.install(request));
  }

  @Override
  public void upgrade(String namespace, String release, Path chart, String values, boolean wait) {
    ReleaseRequest request = request(namespace, release, chart, values, wait);
    locked(namespace, release, locked -> locked.upgrade(request));
  }

  @Override
  public void uninstall(String namespace, String release, boolean wait) {
    locked(namespace, release, locked -> locked.uninstall(namespace, release, policy(wait)));
  }

  void createNamespace(String name) {
    connection.cluster().createNamespace(name);
  }

  void deleteNamespace(String name) {
    KubeObject.parseAll("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}")
        .forEach(connection.cluster()::delete);
  }

  @Override
  public void close() {
    connection.close();
  }
}
