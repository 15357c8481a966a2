package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Terms;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Rhythm;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.MemoryReleaseStore;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Renderer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of releases when the states of their sources change, without a real cluster. */
final class CoordinatorTest {
  private final ClusterInMemory cluster = new ClusterInMemory();
  private final MemoryReleaseStore store = new MemoryReleaseStore();
  private final List<Report> told = new CopyOnWriteArrayList<>();
  private final Map<String, String> orders = new TreeMap<>();
  private Rules rules = Rules.NONE;
  private final OrderBook book = new BookInMemory();
  private Coordinator coordinator = coordinator("a", "b");

  private final class BookInMemory implements OrderBook {
    @Override
    public void write(List<Order> all) {
      all.forEach(order -> Orders.with(orders, order));
      coordinator.heard(Orders.of(orders));
    }

    @Override
    public void withdraw(Order.Kind kind, String subject) {
      Orders.without(orders, kind, subject);
      coordinator.heard(Orders.of(orders));
    }
  }

  private Coordinator coordinator(String... sources) {
    Agenda nothing =
        new Agenda() {
          @Override
          public void every(ReleaseId id, Rhythm rhythm) {}

          @Override
          public void once(ReleaseId id, Duration delay) {}

          @Override
          public void forget(ReleaseId id) {}
        };
    Clock clock = Clock.systemUTC();
    return new Coordinator(
        new Reconciler(
            new Actions(
                cluster,
                store,
                Renderer.standard(clock, warning -> {}),
                (apiVersion, kind, namespace, name) -> Map.of(),
                clock,
                "test"),
            ReleaseLocks.NONE,
            store,
            cluster,
            new DriftCheck(cluster, new Footprints()),
            Watchlist.NONE,
            clock),
        store,
        nothing,
        told::add,
        List.of(sources),
        rules,
        book,
        HealthBoard.NONE,
        2,
        clock);
  }

  @AfterEach
  void close() {
    coordinator.close();
  }

