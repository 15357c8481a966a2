package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hooks on a real cluster, whose controllers decide when a Job has ended. */
@RealCluster
class HooksIT {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: {{ .Release.Name }}-prepare
        annotations: {helm.sh/hook: pre-install}
      spec:
        ttlSecondsAfterFinished: 0
        backoffLimit: 0
        template:
          metadata: {annotations: {%s}}
          spec:
            restartPolicy: Never
            containers: [{name: c, image: x}]
      """;

  private static Chart chart(String podAnnotations) {
    return Charts.ofFiles(
        List.of(
            file("Chart.yaml", "apiVersion: v2\nname: hooked\nversion: 1.0.0\n"),
            file("templates/job.yaml", JOB.formatted(podAnnotations)),
            file(
                "templates/config.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n")));
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static Release install(KubeConnection connection, String namespace, Chart chart) {
    Actions actions =
        new Actions(
            connection.cluster(),
            connection.releases(),
            Renderer.standard(Clock.systemUTC(), warning -> {}),
            connection.lookup(),
            Clock.systemUTC(),
            "test");
    return actions.install(
        new ReleaseRequest(
            "hooked",
            namespace,
            chart,
            Map.of(),
            Map.of(),
            ActionPolicy.STANDARD.change().timeout(Duration.ofSeconds(30)).build()));
  }

  @Test
  void aJobThatIsRemovedAsSoonAsItHasEndedIsSeenToEnd(TestCluster cluster) {
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      Release release = install(connection, cluster.createNamespace(), chart(""));
      assertEquals(ReleaseStatus.DEPLOYED, release.status());
      assertEquals("Succeeded", release.hooks().get(0).phase());
    }
  }

  @Test
  void aJobThatFailsFailsTheReleaseWithItsReason(TestCluster cluster) {
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      String namespace = cluster.createNamespace();
      ActionException failure =
          assertThrows(
              ActionException.class,
              () -> install(connection, namespace, chart("testbed.autohelm.io/outcome: fail")));
      assertTrue(failure.getMessage().contains("BackoffLimitExceeded"), failure.getMessage());
      assertEquals(
          ReleaseStatus.FAILED,
          connection.releases().last(namespace, "hooked").orElseThrow().status());
    }
  }
}
