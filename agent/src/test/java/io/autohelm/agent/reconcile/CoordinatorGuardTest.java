package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Terms;
import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is deleted, moved or let be only by somebody's word, without a real cluster. */
final class CoordinatorGuardTest extends CoordinatorStage {
  private static final Window NEVER =
      new Window(
          Window.Kind.DENY,
          Cron.parse("* * * * *", ZoneOffset.UTC),
          Duration.ofHours(1),
          true,
          false);

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

  /** The objects that it would make then would be nobody's: the next upgrade does not know them. */
  @Test
  void aLookThatBeganBeforeARenamingMakesNothingUnderTheOldName() throws Exception {
    accept("a", "1", List.of(), "old");
    until(Map.of("old", "1"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch renamed = new CountDownLatch(1);
    ChartSource slow =
        new ChartSource() {
          @Override
          public Chart chart(DesiredRelease release) {
            begun.countDown();
            try {
              assertTrue(renamed.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return new Words("2").chart(release);
          }

          @Override
          public Map<String, Object> values(DesiredRelease release) {
            return Map.of();
          }
        };
    coordinator.accept(
        new Snapshot(
            "a", "2", Instant.EPOCH, "2", new Declared(List.of(release("old")), List.of()), slow));
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    accept("a", "3", List.of(), moved("new", "old"));
    until(Map.of("new", "3"));
    renamed.countDown();
    assertEquals("carried on as web/new", left("old"));
    until(Map.of("new", "3"));
    assertEquals(List.of(), store.history("web", "old"));
  }

  /** It would wait for ever where the old declaration's window never opens. */
  @Test
  void whatIsRenamedNeedsNoWindowUnderItsOldName() throws Exception {
    accept("a", "1", List.of(), "old");
    until(Map.of("old", "1"));
    Terms closed =
        new Terms(null, new Windows(List.of(NEVER)), List.of(), 0, false, "", null, false);
    accept("a", "1", List.of(), on(release("old"), closed));
    accept("a", "2", List.of(), moved("new", "old"));
    until(Map.of("new", "2"));
    assertEquals("carried on as web/new", left("old"));
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
    accept("a", "1", List.of(), "x", "y");
    until(Map.of("x", "1", "y", "1"));
    rules =
        new Rules(List.of(new WindowRule(List.of(), List.of("y"), NEVER)), Map.of(), Limits.NONE);
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
