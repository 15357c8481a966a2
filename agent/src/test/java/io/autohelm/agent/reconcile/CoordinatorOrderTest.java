package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people order: to go back, and to leave whole sources alone. */
final class CoordinatorOrderTest extends CoordinatorStage {
  private static final ReleaseId X = new ReleaseId("web", "x");

  private Report.ReleaseSynced awaitStep(Step step, int after) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      List<Report> now = List.copyOf(told);
      for (Report report : now.subList(Math.min(after, now.size()), now.size())) {
        if (report instanceof Report.ReleaseSynced synced && synced.step() == step) {
          return synced;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("no " + step + " in " + told);
  }

  @Test
  void whatWasRolledBackStaysUntilSomethingElseIsDeclared() throws InterruptedException {
    accept("a", "one", List.of(), "x");
    until(Map.of("x", "one"));
    accept("a", "two", List.of(), "x");
    until(Map.of("x", "two"));
    coordinator.order(Order.rollback(X, 0, "ann", "slow", Instant.now()));
    until(Map.of("x", "one"));
    Report.ReleaseSynced held = awaitStep(Step.HELD_BACK, 0);
    assertEquals(
        "Rolled back to 1 by ann: slow; what is declared is left alone until it changes",
        held.reason());
    for (int i = 0; i < 200 && !orders.isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertEquals(Map.of(), orders);
    Release back = store.last("web", "x").orElseThrow();
    assertEquals(3, back.revision());
    assertEquals(1, back.info().rollbackRevision());
    // The same again, a restart and a regular look change nothing.
    int before = told.size();
    accept("a", "two", List.of(), "x");
    awaitStep(Step.HELD_BACK, before);
    coordinator.close();
    coordinator = coordinator("a");
    before = told.size();
    accept("a", "two", List.of(), "x");
    awaitStep(Step.HELD_BACK, before);
    assertEquals(3, last());
    accept("a", "three", List.of(), "x");
    until(Map.of("x", "three"));
    assertEquals(4, last());
  }

  @Test
  void whoAsksForItGetsWhatIsDeclaredAgain() throws InterruptedException {
    accept("a", "one", List.of(), "x");
    until(Map.of("x", "one"));
    accept("a", "two", List.of(), "x");
    until(Map.of("x", "two"));
    coordinator.order(Order.rollback(X, 1, "ann", "", Instant.now()));
    until(Map.of("x", "one"));
    awaitStep(Step.HELD_BACK, 0);
    coordinator.order(Order.sync(X, "bob", Instant.now()));
    until(Map.of("x", "two"));
  }

  @Test
  void aRevisionThatThereIsNotIsToldOnceAndForgotten() throws InterruptedException {
    accept("a", "one", List.of(), "x");
    until(Map.of("x", "one"));
    coordinator.order(Order.rollback(X, 9, "ann", "", Instant.now()));
    Report.ReleaseSynced failed = awaitStep(Step.BRING_BACK, 0);
    assertTrue(String.valueOf(failed.error()).contains("release has no 9 version"));
    for (int i = 0; i < 200 && !orders.isEmpty(); i++) {
      Thread.sleep(20);
    }
    assertEquals(Map.of(), orders);
    assertEquals(1, last());
  }

  @Test
  void aSuspendedSourceIsLeftAloneAndNothingOfItIsUninstalled() throws InterruptedException {
    accept("a", "one", List.of(), "x", "y");
    accept("b", "one", List.of(), "z");
    until(Map.of("x", "one", "y", "one", "z", "one"));
    coordinator.order(Order.suspendSource("a", "ann", "a move", Instant.now()));
    int before = told.size();
    accept("a", "two", List.of(), "x");
    accept("b", "two", List.of(), "z");
    until(Map.of("x", "one", "y", "one", "z", "two"));
    assertTrue(awaitStep(Step.SUSPEND, before).reason().contains("by ann"));
    assertTrue(suspensions().get(0).contains("a move"));
    coordinator.withdraw(Order.Kind.SUSPEND_SOURCE, "a");
    until(Map.of("x", "two", "z", "two"));
    assertEquals(2, suspensions().size());
    assertEquals("", suspensions().get(1));
  }

  private List<String> suspensions() {
    return told.stream()
        .filter(report -> report instanceof Report.SourceSuspended)
        .map(report -> ((Report.SourceSuspended) report).told())
        .map(text -> Objects.requireNonNullElse(text, ""))
        .toList();
  }

  @Test
  void aSourceThatIsAskedForIsReadAgainAndItsReleasesAreLookedAt() throws InterruptedException {
    accept("a", "one", List.of(), "x");
    until(Map.of("x", "one"));
    int before = told.size();
    coordinator.order(Order.syncSource("a", "ann", Instant.now()));
    assertEquals(List.of("a"), polled);
    assertEquals(X, awaitStep(Step.LEAVE, before).id());
  }

  @Test
  void whatLeftWhileNobodyLookedGoesInTheOrderThatWasDeclared() throws InterruptedException {
    Object[] chain = {release("a"), release("b", "a"), release("c", "b"), release("d", "c")};
    accept("a", "one", List.of(), chain);
    until(Map.of("a", "one", "b", "one", "c", "one", "d", "one"));
    coordinator.close();
    coordinator = coordinator("a");
    coordinator.remember(Stream.of(chain).map(DesiredRelease.class::cast).toList());
    accept("a", "two", List.of(), "other");
    for (int i = 0; i < 600 && cluster.said().size() > 1; i++) {
      List.of("a", "b", "c", "d").forEach(name -> coordinator.check(new ReleaseId("web", name)));
      Thread.sleep(20);
    }
    until(Map.of("other", "two"));
    assertEquals(
        List.of("d", "c", "b", "a"),
        told.stream()
            .filter(report -> report instanceof Report.ReleaseRemoved)
            .map(report -> ((Report.ReleaseRemoved) report).id().name())
            .toList());
  }
}
