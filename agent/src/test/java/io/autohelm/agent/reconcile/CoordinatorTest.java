package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of releases when the states of their sources change, without a real cluster. */
final class CoordinatorTest extends CoordinatorStage {
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

  @Test
  void whatWasMendedDoesNotWaitForWhatItWasBefore() throws Exception {
    ChartSource unreadable =
        new ChartSource() {
          @Override
          public Chart chart(DesiredRelease release) {
            throw new ChartException("no such chart");
          }

          @Override
          public Map<String, Object> values(DesiredRelease release) {
            return Map.of();
          }
        };
    accept("1", unreadable);
    pauses(10);
    coordinator.check(new ReleaseId("web", "x"));
    pauses(10, 20);
    // Another commit that does not mend it.
    accept("2", unreadable);
    pauses(10, 20, 40);
    accept("3", new Words("{{ fail \"not yet\" }}"));
    pauses(10, 20, 40, 10);
    coordinator.check(new ReleaseId("web", "x"));
    pauses(10, 20, 40, 10, 20);
    accept("4", new Words("4"));
    until(Map.of("x", "4"));
    accept("5", new Words("{{ fail \"again\" }}"));
    pauses(10, 20, 40, 10, 20, 10);
  }

  private void accept(String commit, ChartSource charts) {
    coordinator.accept(
        new Snapshot(
            "a",
            commit,
            Instant.EPOCH,
            "",
            new Declared(List.of(release("x")), List.of()),
            charts));
  }

  private void pauses(int... seconds) throws InterruptedException {
    List<Duration> wanted = IntStream.of(seconds).mapToObj(Duration::ofSeconds).toList();
    for (int i = 0; i < 600 && delays.size() < wanted.size(); i++) {
      Thread.sleep(50);
    }
    assertEquals(wanted, delays);
  }
}
