package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real API server never changes: told with what to do, which then helps. */
@RealCluster
final class ImmutableFieldIT {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: {{ .Release.Name }} }
      spec:
        replicas: 0
        selector: { matchLabels: { app: {{ .Values.word }} } }
        template:
          metadata: { labels: { app: {{ .Values.word }} } }
          spec: { containers: [ { name: a, image: a } ] }
      """;

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: { name: {{ .Release.Name }} }
      spec:
        backoffLimit: 1
        template:
          spec: { restartPolicy: Never, containers: [ { name: a, image: {{ .Values.word }} } ] }
      """;

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: { name: {{ .Release.Name }} }
      spec:
        clusterIP: {{ eq .Values.word "one" | ternary "" "None" | quote }}
        ports: [ { port: 80 } ]
      """;

  @TempDir Path folder;

  private final TestCluster cluster;
  private RunningAgent agent;
  private String namespace;

  ImmutableFieldIT(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void start() {
    namespace = cluster.createNamespace();
    agent = new RunningAgent(cluster, folder);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private Map<String, String> files(String word) {
    Map<String, String> files = new LinkedHashMap<>();
    Map.of("deployment", DEPLOYMENT, "job", JOB, "service", SERVICE)
        .forEach(
            (kind, template) -> {
              files.putAll(chart(kind, "word: one\n", Map.of(kind + ".yaml", template)));
              files.put(
                  "apps/" + kind + ".yaml",
                  declaration(
                          namespace,
                          kind,
                          "charts/" + kind,
                          "disableWait: true\nvalues: { word: " + word + " }")
                      .replace("interval: 1s", "interval: 1h"));
            });
    return files;
  }

  @Test
  void itIsToldWithWhatToDoAndThatHelps() {
    agent.push(files("one"));
    agent.start();
    for (String kind : new String[] {"deployment", "job", "service"}) {
      agent.awaitDeployed(namespace, kind, 1);
    }
    agent.push(files("two"));
    Map<String, String> commands =
        Map.of("deployment", "deployment.apps", "job", "job.batch", "service", "service");
    commands.forEach(
        (kind, resource) -> {
          agent.until(
              kind + " is refused",
              () -> !agent.release(namespace, kind).path("error").asText("").isEmpty());
          JsonNode release = agent.json("/api/v1/releases/" + namespace + "/" + kind);
          String error = release.path("error").asText();
          assertTrue(error.matches(".*: (field is immutable|may not change once set)"), error);
          assertTrue(error.length() < 400, error);
          String command = "kubectl delete " + resource + " " + kind + " -n " + namespace;
          assertEquals(
              command, release.path("next").path(0).path("command").asText(), release.toString());
          assertTrue(agent.get("/releases/" + namespace + "/" + kind).contains(command));
        });
    cluster.client().apps().deployments().inNamespace(namespace).withName("deployment").delete();
    cluster.client().services().inNamespace(namespace).withName("service").delete();
    cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName("job")
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    for (String kind : commands.keySet()) {
      agent.order(Order.sync(new ReleaseId(namespace, kind), "ann", Instant.now()));
      agent.until(
          kind + " is as declared",
          () -> {
            JsonNode release = agent.release(namespace, kind);
            return release.path("error").asText("").isEmpty()
                && release.path("state").asText().equals("deployed")
                && release.path("revision").asInt() > 1;
          });
    }
    assertEquals(
        "None",
        cluster
            .client()
            .services()
            .inNamespace(namespace)
            .withName("service")
            .get()
            .getSpec()
            .getClusterIP());
  }
}
