package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** diff between revisions, with what would be, and with what is in the cluster. */
@RealCluster
class DiffCommandsIT {
  @TempDir Path root;
  private TestCluster cluster;
  private String namespace;
  private String chart;

  @BeforeEach
  void chart(TestCluster real) throws IOException {
    cluster = real;
    namespace = cluster.createNamespace();
    chart = SmallChart.in(root.resolve("shop")).toString();
    Files.writeString(
        Path.of(chart, "templates/secret.yaml"),
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: "{{ .Release.Name }}-key"}
        stringData: {key: "hunter{{ .Values.size }}", kept: hunter0}
        """);
  }

  private Program.Run run(String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("-n", namespace, "--kubeconfig", cluster.kubeconfig().toString()));
    Program.Run run = Program.here(line.toArray(String[]::new));
    assertFalse(run.stdout().contains("hunter"), run.stdout());
    return run;
  }

  @Test
  void anUpgradeIsShownBeforeItIsDone() {
    Program.Run fresh = run("diff", "upgrade", "one", chart);
    assertEquals(1, fresh.exitCode(), fresh.stderr());
    assertTrue(fresh.stdout().contains("added: apps/v1 Deployment"), fresh.stdout());
    assertEquals(0, run("install", "one", chart).exitCode());
    assertEquals("", run("diff", "upgrade", "one", chart).stdout());
    assertEquals(0, run("diff", "upgrade", "one", chart).exitCode());
    Program.Run changed = run("diff", "upgrade", "one", chart, "--set", "size=2", "-C", "0");
    assertEquals(1, changed.exitCode());
    assertEquals(
        """
        changed: v1 Secret/NAMESPACE/one-key
        @@ @@
        -  key: (hidden, before)
        +  key: (hidden, after)
        changed: v1 ConfigMap/NAMESPACE/one-config
        @@ @@
        -  size: "1"
        +  size: "2"
        """,
        changed.stdout().replace(namespace, "NAMESPACE").replaceAll("@@ -\\d+ \\+\\d+ @@", "@@ @@"),
        changed.stdout());
    assertEquals(
        "1",
        run("history", "one", "--max", "9", "-o", "json")
            .stdout()
            .replaceAll(".*\"revision\":(\\d+).*\\s", "$1"));
  }

  @Test
  void revisionsAndRollbacksAreShown() throws IOException {
    assertEquals(0, run("install", "one", chart).exitCode());
    assertEquals(0, run("upgrade", "one", chart, "--set", "size=2").exitCode());
    assertEquals(0, run("diff", "revision", "one", "2").exitCode());
    Program.Run json = run("diff", "revision", "one", "1", "2", "-o", "json");
    assertEquals(1, json.exitCode());
    List<?> changes = (List<?>) Json.parse(json.stdout());
    assertEquals(2, changes.size());
    assertEquals(List.of("/data/size"), ((Map<?, ?>) changes.get(1)).get("fields"));
    assertEquals(1, run("diff", "rollback", "one").exitCode());
    assertEquals(1, run("diff", "rollback", "one", "1", "--live").exitCode());
    assertEquals(0, run("diff", "rollback", "one", "2", "--live").exitCode());
    assertEquals(2, run("diff", "revision", "one", "7").exitCode());
    assertEquals(2, run("diff", "revision", "one").exitCode());
    assertEquals(2, run("diff", "revision", "one", "x").exitCode());
  }

  @Test
  void driftIsShown() {
    assertEquals(0, run("install", "one", chart).exitCode());
    assertEquals(0, run("diff", "live", "one").exitCode());
    cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("one-config")
        .edit(
            map -> {
              map.getData().put("size", "99");
              return map;
            });
    cluster.client().configMaps().inNamespace(namespace).withName("one-with-a-long-name").delete();
    Program.Run drift = run("diff", "live", "one");
    assertEquals(1, drift.exitCode());
    assertTrue(drift.stdout().contains("-  size: \"99\"\n+  size: \"1\""), drift.stdout());
    assertTrue(drift.stdout().contains("added: v1 ConfigMap"), drift.stdout());
    assertEquals(2, run("diff", "live", "none").exitCode());
  }
}
