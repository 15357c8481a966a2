package io.autohelm.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client that the agent uses finds everything that it asks for. */
final class FabricClientTest {
  private static Sandbox sandbox;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start(SandboxOptions.standard());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(sandbox.kubeconfig()))
            .build();
  }

  @AfterAll
  static void stop() {
    client.close();
    sandbox.close();
  }

  private static ConfigMap config(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withData(Map.of("k", value))
        .build();
  }

  private static void load(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace("default")
        .create();
  }

  @Test
  void objectsComeAndGo() {
    ConfigMap made = client.resource(config("plain", "1")).create();
    assertNotNull(made.getMetadata().getUid());
    made.setData(Map.of("k", "2"));
    assertEquals("2", client.resource(made).update().getData().get("k"));
    KubernetesClientException stale =
        assertThrows(
            KubernetesClientException.class,
            () -> client.resource(made).lockResourceVersion("1").update());
    assertEquals(409, stale.getCode());
    client.resource(made).delete();
    assertNull(client.resource(made).get());
  }

  @Test
  void appliesAndConflicts() {
    PatchContext mine =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("mine")
            .build();
    client.resource(config("applied", "1")).patch(mine);
    PatchContext theirs =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("theirs")
            .build();
    KubernetesClientException conflict =
        assertThrows(
            KubernetesClientException.class,
            () -> client.resource(config("applied", "2")).patch(theirs));
    assertEquals(409, conflict.getCode());
    assertEquals(".data.k", conflict.getStatus().getDetails().getCauses().get(0).getField());
    ConfigMap forced =
        client
            .resource(config("applied", "2"))
            .fieldManager("theirs")
            .forceConflicts()
            .serverSideApply();
    assertEquals("2", forced.getData().get("k"));
  }

  @Test
  void kindsAreFoundByTheirName() {
    GenericKubernetesResource generic = new GenericKubernetesResource();
    generic.setApiVersion("networking.k8s.io/v1");
    generic.setKind("NetworkPolicy");
    generic.setMetadata(
        new ConfigMapBuilder().withNewMetadata().withName("p").endMetadata().build().getMetadata());
    generic.setAdditionalProperty("spec", Map.of("podSelector", Map.of()));
    assertNotNull(client.resource(generic).inNamespace("default").create().getMetadata().getUid());
    List<GenericKubernetesResource> listed =
        client
            .genericKubernetesResources("networking.k8s.io/v1", "NetworkPolicy")
            .inNamespace("default")
            .list()
            .getItems();
    assertEquals("NetworkPolicy", listed.get(0).getKind());
  }

  @Test
  void watchesTellWhatHappens() throws Exception {
    var events = new LinkedBlockingQueue<String>();
    Watcher<ConfigMap> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, ConfigMap object) {
            events.add(action + " " + object.getData().get("k"));
          }

          @Override
          public void onClose(WatcherException cause) {
            events.add("closed " + cause);
          }
        };
    try (var watch =
        client.configMaps().inNamespace("default").withName("watched").watch(watcher)) {
      client.resource(config("watched", "1")).create();
      client.resource(config("watched", "2")).update();
      client.resource(config("watched", "2")).delete();
      assertEquals("ADDED 1", events.poll(10, TimeUnit.SECONDS));
      assertEquals("MODIFIED 2", events.poll(10, TimeUnit.SECONDS));
      assertEquals("DELETED 2", events.poll(10, TimeUnit.SECONDS));
      assertNotNull(watch);
    }
  }

  @Test
  void informersAreFilled() {
    client.resource(config("informed", "1")).create();
    try (var informer = client.configMaps().inNamespace("default").withName("informed").inform()) {
      assertEquals("1", informer.getStore().list().get(0).getData().get("k"));
    }
  }

  @Test
  void deploymentsBecomeReady() {
    load(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "nginx:1"}]}
        """);
    Deployment ready =
        client
            .apps()
            .deployments()
            .inNamespace("default")
            .withName("web")
            .waitUntilCondition(
                each ->
                    each != null && Integer.valueOf(3).equals(each.getStatus().getReadyReplicas()),
                20,
                TimeUnit.SECONDS);
    assertEquals(ready.getMetadata().getGeneration(), ready.getStatus().getObservedGeneration());
    assertEquals(
        3, client.pods().inNamespace("default").withLabel("app", "web").list().getItems().size());
  }

  @Test
  void markedWorkloadsAreNeverReady() {
    load(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: stuck, annotations: {sandbox.autohelm.io/never-ready: "true"}}
        spec:
          selector: {matchLabels: {app: stuck}}
          template:
            metadata: {labels: {app: stuck}}
            spec: {containers: [{name: web, image: "nginx:1"}]}
        """);
    Deployment stuck =
        client
            .apps()
            .deployments()
            .inNamespace("default")
            .withName("stuck")
            .waitUntilCondition(
                each ->
                    each != null
                        && each.getStatus().getConditions().stream()
                            .anyMatch(c -> c.getReason().equals("MinimumReplicasUnavailable")),
                20,
                TimeUnit.SECONDS);
    assertNull(stuck.getStatus().getReadyReplicas());
  }

  @Test
  void jobsEnd() {
    for (String[] job : new String[][] {{"good", "false", "Complete"}, {"bad", "true", "Failed"}}) {
      load(
          """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: %s, annotations: {sandbox.autohelm.io/fails: "%s"}}
          spec:
            template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}
          """
              .formatted(job[0], job[1]));
      Job ended =
          client
              .batch()
              .v1()
              .jobs()
              .inNamespace("default")
              .withName(job[0])
              .waitUntilCondition(
                  each ->
                      each != null
                          && each.getStatus().getConditions().stream()
                              .anyMatch(c -> c.getType().equals(job[2])),
                  20,
                  TimeUnit.SECONDS);
      assertTrue(ended.getStatus().getConditions().size() > 1);
    }
  }

  @Test
  void claimsAreBoundAndBalancersHaveAddresses() {
    load(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: public}
        spec: {type: LoadBalancer, ports: [{port: 80}]}
        """);
    PersistentVolumeClaim bound =
        client
            .persistentVolumeClaims()
            .inNamespace("default")
            .withName("data")
            .waitUntilCondition(
                each -> each != null && "Bound".equals(each.getStatus().getPhase()),
                20,
                TimeUnit.SECONDS);
    assertEquals("1Gi", bound.getStatus().getCapacity().get("storage").toString());
    Service open =
        client
            .services()
            .inNamespace("default")
            .withName("public")
            .waitUntilCondition(
                each -> each != null && !each.getStatus().getLoadBalancer().getIngress().isEmpty(),
                20,
                TimeUnit.SECONDS);
    assertNotNull(open.getStatus().getLoadBalancer().getIngress().get(0).getIp());
  }

  @Test
  void everyNamespaceHasItsServiceAccount() {
    client
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName("fresh").endMetadata().build())
        .create();
    assertNotNull(
        client
            .serviceAccounts()
            .inNamespace("fresh")
            .withName("default")
            .waitUntilCondition(each -> each != null, 20, TimeUnit.SECONDS));
  }

  @Test
  void historyIsBounded() throws Exception {
    try (var small = Sandbox.start(SandboxOptions.standard().withHistorySize(3));
        var other =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(small.kubeconfig()))
                .build()) {
      for (int i = 0; i < 5; i++) {
        other.resource(config("c" + i, "1")).create();
      }
      String event =
          other.raw(
              "/api/v1/namespaces/default/configmaps?watch=1&timeoutSeconds=1&resourceVersion=2");
      assertTrue(event.contains("\"ERROR\"") && event.contains("410"), event);
    }
  }
}
