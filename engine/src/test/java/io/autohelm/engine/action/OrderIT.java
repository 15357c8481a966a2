package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Objects made, changed and removed in the order that charts ask for, on a real cluster. */
@RealCluster
final class OrderIT {
  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: db
        annotations: { helm.sh/resource-group: database }
      spec:
        selector: { matchLabels: { app: db } }
        template:
          metadata: { labels: { app: db }, annotations: { testbed.autohelm.io/outcome: slow, v: "{{ .Values.v }}" } }
          spec: { containers: [ { name: c, image: i } ] }
      """;
  private static final String MAP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: app
        annotations: { helm.sh/resource-group: app, helm.sh/depends-on/resource-groups: '["%s"]' }
      data: { v: "{{ .Values.v }}" }
      """;

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static Chart chart(String group) {
    return Charts.ofFolder(
        List.of(
            file("Chart.yaml", "apiVersion: v2\nname: ordered\nversion: 1.0.0\n"),
            file("values.yaml", "v: 1\n"),
            file("templates/db.yaml", WORKLOAD),
            file("templates/app.yaml", MAP.formatted(group))));
  }

  private static ReleaseRequest request(String namespace, Chart chart, int v) {
    return new ReleaseRequest(
        "ordered",
        namespace,
        chart,
        Map.of("v", (double) v),
        Map.of(),
        ActionPolicy.STANDARD.change().timeout(Duration.ofSeconds(40)).build());
  }

  private static Instant time(KubeObject object, String path) {
    return Instant.parse(String.valueOf(object.metadata().get(path)));
  }

  @Test
  void aGroupWaitsForTheGroupsThatItDependsOn(TestCluster bed) {
    try (KubeConnection connection =
        KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC())) {
      Actions actions =
          new Actions(
              connection.cluster(),
              connection.releases(),
              Renderer.standard(Clock.systemUTC(), warning -> {}),
              connection.lookup(),
              Clock.systemUTC(),
              "test");
      String namespace = bed.createNamespace();
      Release release = actions.install(request(namespace, chart("database"), 1));
      Map<String, KubeObject> live = new TreeMap<>();
      for (KubeObject object : actions.objects(release)) {
        live.put(object.name(), connection.cluster().get(object).orElseThrow());
      }
      Duration between =
          Duration.between(
              time(live.get("db"), "creationTimestamp"),
              time(live.get("app"), "creationTimestamp"));
      assertTrue(between.toSeconds() >= 4, "waited " + between);

      long begun = System.nanoTime();
      actions.upgrade(
          request(namespace, chart("database"), 2),
          connection.releases().history(namespace, "ordered"));
      assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() >= 4);
      actions.uninstall(namespace, "ordered", ActionPolicy.STANDARD);
      for (KubeObject object : live.values()) {
        assertTrue(connection.cluster().get(object).isEmpty(), object.name());
      }
    }
  }

  @Test
  void groupsThatWaitForEachOtherAreRefusedBeforeAnythingIsMade(TestCluster bed) {
    try (KubeConnection connection =
        KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC())) {
      Actions actions =
          new Actions(
              connection.cluster(),
              connection.releases(),
              Renderer.standard(Clock.systemUTC(), warning -> {}),
              connection.lookup(),
              Clock.systemUTC(),
              "test");
      String namespace = bed.createNamespace();
      ActionException failure =
          assertThrows(
              ActionException.class, () -> actions.install(request(namespace, chart("app"), 1)));
      assertEquals(
          "the order inside the release cannot be followed: resource groups of chart ordered wait"
              + " for each other: app -> app",
          failure.getMessage());
    }
  }
}
