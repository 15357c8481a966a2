package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.health.FailFast;
import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits on a real API server, whose controllers decide when something is ready, or why not. */
@RealCluster
final class WaitIT {
  private static final Patience LONG = Patience.of(Duration.ofSeconds(60));

  /** Every reason counts as soon as it is seen. */
  private static final FailFast AT_ONCE = atOnce();

  private KubeConnection connection;
  private Cluster cluster;
  private String namespace;
  private Path audit;

  private static FailFast atOnce() {
    FailFast policy = FailFast.STANDARD;
    for (FailureReason reason : FailureReason.values()) {
      if (reason != FailureReason.NOT_READY) {
        policy = policy.withGrace(reason, Duration.ZERO);
      }
    }
    return policy;
  }

  @BeforeEach
  void connect(TestCluster bed) {
    connection = KubeConnection.open(bed.kubeconfig(), null, Clock.systemUTC());
    cluster = connection.cluster();
    namespace = bed.createNamespace();
    audit = bed.kubeconfig().resolveSibling("audit.log");
  }

  @AfterEach
  void disconnect() {
    connection.close();
  }

  private List<KubeObject> apply(String manifests) {
    List<KubeObject> applied = new ArrayList<>();
    for (KubeObject object : KubeObject.parseAll(manifests)) {
      applied.add(
          cluster.apply(
              cluster.placed(object, namespace).ownedBy("r", namespace), Cluster.ApplyMode.FORCE));
    }
    return applied;
  }

  private static String workload(String kind, String name, String outcome, String pod) {
    String more =
        switch (kind) {
          case "StatefulSet" -> "serviceName: x, ";
          case "Job" -> "backoffLimit: 0, ";
          default -> "";
        };
    boolean isJob = kind.equals("Job");
    String labels = "{ app: " + name + " }";
    return """
        ---
        apiVersion: %s
        kind: %s
        metadata: { name: %s }
        spec: { %s%stemplate: {
          metadata: { labels: %s, annotations: { testbed.autohelm.io/outcome: "%s" } },
          spec: { %s%s } } }
        """
        .formatted(
            isJob ? "batch/v1" : "apps/v1",
            kind,
            name,
            more,
            isJob ? "" : "selector: { matchLabels: " + labels + " }, ",
            labels,
            outcome,
            isJob ? "restartPolicy: Never, " : "",
            pod.isEmpty() ? "containers: [ { name: main, image: 'example/app:1' } ]" : pod);
  }

  private ClusterException failure(String manifests, FailFast policy) {
    List<KubeObject> objects = apply(manifests);
    return assertThrows(
        ClusterException.class,
        () -> cluster.awaitReady(objects, LONG.withJobs(true).withFailFast(policy)));
  }

  private static final String TWENTY =
      """
      %s
      ---
      apiVersion: v1
      kind: Service
      metadata: { name: %s }
      spec: { selector: { app: %s }, ports: [ { port: 80 } ] }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: %s }
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: { name: %s }
      ---
      apiVersion: v1
      kind: Secret
      metadata: { name: %s }
      """;

  @Test
  void aReleaseOfTwentyObjectsCostsAHandfulOfRequests() throws Exception {
    StringBuilder manifests = new StringBuilder();
    for (String name : List.of("a", "b", "c", "d")) {
      manifests.append(
          TWENTY.formatted(workload("Deployment", name, "slow", ""), name, name, name, name, name));
    }
    List<KubeObject> objects = apply(manifests.toString());
    assertEquals(20, objects.size());
    long before = requests();
    long begun = System.nanoTime();
    cluster.awaitReady(objects, LONG);
    long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
    long sent = settled() - before;
    System.out.println("a wait for 20 objects: " + sent + " requests, " + took + " ms");
    assertTrue(sent <= 6, "requests: " + sent);

    List<KubeObject> again = apply(manifests.toString());
    long beforeAgain = settled();
    cluster.awaitReady(again, LONG);
    assertEquals(0, settled() - beforeAgain, "what is ready already needs no request");

    long beforeUnknown = settled();
    List<KubeObject> unknown =
        KubeObject.parseAll(manifests.toString()).stream()
            .map(object -> cluster.placed(object, namespace).ownedBy("r", namespace))
            .toList();
    cluster.awaitReady(unknown, LONG);
    long asked = settled() - beforeUnknown;
    System.out.println("the same, of which nothing is known: " + asked + " requests");
    assertTrue(asked <= 10, "requests: " + asked);
  }

  /** What the API server has logged; requests come into the log when they end. */
  private long settled() throws InterruptedException, IOException {
    long count = requests();
    for (int i = 0; i < 20; i++) {
      Thread.sleep(100);
      long now = requests();
      if (now == count && i > 4) {
        return now;
      }
      count = now;
    }
    return count;
  }

