package io.autohelm.engine.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Releases whose records no API server takes in one piece. */
@RealCluster
@RealHelm
class LargeRecordsIT {
  private static final String OURS = "autohelm.io/parts";

  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }} }
      data: { greeting: {{ .Values.greeting }} }
      """;

  @TempDir private Path folder;

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** A chart with more than 3 MiB that cannot be compressed. */
  private static Chart heavy(String... templates) {
    List<ChartFile> files = new ArrayList<>();
    files.add(file("Chart.yaml", "apiVersion: v2\nname: heavy\nversion: 1.0.0\n"));
    files.add(file("values.yaml", "greeting: hello\nown: default\n"));
    files.add(file("templates/config.yaml", CONFIG));
    for (int i = 0; i < templates.length; i++) {
      files.add(file("templates/more-" + i + ".yaml", templates[i]));
    }
    for (int i = 0; i < 4; i++) {
      files.add(new ChartFile("files/noise-" + i, noise(900_000, i), null));
    }
    return Charts.ofFiles(files);
  }

  private static ReleaseRequest request(String namespace, Chart chart, String greeting) {
    return new ReleaseRequest(
        "heavy",
        namespace,
        chart,
        Map.of("greeting", greeting),
        Map.of("team", "web"),
        ActionPolicy.STANDARD);
  }

  private static TestHelm.Run run(TestHelm helm, int major, String... arguments) {
    return major == 3 ? helm.helm3(arguments) : helm.helm4(arguments);
  }

  private static long parts(TestCluster cluster, String namespace, String driver) {
    return driver.equals("secret")
        ? cluster
            .client()
            .secrets()
            .inNamespace(namespace)
            .withLabel(OURS)
            .list()
            .getItems()
            .stream()
            .filter(each -> "autohelm".equals(each.getMetadata().getLabels().get("owner")))
            .count()
        : cluster
            .client()
            .configMaps()
            .inNamespace(namespace)
            .withLabel(OURS)
            .list()
            .getItems()
            .stream()
            .filter(each -> "autohelm".equals(each.getMetadata().getLabels().get("owner")))
            .count();
  }

  private static String said(TestCluster cluster, String namespace) {
    return cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("heavy")
        .get()
        .getData()
        .get("greeting");
  }

  @ParameterizedTest(name = "Helm {0}, {1}")
  @CsvSource({"3,secret", "4,secret", "4,configmap"})
  void helmWorksOnASlimRecordAndWeReadTheWholeOne(
      int major, String driver, TestCluster cluster, TestHelm realHelm) throws Exception {
    TestHelm helm = realHelm.with("HELM_DRIVER", driver);
    String namespace = cluster.createNamespace();
    Chart chart = heavy();
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      ReleaseStore store = connection.releases(ReleaseDriver.of(driver));
      Actions actions = RecordsIT.actions(connection, store);
      actions.install(request(namespace, chart, "first"));
      assertEquals(4, parts(cluster, namespace, driver));
      actions.upgrade(request(namespace, chart, "second"), store.history(namespace, "heavy"));
      assertEquals(4, parts(cluster, namespace, driver), "the same chart is kept once");
      assertWhole(chart, store.get(namespace, "heavy", 1).orElseThrow());
      assertWhole(chart, store.last(namespace, "heavy").orElseThrow());
      assertFalse(
          store.last(namespace, "heavy").orElseThrow().labels().containsKey(OURS),
          "the label is no user's");

      assertTrue(run(helm, major, "status", "heavy", "-n", namespace).ok().contains("deployed"));
      assertEquals(
          "greeting: second\nown: default\n",
          run(helm, major, "get", "values", "heavy", "-an", namespace)
              .ok()
              .replaceAll("^.*VALUES:\n", ""));
      assertTrue(run(helm, major, "get", "all", "heavy", "-n", namespace).ok().contains("second"));

      run(helm, major, "rollback", "heavy", "1", "-n", namespace, "--wait").ok();
      assertEquals("first", said(cluster, namespace));
      assertWhole(chart, store.get(namespace, "heavy", 3).orElseThrow());
      assertWhole(chart, store.get(namespace, "heavy", 2).orElseThrow());

      Path small = folder.resolve("heavy");
      Files.createDirectories(small.resolve("templates"));
      Files.writeString(
          small.resolve("Chart.yaml"), "apiVersion: v2\nname: heavy\nversion: 2.0.0\n");
      Files.writeString(small.resolve("templates/config.yaml"), CONFIG);
      run(helm, major, "upgrade", "heavy", small.toString(), "-n", namespace, "--reuse-values")
          .ok();
      assertEquals("first", said(cluster, namespace), "Helm reuses the values of a slim record");
      Release theirs = store.get(namespace, "heavy", 4).orElseThrow();
      assertEquals("2.0.0", theirs.chart().metadata().version());
      assertEquals(1, theirs.chart().templates().size());
      assertEquals(List.of(), theirs.chart().files());

      actions.upgrade(request(namespace, chart, "fifth"), store.history(namespace, "heavy"));
      assertEquals("fifth", said(cluster, namespace));
      actions.uninstall(namespace, "heavy", ActionPolicy.STANDARD);
      assertEquals(0, parts(cluster, namespace, driver));
      assertEquals(List.of(), store.index(namespace));
    }
  }

  private static void assertWhole(Chart chart, Release release) {
    assertEquals(chart.templates().size(), release.chart().templates().size());
    assertEquals(4, release.chart().files().size());
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(chart.files().get(i).data(), release.chart().files().get(i).data());
    }
  }

  @ParameterizedTest
  @CsvSource({"3", "4"})
  void helmRefusesToActWhereEvenTheManifestIsTooLarge(
      int major, TestCluster cluster, TestHelm helm) {
    String namespace = cluster.createNamespace();
    List<String> large = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      large.add(
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }}-%d }\nbinaryData: { x: %s }\n"
              .formatted(i, Base64.getEncoder().encodeToString(noise(600_000, i))));
    }
    Chart chart = heavy(large.toArray(String[]::new));
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      ReleaseStore store = connection.releases();
      Actions actions = RecordsIT.actions(connection, store);
      Release first = actions.install(request(namespace, chart, "first"));
      assertEquals(first.manifest(), store.history(namespace, "heavy").get(0).manifest());
      assertTrue(run(helm, major, "list", "-n", namespace).ok().contains("deployed"));
      assertTrue(
          run(helm, major, "get", "values", "heavy", "-n", namespace).ok().contains("first"));
      assertTrue(
          run(helm, major, "history", "heavy", "-n", namespace).ok().contains("heavy-1.0.0"));
      TestHelm.Run refused = run(helm, major, "uninstall", "heavy", "-n", namespace);
      assertEquals(1, refused.exitCode());
      assertEquals("first", said(cluster, namespace), "nothing was taken for removed");

      Release second =
          actions.upgrade(request(namespace, heavy(), "second"), store.history(namespace, "heavy"));
      assertEquals(ReleaseStatus.DEPLOYED, second.status());
      assertEquals(
          1,
          cluster.client().configMaps().inNamespace(namespace).list().getItems().stream()
              .filter(each -> each.getMetadata().getName().startsWith("heavy"))
              .count(),
          "what the chart contains no more is gone");
      assertEquals("second", said(cluster, namespace));
    }
  }

  @Test
  void partsOfARecordThatHelmDeletedAreSwept(TestCluster cluster, TestHelm helm) {
    String namespace = cluster.createNamespace();
    try (KubeConnection connection =
        KubeConnection.open(
            cluster.kubeconfig(),
            null,
            Clock.offset(Clock.systemUTC(), java.time.Duration.ofHours(1)))) {
      ReleaseStore store = connection.releases();
      RecordsIT.actions(connection, store).install(request(namespace, heavy(), "first"));
      assertEquals(0, store.sweep(namespace), "what is referred to stays");
      helm.helm4("uninstall", "heavy", "-n", namespace).ok();
      assertEquals(4, parts(cluster, namespace, "secret"));
      assertEquals(4, store.sweep(namespace));
      assertEquals(0, parts(cluster, namespace, "secret"));
    }
  }
}
