package io.autohelm.engine.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealCluster
@RealHelm
class TestBedIT {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 3
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: web, image: nginx}]}
      """;

  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: once}
      spec:
        template:
          spec: {restartPolicy: Never, containers: [{name: once, image: busybox}]}
      """;

  @Test
  void deploymentsBecomeReady(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    load(cluster, namespace, DEPLOYMENT);
    Deployment ready =
        cluster
            .client()
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("web")
            .waitUntilCondition(
                each ->
                    each != null && Integer.valueOf(3).equals(each.getStatus().getReadyReplicas()),
                30,
                TimeUnit.SECONDS);
    assertEquals(3, ready.getStatus().getAvailableReplicas());
  }

  @Test
  void jobsComplete(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    load(cluster, namespace, JOB);
    Job complete =
        cluster
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .withName("once")
            .waitUntilCondition(
                each -> each != null && Integer.valueOf(1).equals(each.getStatus().getSucceeded()),
                30,
                TimeUnit.SECONDS);
    assertEquals(1, complete.getStatus().getSucceeded());
  }

  @Test
  void podsThatRunOnceEnd(TestCluster cluster) {
    String namespace = cluster.createNamespace();
    assertEquals("Succeeded", phase(cluster, namespace, "good", "{}"));
    assertEquals("Failed", phase(cluster, namespace, "bad", "{testbed.autohelm.io/outcome: fail}"));
  }

  private static String phase(
      TestCluster cluster, String namespace, String name, String annotations) {
    load(
        cluster,
        namespace,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, annotations: %s}
        spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}
        """
            .formatted(name, annotations));
    Pod pod =
        cluster
            .client()
            .pods()
            .inNamespace(namespace)
            .withName(name)
            .waitUntilCondition(
                each ->
                    each != null
                        && each.getStatus().getPhase() != null
                        && each.getStatus().getPhase().matches("Succeeded|Failed"),
                30,
                TimeUnit.SECONDS);
    return pod.getStatus().getPhase();
  }

  @Test
  void namespacesAreFreshAndGoAway(TestCluster cluster) {
    String first = cluster.createNamespace();
    String second = cluster.createNamespace();
    assertNotEquals(first, second);
    try (TestCluster ended = TestBed.ofThisJvm().cluster()) {
      first = ended.createNamespace();
      assertNotEquals(second, first);
    }
    Namespace gone =
        cluster
            .client()
            .namespaces()
            .withName(first)
            .waitUntilCondition(each -> each == null, 30, TimeUnit.SECONDS);
    assertEquals(null, gone);
  }

  @Test
  void bothHelmsSeeOneRelease(TestCluster cluster, TestHelm helm, @TempDir Path folder)
      throws Exception {
    String namespace = cluster.createNamespace();
    Path chart = Files.createDirectories(folder.resolve("one/templates")).getParent();
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: one\nversion: 1.0.0\n");
    Files.writeString(
        chart.resolve("templates/map.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n");
    helm.helm4("install", "one", chart.toString(), "--namespace", namespace).ok();
    assertEquals("one\n", helm.helm4("list", "-n", namespace, "-q").ok());
    assertEquals("one\n", helm.helm3("list", "-n", namespace, "-q").ok());
    assertTrue(helm.helm4("version", "--short").ok().startsWith("v" + Tool.HELM4.version));
    assertTrue(helm.helm3("version", "--short").ok().startsWith("v" + Tool.HELM3.version));
  }

  @Test
  void leavesNoProcessBehind(@TempDir Path home) throws Exception {
    assumeTrue(Binaries.ofUser().has(Tool.CLUSTER), "another kind of cluster");
    SharedCluster cluster = new SharedCluster(home, "binaries");
    Path run = cluster.join().getParent();
    List<ProcessHandle> children =
        Files.readAllLines(run.resolve(SharedCluster.CHILDREN)).stream()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
            .toList();
    assertEquals(Tool.CLUSTER.size(), children.size());
    cluster.end();
    for (ProcessHandle child : children) child.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void helmTellsOfItsFailure(TestHelm helm) {
    TestHelm.Run run = helm.helm4("status", "absent", "-n", "default");
    assertEquals(1, run.exitCode());
    assertTrue(run.stderr().contains("not found"), run.stderr());
  }

  private static void load(TestCluster cluster, String namespace, String yaml) {
    cluster
        .client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .create();
  }
}
