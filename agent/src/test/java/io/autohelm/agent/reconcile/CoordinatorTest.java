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
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of releases when the states of their sources change, without a real cluster. */
final class CoordinatorTest {
  private final ClusterInMemory cluster = new ClusterInMemory();
  private final MemoryReleaseStore store = new MemoryReleaseStore();
  private final List<Report> told = new CopyOnWriteArrayList<>();
  private Coordinator coordinator = coordinator("a", "b");

  private Coordinator coordinator(String... sources) {
    Agenda nothing =
        new Agenda() {
          @Override
          public void every(ReleaseId id, Duration interval) {}

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
        2);
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
    for (int i = 0; i < 200 && !(cluster.said().equals(said) && isSettled(said)); i++) {
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
    accept("a", "3", List.of());
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
    for (int i = 0; i < 200 && waiting().isEmpty(); i++) {
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
    for (int i = 0; i < 200 && leaves().isEmpty(); i++) {
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
}
