package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ClearanceTest {
  private static final Instant CLOSED = Instant.parse("2026-01-05T07:30:00Z");

  private static Windows night(boolean manual, boolean drift) {
    return new Windows(
        List.of(
            new Window(
                Window.Kind.ALLOW,
                Cron.parse("0 22 * * *", ZoneOffset.UTC),
                Duration.ofHours(2),
                manual,
                drift)));
  }

  @ParameterizedTest(name = "{0} by day, manual {1}, drift {2}, asked {3}: {4}")
  @CsvSource({
    "INSTALL,   false, false, false, WAIT_FOR_WINDOW",
    "UPGRADE,   false, false, false, WAIT_FOR_WINDOW",
    "UNINSTALL, false, false, false, WAIT_FOR_WINDOW",
    "ROLL_BACK, false, false, false, WAIT_FOR_WINDOW",
    "REAPPLY,   false, false, false, WAIT_FOR_WINDOW",
    "REAPPLY,   false, true,  false, REAPPLY",
    "UPGRADE,   false, true,  false, WAIT_FOR_WINDOW",
    "UPGRADE,   true,  false, true,  UPGRADE",
    "UPGRADE,   true,  false, false, WAIT_FOR_WINDOW",
    "UPGRADE,   false, false, true,  WAIT_FOR_WINDOW",
    // These change no object, or look only.
    "TAKE_OVER, false, false, false, TAKE_OVER",
    "TEST,      false, false, false, TEST",
    "LEAVE,     false, false, false, LEAVE",
    "SUSPEND,   false, false, false, SUSPEND",
  })
  void outsideItsWindow(Step step, boolean manual, boolean drift, boolean asked, Step expected) {
    Clearance clearance =
        new Clearance(null, List.of(night(manual, drift)), asked ? "ann" : "", null);
    assertEquals(expected, clearance.over(Decision.of(step, "why"), CLOSED, true).step());
  }

  @Test
  void saysForWhatItWaitsAndUntilWhen() {
    Decision decision =
        new Clearance(null, List.of(night(false, false)), "", null)
            .over(Decision.of(Step.UPGRADE, "chart or values have changed"), CLOSED, true);
    assertEquals(Instant.parse("2026-01-05T22:00:00Z"), decision.until());
    assertEquals(
        "waits for its window to upgrade: closed outside the window allow 0 22 * * * (UTC) for 2h;"
            + " opens at 2026-01-05T22:00:00Z",
        decision.reason());
  }

  @ParameterizedTest(name = "{0} that is asked for at first {1}: {2}")
  @CsvSource({
    "WAIT_FOR_RETRY,      true,  UPGRADE",
    "QUARANTINE,          true,  UPGRADE",
    "QUARANTINE,          false, QUARANTINE", // it was tried, and failed again
    "WAIT_FOR_DEPENDENCY, true,  WAIT_FOR_DEPENDENCY",
    "LEAVE,               true,  LEAVE",
  })
  void whoAsksNeedNotWaitForTheNextTry(Step step, boolean isFirst, Step expected) {
    Clearance clearance = new Clearance(null, List.of(), "ann", null);
    assertEquals(expected, clearance.over(Decision.of(step, "why"), CLOSED, isFirst).step());
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void nothingIsDoneWithWhatIsSuspended(Step step) {
    Order order = Order.suspend(new ReleaseId("web", "shop"), "ann", "tests", CLOSED);
    Decision decision =
        new Clearance(order, List.of(), "", null).over(Decision.of(step, "why"), CLOSED, true);
    assertEquals(Step.SUSPEND, decision.step());
    assertEquals("suspended by ann at 2026-01-05T07:30:00Z: tests", decision.reason());
  }

  @ParameterizedTest(name = "namespaces {0} and names {1} select {2}: {3}")
  @CsvSource({
    "'',          '',     web/shop, true",
    "web,         '',     web/shop, true",
    "w?b,         s*p,    web/shop, true",
    "prod-*,      '',     web/shop, false",
    "prod-* web,  '',     web/shop, true",
    "web,         other,  web/shop, false",
    "w.b,         '',     web/shop, false",
    "w,           '',     web/shop, false",
  })
  void rulesSelect(String namespaces, String names, String id, boolean expected) {
    WindowRule rule =
        new WindowRule(globs(namespaces), globs(names), night(false, false).all().get(0));
    int slash = id.indexOf('/');
    assertEquals(
        expected, rule.selects(new ReleaseId(id.substring(0, slash), id.substring(slash + 1))));
  }

  private static List<String> globs(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
