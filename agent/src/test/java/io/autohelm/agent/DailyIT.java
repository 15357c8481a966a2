package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with which people look at releases, beside an agent on a real cluster. */
@RealCluster
final class DailyIT {
  private static final String TEMPLATES =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: {{ .Release.Name }} }
      data: { word: {{ .Values.word }} }
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: {{ .Release.Name }} }
      spec:
        replicas: 1
        selector: { matchLabels: { app: {{ .Release.Name }} } }
        template:
          metadata: { labels: { app: {{ .Release.Name }} } }
          spec: { containers: [ { name: main, image: "registry.invalid/x:1" } ] }
      """;

  @TempDir private Path folder;
  private TestCluster cluster;
  private String namespace;

  @BeforeEach
  void namespace(TestCluster given) {
    cluster = given;
    namespace = given.createNamespace();
  }

  private Program.Run run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--kubeconfig", cluster.kubeconfig().toString()));
    return Program.here(all.toArray(String[]::new));
  }

  private String told(int exitCode, String... arguments) {
    Program.Run run = run(arguments);
    assertEquals(exitCode, run.exitCode(), () -> run.stdout() + run.stderr());
    return run.stdout();
  }

  @Test
  void aReleaseIsSeenFromTheCommandLine() throws IOException {
    Map<String, String> files =
        new LinkedHashMap<>(chart("shop", "word: first\n", Map.of("all.yaml", TEMPLATES)));
    files.put(
        "apps/shop.yaml",
        declaration(
            namespace,
            "shop",
            "charts/shop",
            "disableWait: true\ndriftDetection: { mode: warn }\n"));
    files.put("apps/bad.yaml", declaration(namespace, "bad", "charts/shop", "suspend: true"));
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(files);
      agent.start(settings -> settings.withState(namespace, "orders"));
      agent.awaitDeployed(namespace, "shop", 1);
      agent.until(
          "told",
          () -> agent.release(namespace, "bad").path("health").asText().equals("suspended"));
      String[] at = {"--agent", agent.address().toString()};
      String shop = namespace + "/shop";

      String releases = told(0, "get", "releases", "-o", "wide", at[0], at[1]);
      assertTrue(releases.startsWith("NAMESPACE"), releases);
      assertTrue(releases.lines().anyMatch(line -> line.contains(" shop-1.2.3 ")), releases);
      String bad = told(1, "get", "releases", "--not-healthy", at[0], at[1]);
      assertTrue(bad.contains("bad"), bad);
      String sources = told(0, "get", "sources", at[0], at[1]);
      assertTrue(sources.contains(agent.source()), sources);
      String release = told(0, "get", "release", shop, at[0], at[1]);
      assertTrue(release.contains("chart:     shop-1.2.3\n"), release);
      told(2, "get", "release", namespace + "/nobody", at[0], at[1]);

      agent.until("a pod", () -> run("tree", shop).stdout().contains("Pod/"));
      String tree = told(0, "tree", shop);
      assertTrue(tree.startsWith(shop + ": shop-1.2.3, revision 1, deployed\n"), tree);
      assertTrue(tree.contains("\n└─ Deployment/" + shop), tree);
      assertTrue(tree.contains("\n   └─ ReplicaSet/" + shop + "-"), tree);
      assertTrue(tree.contains("\n      └─ Pod/" + shop + "-"), tree);
      JsonNode json = new ObjectMapper().readTree(told(0, "tree", shop, "-o", "json"));
      assertEquals(2, json.path("objects").size(), json::toString);

      agent.until("an event", () -> told(0, "events", shop).contains("InstallSucceeded"));

      String trace = told(0, "trace", "configmap/shop", "-n", namespace, at[0], at[1]);
      assertTrue(trace.contains("release:     " + shop + "\n"), trace);
      assertTrue(trace.contains("template:    shop/templates/all.yaml\n"), trace);
      assertTrue(trace.contains("source:      " + agent.source() + "\n"), trace);
      assertTrue(trace.contains("commit:      "), trace);
      assertTrue(trace.contains("declaration: apps/shop.yaml:1\n"), trace);
      JsonNode set = json.path("objects").path(1).path("owns").path(0);
      String name = set.path("owns").path(0).path("name").asText();
      String pod = told(0, "trace", "pods/" + name, "-n", namespace, at[0], at[1]);
      assertTrue(
          pod.contains(
              "owned by:    ReplicaSet/%s/%s, Deployment/%s\n"
                  .formatted(namespace, set.path("name").asText(), shop)),
          pod);
      assertTrue(pod.contains("release:     " + shop + "\n"), pod);
      String none = told(1, "trace", "configmaps/kube-root-ca.crt", "-n", namespace, at[0], at[1]);
      assertTrue(none.contains("no release has it"), none);

      cluster
          .client()
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("shop")
                  .withNamespace(namespace)
                  .endMetadata()
                  .addToData("word", "edited")
                  .build())
          .patch();
      agent.until(
          "drift", () -> run("diff", "drift", shop, at[0], at[1]).stdout().contains("/data/word"));
      String drift = told(1, "diff", "drift", shop, at[0], at[1]);
      assertTrue(drift.contains("\"edited\""), drift);
      assertTrue(drift.contains("still there"), drift);
      String again = told(0, "get", "release", shop, at[0], at[1]);
      assertTrue(again.contains("/data/word"), again);
    }
  }

  @Test
  void whoeverIsNotThereIsToldInOneLine() {
    Program.Run run = run("get", "releases", "--agent", "http://127.0.0.1:1");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.stderr().startsWith("Error: no agent answers at http://127.0.0.1:1"), run::stderr);
    Program.Run none = run("get", "releases", "--agent-namespace", namespace);
    assertEquals(2, none.exitCode());
    assertTrue(none.stderr().startsWith("Error: no agent answers: "), none::stderr);
    assertEquals(1, none.stderr().lines().count(), none::stderr);
    assertEquals(2, run("tree", namespace + "/nobody").exitCode());
    assertEquals(2, run("trace", "nothing/x", "-n", namespace).exitCode());
  }
}
