package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.testing.AheadClock;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.testing.ApiProxy;
import io.autohelm.engine.testing.ApiProxy.Asked;
import io.autohelm.engine.testing.ApiProxy.Fate;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An API server that is away, busy or slow, or refuses: nothing is lost, and the reason is told.
 */
@RealCluster
final class FaultsIT {
  private static final String SAID = "/configmaps/said";

  private final AheadClock clock = new AheadClock();
  private TestCluster cluster;
  private String namespace;
  private ApiProxy proxy;
  private KubeConnection connection;
  private Reconciler reconciler;

  @BeforeEach
  void open(TestCluster realCluster) {
    cluster = realCluster;
    namespace = realCluster.createNamespace();
    proxy = new ApiProxy(realCluster.kubeconfigText());
    connection = KubeConnection.ofText(proxy.kubeconfig(), clock);
    reconciler = Connected.reconciler(connection, clock);
    good(sync("one"));
  }

  @AfterEach
  void close() {
    connection.close();
    proxy.close();
  }

  private Report.ReleaseSynced sync(String word) {
    return reconciler.reconcile(
        Round.of(
            new DesiredRelease(
                new ReleaseId(namespace, "shop"),
                "shop.yaml",
                1,
                new ChartChoice.InCommit("chart"),
                Map.of(),
                List.of(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(20),
                List.of(),
                DriftMode.CORRECT,
                false,
                true,
                true,
                10),
            "source",
            "commit",
            new Word(word)),
        new Attempt());
  }

  private record Word(String word) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      return Charts.ofFolder(
          List.of(
              file("Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
              file(
                  "templates/said.yaml",
                  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: said }\ndata: { word: %s }\n"
                      .formatted(word)),
              file(
                  "templates/hook.yaml",
                  """
                  apiVersion: v1
                  kind: ConfigMap
                  metadata: { name: hook, annotations: { helm.sh/hook: "pre-upgrade,post-upgrade" } }
                  """)));
    }

    private static ChartFile file(String name, String text) {
      return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  private static void good(Report.ReleaseSynced report) {
    assertNull(report.error());
    assertEquals("deployed", report.status());
  }

  private String said() {
    return cluster
        .client()
        .configMaps()
        .inNamespace(namespace)
        .withName("said")
        .get()
        .getData()
        .get("word");
  }

  /** After the fault: within a few looks what is declared is deployed, and nothing is left. */
  private void comesToAGoodEnd() {
    proxy.decide(asked -> new Fate.Pass());
    Report.ReleaseSynced report = sync("two");
    for (int look = 0; look < 4 && !report.isAsDeclared(); look++) {
      clock.pass(Duration.ofMinutes(11));
      report = sync("two");
    }
    good(report);
    assertEquals("two", said());
    List<Release> history = connection.releases().history(namespace, "shop");
    assertTrue(history.stream().noneMatch(each -> each.status().isPending()));
    assertEquals(
        List.of(),
        cluster.client().leases().inNamespace(namespace).list().getItems(),
        "a lease is left");
  }

  private static boolean isApply(Asked asked) {
    return asked.method().equals("PATCH") && asked.path().endsWith(SAID) && asked.isMutating();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "400, BadRequest, admission webhook x.example.org denied the request: not on Fridays",
    "403, Forbidden, configmaps said is forbidden: exceeded quota: tiny",
    "409, Conflict, the object has been modified; please apply your changes to the latest version",
    "422, Invalid, ConfigMap said is invalid: data: too long",
    "500, InternalError, etcdserver: request timed out",
    "500, InternalError, failed calling webhook y.example.org: connect: connection refused",
  })
  void aRefusalIsToldAndTriedAgain(int code, String reason, String message) {
    proxy.decide(
        asked -> isApply(asked) ? ApiProxy.refusal(code, reason, message) : new Fate.Pass());
    Report.ReleaseSynced report = sync("two");
    assertNotNull(report.error());
    assertTrue(report.error().contains(message), report.error());
    assertEquals("failed", report.status());
    assertEquals("one", said());
    Release failed = connection.releases().last(namespace, "shop").orElseThrow();
    assertTrue(failed.info().description().contains(message), failed.info().description());
    comesToAGoodEnd();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"429", "502", "503", "504"})
  void aBusyServerIsAskedAgain(int code) {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    proxy.decide(
        request ->
            asked.add(request.method() + request.path())
                ? new Fate.Answer(code, Map.of("Retry-After", "0"), "busy")
                : new Fate.Pass());
    good(sync("two"));
    assertEquals("two", said());
    assertEquals(2, connection.releases().index(namespace, "shop").size());
    comesToAGoodEnd();
  }

  @Test
  void aBrokenConnectionIsMadeAgain() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    proxy.decide(
        request ->
            asked.add(request.method() + request.path()) ? new Fate.Lost() : new Fate.Pass());
    good(sync("two"));
    assertEquals(2, connection.releases().index(namespace, "shop").size());
    comesToAGoodEnd();
  }

  @Test
  void anAnswerThatWasLostIsNotTakenForAnothersWork() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    proxy.decide(
        request ->
            request.isMutating() && asked.add(request.method() + request.path())
                ? new Fate.AnswerLost()
                : new Fate.Pass());
    good(sync("two"));
    assertEquals(2, connection.releases().index(namespace, "shop").size());
    comesToAGoodEnd();
  }

  @Test
  void aSlowServerIsWaitedFor() {
    proxy.decide(asked -> new Fate.Late(Duration.ofMillis(300)));
    good(sync("two"));
    comesToAGoodEnd();
  }

  @Test
  void aServerThatGoesInTheMiddleIsToldAndWhatWasBegunIsEndedLater() {
    AtomicInteger changes = new AtomicInteger();
    proxy.decide(
        asked ->
            (asked.isMutating() && changes.incrementAndGet() > 3) || changes.get() > 3
                ? new Fate.Answer(503, Map.of("Retry-After", "0"), "gone")
                : new Fate.Pass());
    Report.ReleaseSynced report = sync("two");
    assertNotNull(report.error());
    assertTrue(report.error().contains("503"), report.error());
    comesToAGoodEnd();
  }

  @Test
  void aTokenThatExpiredInTheMiddleIsToldAndNothingIsLost() {
    AtomicInteger changes = new AtomicInteger();
    proxy.decide(
        asked ->
            (asked.isMutating() && changes.incrementAndGet() > 3) || changes.get() > 3
                ? ApiProxy.refusal(401, "Unauthorized", "Unauthorized")
                : new Fate.Pass());
    Report.ReleaseSynced report = sync("two");
    assertNotNull(report.error());
    assertTrue(report.error().contains("Unauthorized"), report.error());
    assertFalse(report.isAsDeclared());
    comesToAGoodEnd();
  }
}
