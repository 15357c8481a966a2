package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.agent.testing.Canary;
import io.autohelm.agent.testing.CanaryWatch;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent does meet the secret that nothing may show, and the look for it finds what is there.
 */
@RealCluster
final class CanaryIT {
  @Test
  void everyAgentMeetsTheSecretAndTheSweepWouldFindIt(TestCluster cluster, @TempDir Path folder) {
    try (RunningAgent agent = new RunningAgent(cluster, folder)) {
      agent.push(
          chart(
              "map",
              "",
              Map.of(
                  "map.yaml",
                  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: map }\ndata: { a: b }\n")));
      agent.start();
      String namespace = agent.canaryNamespace();
      agent.awaitDeployed(namespace, "kept", 1);
      Secret kept = cluster.client().secrets().inNamespace(namespace).withName("kept").get();
      for (String key : List.of("password", "apiToken")) {
        assertEquals(
            Canary.ofThisRun().text(),
            new String(
                Base64.getDecoder().decode(kept.getData().get(key)), StandardCharsets.UTF_8));
      }
      agent.until(
          "the API server has refused it, and the error says so without it",
          () -> {
            JsonNode view = agent.release(namespace, "refused");
            return view.path("error").asText().contains("(hidden)");
          });
      // Somebody else's Event with the secret stands for one of ours.
      cluster
          .client()
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withName("kept.by-hand")
                  .withNamespace(namespace)
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withKind("Secret")
                  .withName("kept")
                  .withNamespace(namespace)
                  .endInvolvedObject()
                  .withMessage("made with " + Canary.ofThisRun().text())
                  .build())
          .create();
      assertEquals(List.of(), CanaryWatch.ofThisRun().takeFindings());
      agent.stop();
    }
    List<String> findings = CanaryWatch.ofThisRun().takeFindings();
    assertEquals(1, findings.size(), findings.toString());
    assertTrue(findings.get(0).startsWith("an Event in "), findings.toString());
  }
}