  private long requests() throws IOException {
    try (var lines = Files.lines(audit)) {
      return lines
          .filter(line -> line.contains("namespaces/" + namespace))
          .filter(line -> line.contains("\"username\":\"admin\""))
          .count();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | image | '' | IMAGE_MISSING | image \"example/app:1\" cannot be pulled: Back-off pulling image: ErrImagePull",
        "StatefulSet | image | '' | IMAGE_MISSING | container main: image \"example/app:1\" cannot be pulled",
        "DaemonSet | crash | '' | CRASH_LOOP | crashes and was restarted 7 times, the last time with exit code 3",
        "Deployment | crash | '' | CRASH_LOOP | crashes and was restarted 7 times, the last time with exit code 3; its last output: the first line of a container # and its last",
        "Deployment | config | '' | CONTAINER_CONFIG | its configuration is incomplete: secret \"settings\" not found",
        "Deployment | '' | nodeSelector: { no: such }, containers: [ { name: main, image: i } ] | UNSCHEDULABLE | no node can take it: 0/1 nodes are available",
        "Deployment | '' | serviceAccountName: nobody, containers: [ { name: main, image: i } ] | POD_CREATION | serviceaccount \"nobody\" not found",
        "StatefulSet | '' | serviceAccountName: nobody, containers: [ { name: main, image: i } ] | POD_CREATION | serviceaccount \"nobody\" not found",
        "Deployment | '' | volumes: [ { name: v, persistentVolumeClaim: { claimName: none } } ], containers: [ { name: main, image: i } ] | VOLUME_PENDING | persistentvolumeclaim \"none\" not found",
        "Job | fail | '' | JOB_FAILED | failed: BackoffLimitExceeded: Job has reached the specified backoff limit: Pod web-"
      })
  void aWaitEndsWithTheReason(
      String kind, String outcome, String pod, FailureReason reason, String text) {
    ClusterException failure = failure(workload(kind, "web", outcome, pod), AT_ONCE);
    assertEquals(ClusterException.Reason.FAILED, failure.reason(), failure.getMessage());
    assertEquals(Optional.of(reason), failure.failure(), failure.getMessage());
    assertTrue(failure.getMessage().contains(text.replace('#', '|')), failure.getMessage());
    assertTrue(
        failure.getMessage().startsWith(kind + "/" + namespace + "/web "), failure.getMessage());
  }

  @Test
  void aJobPastItsDeadlineSaysSo() {
    String job =
        workload("Job", "late", "hang", "").replace("backoffLimit: 0", "activeDeadlineSeconds: 1");
    ClusterException failure = failure(job, FailFast.STANDARD);
    assertEquals(
        Optional.of(FailureReason.DEADLINE_EXCEEDED), failure.failure(), failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"Deployment", "StatefulSet", "DaemonSet"})
  void aQuotaIsTold(String kind) {
    apply(
        "{ apiVersion: v1, kind: ResourceQuota, metadata: { name: q }, spec: { hard: { pods: 0 } } }");
    ClusterException failure = failure(workload(kind, "web", "", ""), AT_ONCE);
    assertEquals(Optional.of(FailureReason.QUOTA), failure.failure(), failure.getMessage());
    assertTrue(failure.getMessage().contains("exceeded quota: q"), failure.getMessage());
  }

