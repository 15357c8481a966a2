package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.action.ReleaseLocks.Attempt;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.testing.ApiProxy;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may act on a release, as the real API server decides it. */
@RealCluster
class ReleaseLocksIT {
  private static final Duration SHORT = Duration.ofSeconds(3);

  private TestCluster cluster;
  private String namespace;
  private KubeConnection connection;
  private final List<KubeReleaseLocks> opened = new ArrayList<>();

  @BeforeEach
  void open(TestCluster realCluster) {
    cluster = realCluster;
    namespace = realCluster.createNamespace();
    connection = KubeConnection.open(realCluster.kubeconfig(), null, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    opened.forEach(KubeReleaseLocks::close);
    connection.close();
  }

  private KubeReleaseLocks locks(String actor) {
    KubeReleaseLocks locks =
        new KubeReleaseLocks(
            new KubeHttp(cluster.client()), Clock.systemUTC(), HolderIdentity.of(actor), SHORT);
    opened.add(locks);
    return locks;
  }

  private ReleaseLock taken(ReleaseLocks locks) {
    return assertInstanceOf(Attempt.Taken.class, locks.take(namespace, "shop")).lock();
  }

  private Lease lease() {
    return cluster.client().leases().inNamespace(namespace).withName("autohelm.shop").get();
  }

  @Test
  void oneHoldsItUntilItIsGivenBackAndNothingIsLeft() {
    KubeReleaseLocks first = locks("first");
    KubeReleaseLocks second = locks("second");
    try (ReleaseLock lock = taken(first)) {
      lock.check();
      Attempt.Busy busy =
          assertInstanceOf(Attempt.Busy.class, second.take(namespace, "shop"), "held by the first");
      assertTrue(busy.holder().name().startsWith("first@"), busy.holder().name());
      assertInstanceOf(Attempt.Busy.class, first.take(namespace, "shop"), "by another thread too");
      assertInstanceOf(Attempt.Taken.class, first.take(namespace, "other"));
    }
    assertNull(lease());
    taken(second).close();
    assertNull(lease());
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsNoQuestionOfRights() {
    ConfigMap held =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("held")
            .withNamespace(namespace)
            .withFinalizers("example.org/held")
            .endMetadata()
            .build();
    cluster.client().resource(held).create();
    cluster.client().namespaces().withName(namespace).delete();
    KubeObject late =
        new KubeObject(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "late", "namespace", namespace)));
    try {
      ClusterException refused =
          assertThrows(ClusterException.class, () -> connection.cluster().create(late));
      assertEquals(ClusterException.Reason.TERMINATING, refused.reason(), refused::getMessage);
      taken(locks("first")).close();
    } finally {
      cluster.client().resource(held).edit(ReleaseLocksIT::unfinished);
    }
  }

  private static ConfigMap unfinished(ConfigMap map) {
    map.getMetadata().setFinalizers(List.of());
    return map;
  }