  private static DesiredRelease release(String name, String... dependsOn) {
    return new DesiredRelease(
        new ReleaseId("web", name),
        name + ".yaml",
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        List.of(dependsOn).stream().map(other -> new ReleaseId("web", other)).toList(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        3);
  }

  /** Everything of a commit says the same word. */
  private record Words(String word) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      return Charts.ofFolder(
          List.of(
              file("Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
              file(
                  "templates/x.yaml",
                  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \"{{ .Release.Name }}\" }\n"
                      + "data: { a: "
                      + word
                      + " }\n")));
    }

    private static ChartFile file(String name, String text) {
      return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  private List<Problem> accept(String source, String word, List<Problem> problems, Object... all) {
    List<DesiredRelease> releases = new ArrayList<>();
    for (Object one : all) {
      releases.add(one instanceof DesiredRelease desired ? desired : release((String) one));
    }
    return coordinator.accept(
        new Snapshot(
            source, word, Instant.EPOCH, word, new Declared(releases, problems), new Words(word)));
  }

  private void until(Map<String, String> said) throws InterruptedException {
    for (int i = 0; i < 600 && !(cluster.said().equals(said) && isSettled(said)); i++) {
      Thread.sleep(50);
    }
    assertEquals(said, cluster.said());
    assertTrue(isSettled(said), () -> store.latest("").toString());
  }

  private boolean isSettled(Map<String, String> said) {
    List<Release> latest = store.latest("");
    return latest.size() == said.size()
        && latest.stream().allMatch(release -> release.status() == ReleaseStatus.DEPLOYED);
  }

  @Test
  void whatLeavesItsSourceGoes() throws Exception {
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    accept("a", "2", List.of(), "x");
    until(Map.of("x", "2"));
    accept("a", "3", List.of());
    until(Map.of());
  }

  @Test
  void aBrokenFileKeepsItsReleaseAsItWasHoweverOftenItIsBroken() throws Exception {
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    List<Problem> broken = List.of(new Problem("y.yaml", 1, "", "broken"));
    accept("a", "2", broken, "x");
    until(Map.of("x", "2", "y", "1"));
    accept("a", "3", broken, "x");
    until(Map.of("x", "3", "y", "1"));
    coordinator.check(new ReleaseId("web", "y"));
    accept("a", "4", broken, "x");
    until(Map.of("x", "4", "y", "1"));
    accept("a", "5", List.of(), "x", "y");
    until(Map.of("x", "5", "y", "5"));
  }

  @Test
  void whileAnythingIsBrokenNothingIsRemoved() throws Exception {
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    accept("a", "2", List.of(new Problem("z.yaml", 1, "", "broken")), "x");
    until(Map.of("x", "2", "y", "1"));
    accept("a", "3", List.of(), "x");
    until(Map.of("x", "3"));
  }

  @Test
  void aReleaseThatMovesToAnotherSourceIsNeverRemoved() throws Exception {
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    List<Problem> problems = accept("b", "2", List.of(), "x");
    assertEquals("release web/x is declared by source a already", problems.get(0).message());
    until(Map.of("x", "1"));
    assertEquals(problems, coordinator.beside("b"));
    accept("a", "3", List.of());
    assertEquals(List.of(), coordinator.beside("b"), "the other has let it go");
    until(Map.of("x", "2"));
    assertTrue(told.stream().noneMatch(report -> report instanceof Report.ReleaseRemoved));
    assertEquals(2, store.last("web", "x").orElseThrow().revision());
  }

  @Test
  void afterARestartNothingIsRemovedBeforeAllSourcesWereRead() throws Exception {
    accept("a", "1", List.of(), "x", "y", "z");
    accept("b", "1", List.of(), "w");
    until(Map.of("w", "1", "x", "1", "y", "1", "z", "1"));
    coordinator.close();
    coordinator = coordinator("a", "b");
    accept("a", "2", List.of(), "x"); // y has moved to b meanwhile, z is gone
    until(Map.of("w", "1", "x", "2", "y", "1", "z", "1"));
    accept("b", "2", List.of(), "y", "w");
    until(Map.of("w", "2", "x", "2", "y", "2"));
  }

  @Test
  void afterARestartABrokenSourceRemovesNothing() throws Exception {
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    coordinator.close();
    coordinator = coordinator("a");
    accept("a", "2", List.of(new Problem("y.yaml", 1, "", "broken")), "x");
    until(Map.of("x", "2", "y", "1"));
    accept("a", "3", List.of(), "x");
    until(Map.of("x", "3"));
  }

  @Test
  void aCircleOverTwoSourcesIsRefusedUntilOneOfThemOpensIt() throws Exception {
    accept("a", "1", List.of(), release("x", "y"));
    assertEquals(List.of(), accept("b", "1", List.of(), "y"));
    until(Map.of("x", "1", "y", "1"));
    List<Problem> problems = accept("b", "2", List.of(), release("y", "x"), "z");
    assertEquals(
        List.of("y.yaml:1: spec.dependsOn: release depends on itself: web/y -> web/x -> web/y"),
        problems.stream().map(Problem::toString).toList());
    assertEquals(problems, coordinator.beside("b"));
    until(Map.of("x", "1", "y", "1", "z", "2")); // the last good state of y stays in force
    accept("a", "3", List.of(), "x");
    assertEquals(List.of(), coordinator.beside("b"));
    until(Map.of("x", "3", "y", "2", "z", "2"));
  }

  @Test
  void dependenciesGoFirstAndLeaveLast() throws Exception {
    accept("a", "1", List.of(), release("user", "base"), release("base"));
    until(Map.of("base", "1", "user", "1"));
    List<String> installed =
        told.stream()
            .filter(report -> report instanceof Report.ReleaseSynced)
            .map(Report.ReleaseSynced.class::cast)
            .filter(report -> report.step() == Decision.Step.INSTALL)
            .map(report -> report.id().name())
            .toList();
    assertEquals(List.of("base", "user"), installed);
    cluster.refuse("base");
    accept("a", "2", List.of(), release("user", "base"), release("base"));
    for (int i = 0; i < 600 && waiting().isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertEquals("1", cluster.said().get("user"));
  }

  private List<Report> waiting() {
    return told.stream()
        .filter(
            report ->
                report instanceof Report.ReleaseSynced synced
                    && synced.commit().equals("2")
                    && synced.step() == Decision.Step.WAIT_FOR_DEPENDENCY)
        .toList();
  }

  @Test
  void aReleaseThatFailsAgainAndAgainDoesNotFillTheCluster() throws Exception {
    accept("a", "0", List.of(), "x");
    until(Map.of("x", "0"));
    cluster.refuse("x");
    for (int i = 1; i < 8; i++) {
      int revision = i + 1;
      accept("a", Integer.toString(i), List.of(), "x");
      for (int wait = 0; wait < 600 && last() < revision; wait++) {
        Thread.sleep(20);
      }
    }
    for (int wait = 0; wait < 600 && store.history("web", "x").size() > 3; wait++) {
      Thread.sleep(20);
    }
    List<Release> history = store.history("web", "x");
    assertEquals(3, history.size());
    assertEquals(ReleaseStatus.DEPLOYED, history.get(0).status());
  }

  private int last() {
    return store.last("web", "x").orElseThrow().revision();
  }

  @Test
  void onlyWhatWasTouchedIsLookedAt() throws Exception {
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    cluster.forget("x");
    KubeObject.Id other = new KubeObject.Id("", "ConfigMap", "web", "other");
    coordinator.touched(new ReleaseId("web", "x"), Set.of(other));
    coordinator.touched(new ReleaseId("web", "nobodys"), Set.of(other));
    for (int i = 0; i < 600 && leaves().isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertEquals(Map.of(), cluster.said());
    assertFalse(leaves().get(0).driftChecked(), "a look at one object says nothing of the others");
    KubeObject.Id missing = new KubeObject.Id("", "ConfigMap", "web", "x");
    coordinator.touched(new ReleaseId("web", "x"), Set.of(missing));
    until(Map.of("x", "1"));
    assertEquals(1, last());
  }

  private List<Report.ReleaseSynced> leaves() {
    return told.stream()
        .filter(report -> report instanceof Report.ReleaseSynced)
        .map(Report.ReleaseSynced.class::cast)
        .filter(report -> report.step() == Decision.Step.LEAVE)
        .toList();
  }

  @Test
  void aMissingObjectComesBackWithoutARevision() throws Exception {
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    cluster.forget("x");
    coordinator.check(new ReleaseId("web", "x"));
    until(Map.of("x", "1"));
    assertEquals(1, last());
  }

  @Test
  void aNewerCommitEndsAPointlessWaitAndIsTriedAtOnce() throws InterruptedException {
    cluster.holdBack("broken");
    accept("a", "broken", List.of(), "one");
    assertTrue(cluster.isSomebodyWaiting());
    accept("a", "mended", List.of(), "one");
    until(Map.of("one", "mended"));
    List<Release> history = store.history("web", "one");
    assertEquals(2, history.size());
    assertEquals(
        "Release \"one\" failed: superseded by commit mended", history.get(0).info().description());
  }

  @Test
  void aNewerCommitThatChangesNothingOfTheReleaseLetsItsWaitGoOn() throws InterruptedException {
    cluster.holdBack("same");
    accept("a", "same", List.of(), "one");
    assertTrue(cluster.isSomebodyWaiting());
    accept("a", "same", List.of(), "one", "two");
    coordinator.accept(
        new Snapshot(
            "a",
            "another commit",
            Instant.EPOCH,
            "",
            new Declared(List.of(release("one")), List.of()),
            new Words("same")));
    // The comparison of the state after that comes behind this one.
    accept("a", "other", List.of(), "one");
    until(Map.of("one", "other"));
    assertEquals(
        "Release \"one\" failed: superseded by commit other",
        store.history("web", "one").get(0).info().description());
  }

  @Test
  void aReleaseThatLeavesItsSourceIsNotAwaitedAnyMore() throws InterruptedException {
    cluster.holdBack("broken");
    accept("a", "broken", List.of(), "one");
    assertTrue(cluster.isSomebodyWaiting());
    accept("a", "broken", List.of());
    accept("b", "broken", List.of());
    until(Map.of());
  }

  @Test
  void whatAPersonSuspendsIsLeftAloneUntilItIsResumedAlsoByTheNextProcess() throws Exception {
    ReleaseId x = new ReleaseId("web", "x");
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    coordinator.order(Order.suspend(x, "ann", "we look into it", Instant.EPOCH));
    accept("a", "2", List.of(), "x");
    suspended("2");
    coordinator.close();
    told.clear();
    coordinator = coordinator("a");
    coordinator.heard(Orders.of(orders));
    accept("a", "3", List.of(), "x");
    suspended("3");
    assertEquals(Map.of("x", "1"), cluster.said());
    coordinator.withdraw(Order.Kind.SUSPEND, "web/x");
    until(Map.of("x", "3"));
  }

  private void suspended(String commit) throws InterruptedException {
    List<String> reasons = List.of();
    for (int i = 0; i < 600 && reasons.isEmpty(); i++) {
      Thread.sleep(20);
      reasons =
          told.stream()
              .filter(report -> report instanceof Report.ReleaseSynced)
              .map(Report.ReleaseSynced.class::cast)
              .filter(report -> report.commit().equals(commit))
              .map(report -> report.step().text() + " " + report.reason())
              .toList();
    }
    assertEquals(
        "suspend suspended by ann at 1970-01-01T00:00:00Z: we look into it", reasons.get(0));
  }

  @Test
  void whatIsAskedForIsDoneOnceAndTriedAgain() throws Exception {
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    cluster.refuse("x");
    accept("a", "2", List.of(), "x");
    for (int i = 0; i < 600 && last() < 2; i++) {
      Thread.sleep(20);
    }
    cluster.refuse("");
    Orders.with(orders, Order.sync(new ReleaseId("web", "x"), "ann", Instant.EPOCH));
    coordinator.heard(Orders.of(orders));
    until(Map.of("x", "2"));
    assertEquals(3, last());
    assertEquals(Map.of(), orders);
  }

  private void guard(Limits limits) {
    rules = new Rules(List.of(), Map.of(), limits);
    coordinator.close();
    coordinator = coordinator("a");
    coordinator.heard(Orders.of(orders));
  }

  private String held(Decision.Step step) throws InterruptedException {
    for (int i = 0; i < 1500; i++) {
      for (Report report : told) {
        if (report instanceof Report.ReleaseHeld held && held.step() == step) {
          return held.reason();
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("nobody waits with " + step + ": " + told);
  }

  private static String digest(String reason) {
    return reason.replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
  }

  @Test
  void aSourceThatComesToNothingIsFrozenUntilSomebodyAgrees() throws Exception {
    guard(Limits.STANDARD);
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    accept("a", "2", List.of());
    String reason = held(Decision.Step.FROZEN);
    assertTrue(reason.startsWith("source a declares nothing any more: nothing is"), reason);
    assertTrue(reason.endsWith("it would be web/x, web/y"), reason);
    // Neither another commit of nothing nor the next process goes on without consent.
    accept("a", "3", List.of());
    guard(Limits.STANDARD);
    told.clear();
    accept("a", "3", List.of());
    assertEquals(digest(reason), digest(held(Decision.Step.FROZEN)));
    assertEquals(Map.of("x", "1", "y", "1"), cluster.said());
    coordinator.order(Order.consent(digest(reason), "ann", "", Instant.EPOCH));
    until(Map.of());
    // Each is agreed to by itself, so that the rest could go after a restart.
    assertEquals(3, orders.size());
  }

  @Test
  void whatComesBackToItsSourceIsFrozenNoMore() throws Exception {
    guard(Limits.STANDARD);
    accept("a", "1", List.of(), "x");
    until(Map.of("x", "1"));
    accept("a", "2", List.of());
    held(Decision.Step.FROZEN);
    accept("a", "3", List.of(), "x");
    until(Map.of("x", "3"));
    assertTrue(told.stream().noneMatch(report -> report instanceof Report.ReleaseRemoved));
  }

  @Test
  void aConsentInGitLetsGo() throws Exception {
    guard(Limits.STANDARD);
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    accept("a", "2", List.of());
    String digest = digest(held(Decision.Step.FROZEN));
    coordinator.accept(
        new Snapshot(
            "a",
            "3",
            Instant.EPOCH,
            "",
            new Declared(List.of(), List.of(), Set.of(), Set.of(digest), Set.of()),
            new Words("3")));
    until(Map.of());
  }

  @Test
  void objectsOfPreciousKindsAreNotDeletedWithoutConsent() throws Exception {
    guard(new Limits(10, 100, 10, Set.of("ConfigMap"), true));
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    accept("a", "2", List.of(), "x");
    String reason = held(Decision.Step.WAIT_FOR_CONFIRMATION);
    assertTrue(reason.endsWith("to uninstall would remove ConfigMap/web/y"), reason);
    assertEquals("1", cluster.said().get("y"));
    coordinator.order(Order.consent(digest(reason), "ann", "", Instant.EPOCH));
    until(Map.of("x", "2"));
  }

  private static DesiredRelease on(DesiredRelease release, Terms terms) {
    return new DesiredRelease(
        release.id(),
        release.file(),
        release.line(),
        release.chart(),
        release.values(),
        release.valuesFiles(),
        release.interval(),
        release.timeout(),
        release.dependsOn(),
        release.drift(),
        release.suspended(),
        release.createNamespace(),
        release.await(),
        10,
        release.postRenderers(),
        release.tactics(),
        terms,
        release.ignored(),
        release.clusterValues());
  }

  private static DesiredRelease moved(String name, String from) {
    return on(
        release(name),
        new Terms(null, Windows.NONE, List.of(), 0, false, "", new ReleaseId("web", from), false));
  }

  private String left(String name) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      for (Report report : told) {
        if (report instanceof Report.ReleaseRemoved removed && removed.id().name().equals(name)) {
          return removed.error() == null ? removed.outcome() : removed.error();
        }
      }
      coordinator.check(new ReleaseId("web", name));
      Thread.sleep(20);
    }
    throw new AssertionError(name + " never left: " + told);
  }

  @Test
  void aRenamedReleaseKeepsItsHistoryAndIsNeverUninstalled() throws Exception {
    guard(Limits.STANDARD); // that the old one goes is no deletion
    accept("a", "1", List.of(), "old");
    until(Map.of("old", "1"));
    accept("a", "2", List.of(), "old");
    until(Map.of("old", "2"));
    accept("a", "2", List.of(), moved("new", "old"));
    until(Map.of("new", "2"));
    assertEquals("carried on as web/new", left("old"));
    assertEquals(
        List.of("1 superseded", "2 superseded", "3 deployed"),
        store.history("web", "new").stream()
            .map(each -> each.revision() + " " + each.status())
            .toList());
    assertEquals(List.of(), store.history("web", "old"));
    // The field may stay, and nothing happens any more.
    told.clear();
    coordinator.check(new ReleaseId("web", "new"));
    for (int i = 0; i < 600 && leaves().isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertEquals("in sync", leaves().get(0).reason());
  }

  @Test
  void aMoveThatBrokeOffGoesOn() throws Exception {
    accept("a", "1", List.of(), "old");
    until(Map.of("old", "1"));
    accept("a", "2", List.of(), "old");
    until(Map.of("old", "2"));
    List<Release> before = store.history("web", "old");
    accept("a", "2", List.of(), moved("new", "old"));
    until(Map.of("new", "2"));
    coordinator.close();
    // The process died when one record was removed, and the other one was not.
    store.create(before.get(1));
    store.delete("web", "new", 3);
    store.delete("web", "new", 1);
    told.clear();
    coordinator = coordinator("a");
    accept("a", "3", List.of(), moved("new", "old"));
    until(Map.of("new", "3"));
    assertEquals("carried on as web/new", left("old"));
    assertEquals(List.of(), store.history("web", "old"));
  }

  @Test
  void aNameThatIsTakenIsNotOverwritten() throws Exception {
    accept("a", "1", List.of(), "old", "new");
    until(Map.of("old", "1", "new", "1"));
    accept("a", "2", List.of(), moved("new", "old"));
    String error = "";
    for (int i = 0; i < 300 && error.isEmpty(); i++) {
      Thread.sleep(20);
      for (Report report : told) {
        if (report instanceof Report.ReleaseSynced synced && synced.error() != null) {
          error = synced.error();
        }
      }
    }
    assertEquals(
        "both web/old and web/new exist; movedFrom carries a release over only to a name that is"
            + " free",
        error);
    assertEquals(Map.of("old", "1", "new", "1"), cluster.said());
  }

  @Test
  void whatIsToBeLetAloneStaysWhenItsDeclarationGoesAlsoForTheNextProcess() throws Exception {
    Terms orphan = new Terms(null, Windows.NONE, List.of(), 0, false, "", null, true);
    accept("a", "1", List.of(), "x", on(release("y"), orphan), "z");
    until(Map.of("x", "1", "y", "1", "z", "1"));
    accept("a", "1", List.of(), on(release("x"), orphan), on(release("y"), orphan), "z");
    for (int i = 0; i < 600 && !isMarked("x"); i++) {
      Thread.sleep(20);
    }
    coordinator.close();
    coordinator = coordinator("a");
    accept("a", "2", List.of(), "z");
    assertEquals("let alone as declared", left("x"));
    assertEquals("let alone as declared", left("y"));
    until(Map.of("x", "1", "y", "1", "z", "2"));
    // It is nobody's now: the process after the next does not look at it either.
    coordinator.close();
    told.clear();
    coordinator = coordinator("a");
    accept("a", "3", List.of(), "z");
    until(Map.of("x", "1", "y", "1", "z", "3"));
    assertTrue(told.stream().noneMatch(report -> report instanceof Report.ReleaseRemoved));
  }

  private boolean isMarked(String name) {
    return "orphan"
        .equals(store.last("web", name).orElseThrow().labels().get("autohelm.io/deletion"));
  }

  @Test
  void aSetThatYieldsNothingIsFrozen() throws Exception {
    guard(Limits.STANDARD);
    accept("a", "1", List.of(), "x", "y", "z");
    until(Map.of("x", "1", "y", "1", "z", "1"));
    Declared without =
        new Declared(
            List.of(release("x"), release("y")), List.of(), Set.of(), Set.of(), Set.of("z.yaml"));
    coordinator.accept(new Snapshot("a", "2", Instant.EPOCH, "", without, new Words("2")));
    assertTrue(held(Decision.Step.FROZEN).startsWith("the ReleaseSet of z.yaml yields nothing"));
    until(Map.of("x", "2", "y", "2", "z", "1"));
  }

  @Test
  void whatLeftItsSourceWaitsForItsWindowToo() throws Exception {
    Window never =
        new Window(
            Window.Kind.DENY,
            Cron.parse("* * * * *", ZoneOffset.UTC),
            Duration.ofHours(1),
            true,
            false);
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    rules =
        new Rules(List.of(new WindowRule(List.of(), List.of("y"), never)), Map.of(), Limits.NONE);
    coordinator.close();
    coordinator = coordinator("a");
    accept("a", "2", List.of(), "x");
    String reason = held(Decision.Step.WAIT_FOR_WINDOW);
    assertTrue(reason.startsWith("waits for its window to uninstall: closed by the"), reason);
    until(Map.of("x", "2", "y", "1"));
    // The window lets through what a person asks for.
    coordinator.sync(new ReleaseId("web", "y"), "ann");
    until(Map.of("x", "2"));
  }
}
