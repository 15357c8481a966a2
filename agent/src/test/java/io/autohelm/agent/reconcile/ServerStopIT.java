package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.testing.OwnCluster;
import io.autohelm.engine.testing.RealCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A real API server that is ended and started again, and an etcd that stands still, in a sync. */
@RealCluster
final class ServerStopIT {
  private static final int OBJECTS = 60;

  private record Many(String word) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      List<ChartFile> files = new ArrayList<>();
      files.add(file("Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"));
      for (int i = 0; i < OBJECTS; i++) {
        files.add(
            file(
                "templates/m" + i + ".yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m%d }\ndata: { word: %s }\n"
                    .formatted(i, word)));
      }
      return Charts.ofFolder(files);
    }

    private static ChartFile file(String name, String text) {
      return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  private static Report.ReleaseSynced sync(Reconciler reconciler, String word) {
    return reconciler.reconcile(
        Round.of(
            new DesiredRelease(
                new ReleaseId("default", "many"),
                "many.yaml",
                1,
                new ChartChoice.InCommit("chart"),
                Map.of(),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                List.of(),
                DriftMode.CORRECT,
                false,
                true,
                true,
                10),
            "source",
            "commit",
            new Many(word)),
        new Attempt());
  }

  private static void comesToAGoodEnd(KubeConnection connection, Reconciler reconciler, String word)
      throws InterruptedException {
    Report.ReleaseSynced report = sync(reconciler, word);
    for (int look = 0; look < 60 && !report.isAsDeclared(); look++) {
      Thread.sleep(1000);
      report = sync(reconciler, word);
    }
    assertTrue(report.isAsDeclared(), report.toString());
    List<Release> history = connection.releases().history("default", "many");
    assertEquals(ReleaseStatus.DEPLOYED, history.get(history.size() - 1).status());
    assertTrue(history.stream().noneMatch(each -> each.status().isPending()));
  }

  @Test
  void nothingIsLostAndTheReasonIsTold() throws IOException, InterruptedException {
    try (OwnCluster cluster = OwnCluster.start();
        KubeConnection connection =
            KubeConnection.ofText(cluster.kubeconfig(), Clock.systemUTC())) {
      Reconciler reconciler = Connected.reconciler(connection, Clock.systemUTC());
      assertTrue(sync(reconciler, "one").isAsDeclared());

      // Away for as long as an action is patient with it.
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              () -> {
                try {
                  cluster.killServer();
                  cluster.startServer();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      Report.ReleaseSynced during = sync(reconciler, "two");
      back.join();
      assertTrue(during.error() == null || !during.error().isEmpty());
      comesToAGoodEnd(connection, reconciler, "two");

      // Away for longer.
      cluster.killServer();
      Report.ReleaseSynced away = sync(reconciler, "three");
      assertNotNull(away.error());
      assertTrue(away.error().contains("cannot be reached"), away.error());
      cluster.startServer();
      comesToAGoodEnd(connection, reconciler, "three");

      // A store that stands still for a while, in the middle.
      cluster.haltEtcd();
      CompletableFuture<Void> resumed =
          CompletableFuture.runAsync(
              () -> {
                try {
                  cluster.resumeEtcd();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              },
              CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS));
      Report.ReleaseSynced slow = sync(reconciler, "four");
      resumed.join();
      assertTrue(slow.error() == null || !slow.error().isEmpty());
      comesToAGoodEnd(connection, reconciler, "four");
    }
  }
}
