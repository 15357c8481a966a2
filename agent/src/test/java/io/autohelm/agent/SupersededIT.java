package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wait that a newer commit makes pointless, and one that is ended by its reason. */
@RealCluster
@RealHelm
final class SupersededIT {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: {{ .Release.Name }} }
      spec:
        selector: { matchLabels: { app: {{ .Release.Name }} } }
        template:
          metadata:
            labels: { app: {{ .Release.Name }} }
            annotations: { testbed.autohelm.io/outcome: {{ .Values.outcome | quote }} }
          spec: { containers: [ { name: web, image: nginx } ] }
      """;

  @Test
  void theNewerCommitIsTriedAtOnce(TestCluster cluster, TestHelm helm, @TempDir Path folder) {
    String namespace = cluster.createNamespace();
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      Map<String, String> files =
          new LinkedHashMap<>(chart("web", "outcome: hang\n", Map.of("web.yaml", DEPLOYMENT)));
      String declaration = declaration(namespace, "web", "charts/web", "").replace("60s", "30m");
      files.put("apps/web.yaml", declaration);
      agent.push(files);
      agent.start();
      agent.until(
          "the first revision is awaited",
          () -> helm.helm4("status", "web", "-n", namespace).stdout().contains("pending-install"));
      files.putAll(chart("web", "outcome: ready\n", Map.of("web.yaml", DEPLOYMENT)));
      agent.push(files);
      // Far within the timeout of half an hour.
      agent.awaitDeployed(namespace, "web", 2);
      String history = helm.helm4("history", "web", "-n", namespace, "-o", "json").ok();
      assertTrue(history.contains("failed: superseded by commit "), () -> history);
    }
  }

  @Test
  void aCrashLoopIsToldWithItsLastOutput(TestCluster cluster, TestHelm helm, @TempDir Path folder) {
    String namespace = cluster.createNamespace();
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      Map<String, String> files =
          new LinkedHashMap<>(chart("web", "outcome: crash\n", Map.of("web.yaml", DEPLOYMENT)));
      files.put(
          "apps/web.yaml", declaration(namespace, "web", "charts/web", "").replace("60s", "30m"));
      agent.push(files);
      agent.start();
      agent.until(
          "the first revision has failed",
          () ->
              helm.helm4("history", "web", "-n", namespace, "-o", "json")
                  .stdout()
                  .contains("the last time with exit code 3; its last output: the first line"));
    }
  }
}