  @Test
  void podsThatAreNotAdmittedAreTold() {
    String name = namespace + "-policy";
    String policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: { name: %1$s }
        spec:
          matchConstraints: { resourceRules: [ { apiGroups: [ "" ], apiVersions: [ v1 ], operations: [ CREATE ], resources: [ pods ] } ] }
          validations: [ { expression: "false", message: no pods today } ]
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: { name: %1$s }
        spec:
          policyName: %1$s
          validationActions: [ Deny ]
          matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %2$s } } }
        """
            .formatted(name, namespace);
    List<KubeObject> made = apply(policy);
    try {
      ClusterException failure = null;
      // The policy takes a moment to come into force.
      for (int i = 0; i < 20 && failure == null; i++) {
        List<KubeObject> objects = apply(workload("Deployment", "web" + i, "hang", ""));
        ClusterException met =
            assertThrows(
                ClusterException.class,
                () ->
                    cluster.awaitReady(
                        objects, Patience.of(Duration.ofSeconds(3)).withFailFast(AT_ONCE)));
        failure = met.failure().equals(Optional.of(FailureReason.ADMISSION_DENIED)) ? met : null;
      }
      assertTrue(failure != null && failure.getMessage().contains("no pods today"), "" + failure);
    } finally {
      made.forEach(cluster::delete);
    }
  }

  @Test
  void aVolumeThatNobodyGivesIsTold() {
    ClusterException failure =
        failure(
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: { name: data }
            spec: { accessModes: [ ReadWriteOnce ], resources: { requests: { storage: 1Gi } } }
            """
                + workload(
                    "Deployment",
                    "web",
                    "",
                    "volumes: [ { name: v, persistentVolumeClaim: { claimName: data } } ],"
                        + " containers: [ { name: main, image: i } ]"),
            FailFast.STANDARD.withGrace(FailureReason.VOLUME_PENDING, Duration.ofSeconds(5)));
    assertEquals(
        Optional.of(FailureReason.VOLUME_PENDING), failure.failure(), failure.getMessage());
    assertTrue(failure.getMessage().contains("names no storage class"), failure.getMessage());
    assertTrue(failure.getMessage().contains("Deployment/" + namespace + "/web"));
  }

  @Test
  void whenTimeIsUpEachObjectHasItsReason() {
    List<KubeObject> objects =
        apply(
            workload("Deployment", "one", "hang", "")
                + workload("StatefulSet", "two", "image", "")
                + workload("Deployment", "three", "", ""));
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () ->
                cluster.awaitReady(
                    objects, Patience.of(Duration.ofSeconds(4)).withFailFast(FailFast.NEVER)));
    assertEquals(ClusterException.Reason.TIMEOUT, failure.reason());
    String message = failure.getMessage();
    assertTrue(
        message.startsWith(
            "not ready within 4 s: Deployment/"
                + namespace
                + "/one (0 of 1 "
                + "replicas available: Pod one-"),
        message);
    assertTrue(message.contains("container main: runs but is not ready"), message);
    assertTrue(
        message.contains("StatefulSet/" + namespace + "/two (0 of 1 replicas ready"), message);
    assertTrue(message.contains("image \"example/app:1\" cannot be pulled"), message);
    assertTrue(!message.contains("/three"), message);
  }

  @Test
  void thePodsOfTheTemplateBeforeAreNotBlamed() {
    apply(workload("Deployment", "web", "crash", ""));
    assertThrows(
        ClusterException.class,
        () ->
            cluster.awaitReady(
                apply(workload("Deployment", "web", "crash", "")), LONG.withFailFast(AT_ONCE)));
    cluster.awaitReady(apply(workload("Deployment", "web", "", "")), LONG.withFailFast(AT_ONCE));
    ClusterException failure = failure(workload("Deployment", "web", "image", ""), AT_ONCE);
    assertEquals(Optional.of(FailureReason.IMAGE_MISSING), failure.failure());
  }

  @Test
  void anotherEndsTheWait() throws Exception {
    List<KubeObject> objects = apply(workload("Deployment", "web", "hang", ""));
    Cancel cancel = new Cancel();
    CompletableFuture<ClusterException> ended =
        CompletableFuture.supplyAsync(
            () ->
                assertThrows(
                    ClusterException.class,
                    () -> cluster.awaitReady(objects, LONG.withCancel(cancel))));
    Thread.sleep(300);
    cancel.cancel("superseded by commit abc");
    ClusterException failure = ended.get(5, TimeUnit.SECONDS);
    assertEquals(ClusterException.Reason.CANCELLED, failure.reason());
    assertEquals("superseded by commit abc", failure.getMessage());
  }

  @Test
  void whatHasFinalizersStaysUntilTheyAreGone() throws Exception {
    String map = "{ apiVersion: v1, kind: ConfigMap, metadata: { name: m, finalizers: [ %s ] } }";
    List<KubeObject> objects = apply(map.formatted("example.org/hold"));
    objects.forEach(cluster::delete);
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () -> cluster.awaitGone(objects, Patience.of(Duration.ofSeconds(1))));
    assertEquals(
        "not gone within 1 s: ConfigMap/"
            + namespace
            + "/m (still exists for its finalizers [example.org/hold])",
        failure.getMessage());
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(() -> cluster.awaitGone(objects, LONG));
    Thread.sleep(300);
    apply(map.formatted(""));
    ended.get(10, TimeUnit.SECONDS);
  }

  @Test
  void helmsOldRulesAreContentWithLess() {
    String surge =
        workload("Deployment", "web", "", "")
            .replace("spec: { selector", "spec: { replicas: 2, selector");
    cluster.awaitReady(apply(surge), LONG.withLegacy(true).withJobs(true));
    List<KubeObject> hung = apply(workload("Deployment", "hung", "hang", ""));
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () -> cluster.awaitReady(hung, Patience.of(Duration.ofSeconds(3)).withLegacy(true)));
    assertEquals(
        "not ready within 3 s: Deployment/" + namespace + "/hung (0 of 1 needed replicas ready)",
        failure.getMessage());
  }
}
