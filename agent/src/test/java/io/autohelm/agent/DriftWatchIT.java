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

/** What is changed by hand is noticed by watches: the interval of every release here is an hour. */
@RealCluster
final class DriftWatchIT {
  private static final String NOTE =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: "{{ .Release.Name }}" }
      data: { greeting: hello, colour: red }
      """;

  private static final String WEB =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: "{{ .Release.Name }}" }
      spec:
        replicas: 2
        selector: { matchLabels: { app: "{{ .Release.Name }}" } }
        template:
          metadata: { labels: { app: "{{ .Release.Name }}" } }
          spec:
            containers:
              - { name: web, image: nginx, env: [{ name: COLOUR, value: red }] }
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
  }

  @AfterEach
  void close() {
    agent.close();
  }

  private void start(String spec, String... releases) {
    Map<String, String> files = new LinkedHashMap<>();
    files.putAll(chart("note", "", Map.of("note.yaml", NOTE)));
    files.putAll(chart("web", "", Map.of("web.yaml", WEB)));
    for (String release : releases) {
      files.put(
          "apps/" + release + ".yaml",
          declaration(namespace, release, "charts/" + release, spec)
              .replace("interval: 1s", "interval: 1h"));
    }
    agent.push(files);
    agent.start();
    for (String release : releases) {
      agent.awaitDeployed(namespace, release, 1);
    }
  }

  private void watched(String kind) {
    agent.until(
        kind + " is watched",
        () -> agent.get("/metrics").contains("autohelm_watch_up{kind=\"" + kind + "\"} 1.0"));
  }

  private void patch(String data, String manager) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("note")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build(),
            "{\"data\":" + data + "}");
  }

  private ConfigMap note() {
    return client.configMaps().inNamespace(namespace).withName("note").get();
  }

  private String said(String key) {
    ConfigMap found = note();
    return found == null ? "" : found.getData().getOrDefault(key, "");
  }

  @Test
  void whatIsDeletedOrChangedIsPutRightAtOnce() {
    start("", "note");
    watched("ConfigMap");
    client.configMaps().inNamespace(namespace).withName("note").delete();
    agent.until("the deleted object is back", () -> note() != null);
    patch("{\"greeting\":\"bye\"}", "somebody");
    agent.until("the changed field is back", () -> said("greeting").equals("hello"));
    patch("{\"greeting\":null}", "somebody");
    agent.until("the removed field is back", () -> said("greeting").equals("hello"));
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("note")
        .edit(
            map -> {
              map.getMetadata().getLabels().remove("app.kubernetes.io/managed-by");
              return map;
            });
    agent.until(
        "the removed label is back",
        () -> note().getMetadata().getLabels().containsKey("app.kubernetes.io/managed-by"));
    assertTrue(agent.isDeployed(namespace, "note", 1) || drifted(), "no revision is made");
  }

  private boolean drifted() {
    JsonNode view = agent.release(namespace, "note");
    return view.path("revision").asInt() == 1 && view.path("health").asText().equals("drifted");
  }

  @Test
  void whoChangedAFieldIsToldAndNotToWhat() {
    start("driftDetection: { mode: warn }", "note");
    watched("ConfigMap");
    patch("{\"greeting\":\"canary-4711\"}", "somebody");
    agent.until("drift is told", this::drifted);
    JsonNode field = agent.release(namespace, "note").at("/drift/objects/0/fields/0");
    assertEquals("/data/greeting", field.path("path").asText());
    assertEquals("somebody", field.path("by").asText());
    assertEquals("Update", field.path("operation").asText());
    assertTrue(field.path("time").asText().startsWith("20"), field.toString());
    String log = agent.get("/api/v1/releases/" + namespace + "/note/log");
    assertTrue(log.contains("/data/greeting by somebody"), log);
    assertTrue(agent.get("/releases/" + namespace + "/note").contains("Changed by\">somebody"));
    assertFalse(agent.get("/api/v1/releases").contains("canary-4711"));

    patch("{\"colour\":\"blue\"}", "another");
    agent.until(
        "both fields are told",
        () -> agent.release(namespace, "note").at("/drift/objects/0/fields").size() == 2);
    assertEquals(
        "another", agent.release(namespace, "note").at("/drift/objects/0/fields/0/by").asText());
    patch("{\"colour\":\"red\",\"greeting\":\"hello\"}", "somebody");
    agent.until(
        "who puts it right himself is believed", () -> agent.isDeployed(namespace, "note", 1));
    patch("{\"greeting\":\"bye\"}", "somebody");
    agent.until("a change of a field that is not ours any more is noticed", this::drifted);
    client.configMaps().inNamespace(namespace).withName("note").delete();
    agent.until(
        "the missing object is told",
        () ->
            agent
                .release(namespace, "note")
                .at("/drift/objects/0/change")
                .asText()
                .equals("missing"));
    assertEquals(0, agent.release(namespace, "note").at("/drift/objects/0/fields").size());
  }

  @Test
  void whatControllersDoIsNotLookedAt() {
    start("", "note", "web");
    watched("ConfigMap");
    watched("Deployment.apps");
    String before = agent.release(namespace, "web").path("lastSync").asText();
    client.pods().inNamespace(namespace).withLabel("app", "web").delete();
    agent.until("the pods are replaced", () -> ready() && observed() > 0);
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("web")
        .edit(
            web -> {
              web.getMetadata().getAnnotations().put("example.org/note", "not ours");
              web.getSpec().setMinReadySeconds(1);
              return web;
            });
    patch("{\"greeting\":\"bye\"}", "somebody");
    agent.until("the other release is put right", () -> said("greeting").equals("hello"));
    assertEquals(before, agent.release(namespace, "web").path("lastSync").asText());

    client.apps().deployments().inNamespace(namespace).withName("web").scale(5);
    agent.until("the scaled Deployment is scaled back", () -> replicas() == 2);
    agent.until(
        "who scaled it is told",
        () -> {
          JsonNode field =
              agent.json("/api/v1/releases/" + namespace + "/web/drift").at("/0/fields/0");
          return field.path("path").asText().equals("/spec/replicas")
              && !field.path("by").asText().isEmpty();
        });
  }

  private boolean ready() {
    Integer ready = web().getStatus().getReadyReplicas();
    return ready != null && ready == 2;
  }

  private long observed() {
    return web().getStatus().getObservedGeneration();
  }

  private int replicas() {
    return web().getSpec().getReplicas();
  }

  private Deployment web() {
    return client.apps().deployments().inNamespace(namespace).withName("web").get();
  }
}
