package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else may change, what may not be there, and what is told of all that. */
@RealCluster
final class DriftRulesIT {
  private static final String NOTE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: note }
      data: { greeting: hello, colour: red, chance: "{{ randAlphaNum 12 }}" }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: marked, annotations: { helm.toolkit.fluxcd.io/driftDetection: disabled } }
      data: { greeting: hello }
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: locker }
      stringData: { word: swordfish }
      """;

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        replicas: 2
        selector: { matchLabels: { app: web } }
        template:
          metadata: { labels: { app: web } }
          spec: { containers: [ { name: web, image: nginx, env: [ { name: COLOUR, value: red } ] } ] }
      """;

  private static final String RULES =
      """
      driftDetection:
        mode: enabled
        ignore:
          - paths: [/spec/replicas]
            target: { kind: Deployment, name: w.b }
          - managers: ["hpa*"]
      """;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;
  private RunningAgent agent;

  @BeforeEach
  void open(TestCluster cluster) {
    client = cluster.client();
    namespace = cluster.createNamespace();
    agent = new RunningAgent(cluster, folder);
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(chart("app", "", Map.of("note.yaml", NOTE, "web.yaml", WEB)));
    files.put(
        "apps/app.yaml",
        declaration(namespace, "app", "charts/app", RULES).replace("interval: 1s", "interval: 1h"));
    agent.push(files);
    agent.start();
    agent.awaitDeployed(namespace, "app", 1);
    for (String kind : new String[] {"ConfigMap", "Secret", "Deployment.apps"}) {
      agent.until(
          kind + " is watched",
          () -> agent.get("/metrics").contains("autohelm_watch_up{kind=\"" + kind + "\"} 1.0"));
    }
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private void patch(String name, String manager, String data) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(name)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build(),
            "{\"data\":" + data + "}");
  }

  private String said(String map, String key) {
    ConfigMap found = client.configMaps().inNamespace(namespace).withName(map).get();
    return found == null || found.getData() == null ? "" : found.getData().getOrDefault(key, "");
  }

  private Deployment web() {
    return client.apps().deployments().inNamespace(namespace).withName("web").get();
  }

  private String colour() {
    return web()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .get(0)
        .getValue();
  }

  private boolean isOurs(String field) {
    return web().getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getManager().equals("helm"))
        .anyMatch(entry -> entry.getFieldsV1().toString().contains(field));
  }

  @Test
  void whatIsIgnoredIsLeftAloneAndTheRestIsPutRight() {
    client.apps().deployments().inNamespace(namespace).withName("web").scale(5);
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\","
                + "\"env\":[{\"name\":\"COLOUR\",\"value\":\"blue\"}]}]}}}}");
    agent.until("the colour is back", () -> colour().equals("red"));
    assertEquals(5, web().getSpec().getReplicas(), "the scaler's word holds");
    assertFalse(isOurs("f:replicas"), "and the field stays the scaler's");
    assertTrue(isOurs("f:env"));

    String chance = said("note", "chance");
    patch("note", "hpa-of-colours", "{\"colour\":\"green\"}");
    patch("marked", "somebody", "{\"greeting\":\"bye\"}");
    patch("note", "somebody", "{\"greeting\":\"bye\"}");
    agent.until("the greeting is back", () -> said("note", "greeting").equals("hello"));
    assertEquals("green", said("note", "colour"), "a manager that may");
    assertEquals("bye", said("marked", "greeting"), "an object that is marked");
    assertEquals(chance, said("note", "chance"), "what the chart draws is drawn once");
    assertEquals(1, agent.release(namespace, "app").path("revision").asInt());

    client.apps().deployments().inNamespace(namespace).withName("web").delete();
    agent.until("what is missing is made", () -> web() != null);
    assertEquals(2, web().getSpec().getReplicas(), "whole");
  }

  private JsonNode newest() {
    return agent.json("/api/v1/releases/" + namespace + "/app/drift").path(0);
  }

  @Test
  void eachTimeIsToldWithFieldsAndValues() {
    patch("note", "somebody", "{\"greeting\":\"bye\"}");
    agent.until("it is put right", () -> newest().path("outcome").asText().equals("corrected"));
    JsonNode episode = newest();
    assertEquals("note", episode.path("name").asText());
    assertEquals("modified", episode.path("change").asText());
    JsonNode field = episode.at("/fields/0");
    assertEquals("/data/greeting", field.path("path").asText());
    assertEquals("\"bye\"", field.path("live").asText());
    assertEquals("\"hello\"", field.path("wanted").asText());
    assertEquals("somebody", field.path("by").asText());
    assertEquals("Update", field.path("operation").asText());

    client
        .secrets()
        .inNamespace(namespace)
        .withName("locker")
        .edit(
            locker -> {
              locker.getData().put("word", "Y2FuYXJ5LTQ3MTE=");
              return locker;
            });
    agent.until(
        "the Secret is put right",
        () ->
            newest().path("kind").asText().equals("Secret")
                && newest().path("outcome").asText().equals("corrected"));
    assertEquals("(hidden)", newest().at("/fields/0/live").asText());
    assertFalse(agent.get("/api/v1/releases/" + namespace + "/app/drift").contains("Y2FuYXJ5"));

    agent.stop();
    agent.start();
    agent.awaitDeployed(namespace, "app", 1);
    assertEquals("Secret", newest().path("kind").asText(), "the next process knows it too");

    ConfigMap extra = client.configMaps().inNamespace(namespace).withName("note").get();
    extra.setMetadata(
        extra
            .edit()
            .editMetadata()
            .withName("extra")
            .withResourceVersion(null)
            .withUid(null)
            .endMetadata()
            .build()
            .getMetadata());
    client.configMaps().inNamespace(namespace).resource(extra).create();
    agent.until(
        "what is too much is told",
        () ->
            newest().path("change").asText().equals("extra")
                && newest().path("name").asText().equals("extra")
                && newest().path("outcome").asText().equals("standing"));
    client.configMaps().inNamespace(namespace).withName("extra").delete();
    agent.until("until it is gone", () -> newest().path("outcome").asText().equals("vanished"));
  }

  @Test
  void whatAdmissionChangesIsNoDrift() {
    String policy = "colours-" + namespace;
    client
        .resource(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: { name: %s }
            spec:
              reinvocationPolicy: Never
              matchConstraints:
                resourceRules:
                  - { apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps] }
              mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: 'Object{data: {"colour": "painted", "own": "added"}}'
            """
                .formatted(policy))
        .create();
    client
        .resource(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: { name: %s }
            spec:
              policyName: %s
              matchResources:
                namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %s } }
            """
                .formatted(policy, policy, namespace))
        .create();
    try {
      client
          .configMaps()
          .inNamespace(namespace)
          .resource(
              new ConfigMapBuilder().withNewMetadata().withName("probe").endMetadata().build())
          .create();
      agent.until(
          "admission paints",
          () -> {
            patch("probe", "somebody", "{\"try\":\"" + System.nanoTime() + "\"}");
            return said("probe", "colour").equals("painted");
          });
      patch("note", "somebody", "{\"greeting\":\"bye\"}");
      agent.until("the greeting is back", () -> said("note", "greeting").equals("hello"));
      assertEquals("painted", said("note", "colour"));
      agent.until("it is told", () -> newest().path("outcome").asText().equals("corrected"));
      String told = agent.get("/api/v1/releases/" + namespace + "/app/drift");
      assertFalse(told.contains("/data/colour"), told);
      assertFalse(told.contains("/data/own"), told);
      assertEquals("added", said("note", "own"));
      assertEquals("painted", said("note", "colour"));
    } finally {
      client
          .genericKubernetesResources(
              "admissionregistration.k8s.io/v1", "MutatingAdmissionPolicyBinding")
          .withName(policy)
          .delete();
      client
          .genericKubernetesResources("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy")
          .withName(policy)
          .delete();
    }
  }
}
