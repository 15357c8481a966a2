package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents with one source and one cluster: nobody wants that, and it does no harm. */
@RealCluster
final class TwoAgentsIT {
  private static final int RELEASES = 6;
  private static final String GREETING =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ .Release.Name }}" }
      data: { greeting: "{{ .Values.greeting }}" }
      """;

  private static final String HOOK =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: "{{ .Release.Name }}-hook"
        annotations: { helm.sh/hook: "pre-install,pre-upgrade" }
      spec: { restartPolicy: Never, containers: [ { name: c, image: busybox } ] }
      """;

  private static Map<String, String> files(String namespace, String word) {
    Map<String, String> files =
        new LinkedHashMap<>(
            chart(
                "note",
                "greeting: " + word + "\n",
                Map.of("greeting.yaml", GREETING, "hook.yaml", HOOK)));
    for (int i = 0; i < RELEASES; i++) {
      files.put("apps/a" + i + ".yaml", declaration(namespace, "a" + i, "charts/note", ""));
    }
    return files;
  }

  @Test
  void theyTakeTurnsAndNothingFails(TestCluster cluster, @TempDir Path folder) {
    String namespace = cluster.createNamespace();
    try (RunningAgent one = new RunningAgent(cluster, folder);
        KubeConnection connection =
            KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      one.push(files(namespace, "first"));
      one.start();
      Settings settings = one.settings();
      Settings others =
          new Settings(
              settings.sources(),
              settings.kubeconfig(),
              settings.context(),
              settings.host(),
              0,
              folder.resolve("other-data"),
              settings.concurrency());
      try (AgentRuntime two = AgentRuntime.start(others)) {
        assertNotEquals(0, two.address().getPort());
        for (String word : List.of("first", "second", "third")) {
          one.push(files(namespace, word));
          one.until("everything says " + word, () -> says(cluster, namespace, word));
        }
        one.stop();
      }
      for (int i = 0; i < RELEASES; i++) {
        List<Release> history = connection.releases().history(namespace, "a" + i);
        assertEquals(
            ReleaseStatus.DEPLOYED,
            history.get(history.size() - 1).status(),
            () -> statuses(history));
        assertEquals(
            0,
            history.stream()
                // A newer commit ends the wait for an older one.
                .filter(each -> !each.info().description().contains("superseded by commit"))
                .filter(
                    each ->
                        each.status() != ReleaseStatus.SUPERSEDED
                            && each.status() != ReleaseStatus.DEPLOYED)
                .count(),
            () -> statuses(history));
        assertEquals(
            1,
            history.stream().filter(each -> each.status() == ReleaseStatus.DEPLOYED).count(),
            () -> statuses(history));
      }
      assertEquals(List.of(), cluster.client().leases().inNamespace(namespace).list().getItems());
    }
  }

  private static String statuses(List<Release> history) {
    return history.stream()
        .map(each -> each.revision() + " " + each.status() + " " + each.info().description())
        .toList()
        .toString();
  }

  private static boolean says(TestCluster cluster, String namespace, String word) {
    return cluster.client().configMaps().inNamespace(namespace).list().getItems().stream()
            .filter(map -> map.getMetadata().getName().startsWith("a"))
            .filter(map -> word.equals(map.getData().get("greeting")))
            .count()
        == RELEASES;
  }
}