  @Test
  void itIsRenewedForAsLongAsTheActionLasts() throws Exception {
    try (ReleaseLock lock = taken(locks("first"))) {
      ZonedDateTime renewed = lease().getSpec().getRenewTime();
      long end = System.nanoTime() + SHORT.multipliedBy(5).toNanos();
      while (lease().getSpec().getRenewTime().isBefore(renewed.plus(SHORT))
          && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertTrue(lease().getSpec().getRenewTime().isAfter(renewed));
      lock.check();
      assertInstanceOf(Attempt.Busy.class, locks("second").take(namespace, "shop"));
    }
  }

  @Test
  void aHolderThatCannotRenewStopsBeforeAnotherTakesOver() throws Exception {
    KubeReleaseLocks first = locks("first");
    ReleaseLock lost = taken(first);
    first.close(); // no renewals any more, as if the process hung
    KubeReleaseLocks second = locks("second");
    ReleaseLock next = null;
    while (next == null) {
      Attempt attempt = second.take(namespace, "shop");
      if (attempt instanceof Attempt.Taken taken) {
        next = taken.lock();
      } else {
        Thread.sleep(50);
      }
    }
    ClusterException stopped = assertThrows(ClusterException.class, lost::check);
    assertEquals(ClusterException.Reason.LOCK_LOST, stopped.reason());
    assertNotEquals(lost.token(), next.token());
    assertEquals(1, lease().getSpec().getLeaseTransitions());
    lost.close();
    assertNotNull(lease(), "what is another's by now is not given back");
    next.check();
    next.close();
  }

  @Test
  void aProcessOfThisMachineThatIsGoneIsNotWaitedFor() {
    String identity =
        HolderIdentity.of("dead")
            .replaceFirst("-\\d+-\\d+-", "-" + ProcessHandle.current().pid() + "-1-");
    put(identity);
    ReleaseLock lock = taken(locks("next"));
    assertEquals(1, lease().getSpec().getLeaseTransitions());
    lock.close();
  }

  @Test
  void aProcessOfAnotherMachineIsWaitedFor() {
    put("dead@elsewhere #00000000-1-1-00000000");
    Attempt.Busy busy = assertInstanceOf(Attempt.Busy.class, locks("next").take(namespace, "shop"));
    assertEquals("dead@elsewhere", busy.holder().name());
  }

  private void put(String identity) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    cluster
        .client()
        .leases()
        .inNamespace(namespace)
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("autohelm.shop")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds(3600)
                .withAcquireTime(now)
                .withRenewTime(now)
                .withLeaseTransitions(0)
                .endSpec()
                .build())
        .create();
  }

  @Test
  void aLockThatCannotBeGivenBackWhileTheServerIsAwayIsGivenBackLater() throws Exception {
    try (ApiProxy proxy = new ApiProxy(cluster.kubeconfigText());
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(proxy.kubeconfig()))
                .build()) {
      KubeReleaseLocks locks =
          new KubeReleaseLocks(
              new KubeHttp(client), Clock.systemUTC(), HolderIdentity.of("first"), SHORT);
      opened.add(locks);
      ReleaseLock lock = taken(locks);
      AtomicInteger refused = new AtomicInteger();
      proxy.decide(
          asked -> {
            if (!asked.method().equals("DELETE")) return new ApiProxy.Fate.Pass();
            refused.incrementAndGet();
            return ApiProxy.refusal(503, "ServiceUnavailable", "away");
          });
      lock.close();
      assertNotNull(lease());
      assertTrue(refused.get() > 0);
      // The next action of the same process is not disturbed by what is still to be given back.
      try (ReleaseLock next = taken(locks)) {
        assertEquals(1, lease().getSpec().getLeaseTransitions());
        proxy.decide(asked -> new ApiProxy.Fate.Pass());
        Thread.sleep(SHORT.toMillis());
        next.check();
        assertEquals(1, lease().getSpec().getLeaseTransitions());
        proxy.decide(
            asked ->
                asked.method().equals("DELETE")
                    ? ApiProxy.refusal(503, "ServiceUnavailable", "away")
                    : new ApiProxy.Fate.Pass());
      }
      assertNotNull(lease());
      proxy.decide(asked -> new ApiProxy.Fate.Pass());
      for (int look = 0; look < 300 && lease() != null; look++) {
        Thread.sleep(100);
      }
      assertNull(lease());
    }
  }

  @Test
  void whereLeasesAreForbiddenTheWorkGoesOnWithoutALock() {
    cluster
        .client()
        .serviceAccounts()
        .inNamespace(namespace)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("poor").endMetadata().build())
        .create();
    TokenRequest token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("poor")
            .tokenRequest(new TokenRequest());
    String kubeconfig =
        cluster
            .kubeconfigText()
            .replaceFirst("token: [^}\\s]+", "token: " + token.getStatus().getToken());
    try (KubeConnection poor = KubeConnection.ofText(kubeconfig, Clock.systemUTC())) {
      ReleaseLocks locks = poor.locks("poor");
      assertSame(ReleaseLock.FREE, taken(locks));
      assertSame(ReleaseLock.FREE, taken(locks));
    }
  }

  @Test
  void aNamespaceThatDoesNotExistHasNothingToKeepOthersFrom() {
    Attempt attempt = locks("first").take("no-such-namespace", "shop");
    assertSame(ReleaseLock.FREE, assertInstanceOf(Attempt.Taken.class, attempt).lock());
  }

  private static Chart chart() {
    return Charts.ofFiles(
        List.of(
            file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            file(
                "templates/config.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop }\ndata: { a: b }\n")));
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private Actions actions() {
    return new Actions(
        connection.cluster(),
        connection.releases(),
        Renderer.standard(Clock.systemUTC(), warning -> {}),
        connection.lookup(),
        Clock.systemUTC(),
        "test");
  }

  private ReleaseRequest request() {
    return new ReleaseRequest(
        "shop", namespace, chart(), Map.of(), Map.of(), ActionPolicy.STANDARD);
  }

  @Test
  void aWriterThatLostItsLockChangesNothingMore() {
    KubeReleaseLocks locks = locks("first");
    ReleaseLock lock = taken(locks);
    Actions held = actions().under(lock);
    held.install(request());
    locks.close();
    cluster.client().leases().inNamespace(namespace).withName("autohelm.shop").delete();
    long deadline = System.nanoTime() + SHORT.toNanos();
    while (System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    ClusterException stopped = assertThrows(ClusterException.class, () -> held.upgrade(request()));
    assertEquals(ClusterException.Reason.LOCK_LOST, stopped.reason());
    assertEquals(1, connection.releases().index(namespace, "shop").size());
    assertThrows(
        RuntimeException.class, () -> held.uninstall(namespace, "shop", ActionPolicy.STANDARD));
    assertEquals(
        ReleaseStatus.DEPLOYED,
        connection.releases().last(namespace, "shop").orElseThrow().status());
  }

  @Test
  void aWriterDoesNotUndoWhatItsSuccessorRecorded() {
    ReleaseStore slow = connection.releases().session();
    Release pending =
        actions()
            .prepare(request(), Optional.empty())
            .with(ReleaseStatus.PENDING_INSTALL, "underway");
    slow.create(pending);
    slow.update(pending.with(ReleaseStatus.PENDING_INSTALL, "still underway"));
    ReleaseStore successor = connection.releases().session();
    Release seen = successor.last(namespace, "shop").orElseThrow();
    successor.update(seen.with(ReleaseStatus.FAILED, "taken over"));
    ReleaseException refused =
        assertThrows(
            ReleaseException.class,
            () -> slow.update(pending.with(ReleaseStatus.DEPLOYED, "complete")));
    assertEquals(ReleaseException.Reason.OVERTAKEN, refused.reason());
    assertEquals(
        "taken over",
        connection.releases().last(namespace, "shop").orElseThrow().info().description());
  }

  @Test
  void ofManyThatWantItAtOnceOneGetsIt() throws Exception {
    int many = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<Attempt>> attempts = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        KubeReleaseLocks locks = locks("engine-" + i);
        attempts.add(
            threads.submit(
                () -> {
                  start.await();
                  return locks.take(namespace, "shop");
                }));
      }
      start.countDown();
      int taken = 0;
      for (Future<Attempt> attempt : attempts) {
        taken += attempt.get() instanceof Attempt.Taken ? 1 : 0;
      }
      assertEquals(1, taken);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void twoEnginesThatInstallAtOnceDoNotHurtEachOther() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<String>> outcomes = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        KubeReleaseLocks locks = locks(name);
        outcomes.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int round = 0; round < 100; round++) {
                    Attempt attempt = locks.take(namespace, "shop");
                    if (attempt instanceof Attempt.Taken taken) {
                      try (ReleaseLock lock = taken.lock()) {
                        Actions held = actions().under(lock);
                        if (held.isPresent(namespace, "shop")) {
                          return "found";
                        }
                        held.install(request());
                        return "installed";
                      } catch (ActionException e) {
                        return String.valueOf(e.getMessage());
                      }
                    }
                    Thread.sleep(50);
                  }
                  return "never";
                }));
      }
      start.countDown();
      assertEquals(
          List.of("found", "installed"),
          List.of(outcomes.get(0).get(), outcomes.get(1).get()).stream().sorted().toList());
      assertEquals(1, connection.releases().history(namespace, "shop").size());
    } finally {
      threads.shutdownNow();
    }
  }
}
