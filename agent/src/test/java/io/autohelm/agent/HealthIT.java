package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a release after it was deployed is seen, without any check in between. */
@RealCluster
final class HealthIT {
  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 1
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec: { containers: [ { name: web, image: nginx } ] }
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: web }
      spec: { selector: { app: web }, ports: [ { port: 80 } ] }
      """;

  private static final String NIGHTLY =
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: { name: nightly }
      spec:
        schedule: "0 3 * * *"
        jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [ { name: a, image: a } ] } } } }
      """;

  @TempDir private Path folder;

  @Test
  void whatFailsLaterIsSeenAndTold(TestCluster cluster) {
    KubernetesClient client = cluster.client();
    String namespace = cluster.createNamespace();
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      Map<String, String> files = new LinkedHashMap<>();
      files.putAll(chart("web", "", Map.of("web.yaml", WEB)));
      files.putAll(chart("nightly", "", Map.of("nightly.yaml", NIGHTLY)));
      files.put(
          "apps/web.yaml",
          declaration(namespace, "web", "charts/web", "driftDetection: { mode: warn }")
              .replace("interval: 1s", "interval: 1h"));
      files.put(
          "apps/nightly.yaml",
          declaration(namespace, "nightly", "charts/nightly", "driftDetection: { mode: off }")
              .replace("interval: 1s", "interval: 1h"));
      agent.push(files);
      agent.start();
      agent.awaitDeployed(namespace, "web", 1);
      agent.until("the release is ready", () -> health(agent, namespace, "web").equals("ready"));
      agent.until("so is the other", () -> health(agent, namespace, "nightly").equals("ready"));
      assertEquals(2, agent.release(namespace, "web").at("/objects/items").size());
      double[] idle = new double[2];
      agent.until(
          "nothing is asked of the API server during three polls of Git",
          () -> {
            double requests = sum(agent, "autohelm_api_requests_total");
            double polls = sum(agent, "autohelm_source_polls_total");
            if (requests != idle[0]) {
              idle[0] = requests;
              idle[1] = polls;
            }
            return polls >= idle[1] + 3;
          });

      client
          .apps()
          .deployments()
          .inNamespace(namespace)
          .withName("web")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                  + "{\"testbed.autohelm.io/outcome\":\"image\"}}}}}");
      client.pods().inNamespace(namespace).withLabel("app", "web").delete();
      agent.until("the failure is seen", () -> health(agent, namespace, "web").equals("degraded"));
      JsonNode web = agent.release(namespace, "web");
      assertEquals("deployed", web.path("state").asText());
      assertEquals("degraded", web.path("health").asText());
      String reason = web.at("/objects/reason").asText();
      assertTrue(reason.startsWith("Deployment/" + namespace + "/web Pod web-"), reason);
      assertTrue(reason.contains("image"), reason);

      client
          .services()
          .inNamespace(namespace)
          .withName("web")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"selector\":{\"app\":\"x\"}}}");

      client
          .apps()
          .deployments()
          .inNamespace(namespace)
          .withName("web")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                  + "{\"testbed.autohelm.io/outcome\":null}}}}}");
      agent.until("so is its end", () -> health(agent, namespace, "web").equals("ready"));

      client
          .batch()
          .v1()
          .cronjobs()
          .inNamespace(namespace)
          .withName("nightly")
          .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
      agent.until(
          "a CronJob that is suspended",
          () -> health(agent, namespace, "nightly").equals("suspended"));

      agent.until(
          "what changed is in Events",
          () -> {
            List<String> missing =
                new ArrayList<>(
                    List.of(
                        "Normal InstallSucceeded",
                        "Warning DriftDetected",
                        "Warning HealthDegraded",
                        "Normal HealthRestored"));
            List<String> told = events(client, namespace);
            missing.removeAll(told);
            if (!missing.isEmpty()) throw new IllegalStateException(missing + " not in " + told);
            return true;
          });

      client.services().inNamespace(namespace).withName("web").delete();
      agent.until(
          "what is missing is told", () -> health(agent, namespace, "web").equals("missing"));
    }
  }

  private static double sum(RunningAgent agent, String metric) {
    return agent
        .get("/metrics")
        .lines()
        .filter(line -> line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static List<String> events(KubernetesClient client, String namespace) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withLabel("autohelm.io/release", "web")
        .list()
        .getItems()
        .stream()
        .map(event -> event.getType() + " " + event.getReason())
        .toList();
  }

  private static String health(RunningAgent agent, String namespace, String name) {
    return agent.release(namespace, name).at("/objects/health").asText();
  }
}
