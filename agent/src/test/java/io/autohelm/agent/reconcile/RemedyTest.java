package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.declaration.Tactics.Remedy;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.patch.PostRenderers;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is decided when something has failed and a remedy is declared. */
final class RemedyTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Chart CHART = PlainChart.CHART;
  private static final Inputs BAD = Inputs.of(CHART, Map.of("a", 1.0));
  private static final Inputs GOOD = Inputs.of(CHART, Map.of("a", 2.0));

  /**
   * In short: {@code retry}, {@code 2}, {@code 2 undo}, {@code 2 undo uninstall}, {@code 2 tests}.
   */
  private static Remedy remedy(String text) {
    String[] words = text.split(" ", -1);
    if (words[0].equals("retry")) {
      return words.length > 1
          ? new Remedy(true, Duration.ofSeconds(Long.parseLong(words[1])), -1, false, false, false)
          : Remedy.RETRY;
    }
    List<String> all = List.of(words);
    return new Remedy(
        false,
        null,
        Integer.parseInt(words[0]),
        all.contains("undo"),
        all.contains("tests"),
        all.contains("uninstall"));
  }

  private static DesiredRelease desired(Remedy remedy, Tactics.Tests tests) {
    Tactics standard = Tactics.STANDARD;
    return new DesiredRelease(
        new ReleaseId("web", "shop"),
        "shop.yaml",
        1,
        new ChartChoice.InCommit("charts/x"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        List.of(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        10,
        PostRenderers.NONE,
        new Tactics(
            standard.install(),
            standard.upgrade(),
            standard.rollback(),
            standard.uninstall(),
            tests,
            remedy,
            remedy));
  }

  /**
   * In short: {@code good} was deployed and superseded, {@code deployed} is; {@code failed} was
   * made of the declared inputs, {@code tests} failed its tests, {@code other} failed with other
   * inputs, {@code dead} was interrupted; {@code back} undid a failure by a rollback, {@code gone}
   * by uninstalling, with {@code =2} for two. A minute lies between them, and {@code @5} says when
   * the last was.
   */
  private static List<Release> history(String text) {
    List<Release> history = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      String[] timed = word.split("@", -1);
      String[] parts = timed[0].split("=", -1);
      int revision = history.size() + 1;
      boolean isBad = !List.of("good", "deployed", "other", "back", "mended").contains(parts[0]);
      String description =
          switch (parts[0]) {
            case "tests" -> Failures.TESTS + ": x";
            case "dead" -> Decider.INTERRUPTED + ": x";
            case "good", "deployed", "back" -> "Upgrade complete";
            case "mended" -> "Upgrade \"shop\" failed: it went wrong";
            case "late" -> "Upgrade \"shop\" failed: superseded by commit 1d86640bfcc5";
            case "gone" -> Failures.UNDONE + ": it went wrong";
            default -> "it went wrong";
          };
      ReleaseStatus status =
          switch (parts[0]) {
            case "good", "mended" -> ReleaseStatus.SUPERSEDED;
            case "deployed", "made", "back" -> ReleaseStatus.DEPLOYED;
            case "gone" -> ReleaseStatus.UNINSTALLED;
            default -> ReleaseStatus.FAILED;
          };
      Release release =
          new Release(
              "shop",
              "web",
              revision,
              new ReleaseInfo(
                  NOW.atOffset(ZoneOffset.UTC),
                  NOW.minusSeconds(timed.length > 1 ? Long.parseLong(timed[1]) : 3600)
                      .atOffset(ZoneOffset.UTC),
                  null,
                  description,
                  status,
                  parts[0].equals("back") ? 1 : 0,
                  ""),
              CHART,
              Map.of(),
              "",
              List.of(),
              (isBad ? BAD : GOOD).labels("source", "c1", revision),
              "ssa");
      history.add(
          parts.length > 1
              ? release.withLabels(Failures.labels(release, BAD, Integer.parseInt(parts[1])))
              : release);
    }
    return history;
  }

  private static Decision decide(DesiredRelease desired, List<Release> history) {
    return Decider.decide(new Seen(desired, history, BAD, false, List.of(), List.of(), NOW));
  }

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource({
    // nothing is undone
    "retry,        deployed failed@5,          WAIT_FOR_RETRY, failed 1 time; tried again at",
    "retry,        deployed failed@11,         UPGRADE,        failed 1 time; tried again",
    "retry 60,     deployed failed failed@59,  WAIT_FOR_RETRY, failed 2 times",
    "retry 60,     deployed failed failed@61,  UPGRADE,        failed 2 times",
    // an installation is undone by uninstalling
    "0,            failed@1,                   QUARANTINE,     failed 1 time; left alone",
    "0 undo,       failed@1,                   UNINSTALL,      failed 1 time; uninstalled",
    "1,            failed@1,                   UNINSTALL,      failed 1 time; uninstalled",
    "1,            gone=1@5,                   WAIT_FOR_RETRY, failed 1 time; tried again at",
    "1,            gone=1@11,                  UPGRADE,        failed 1 time; tried again",
    "1,            gone=1 failed@1,            QUARANTINE,     failed 2 times; left alone",
    "1 undo,       gone=1 failed@1,            UNINSTALL,      failed 2 times; uninstalled",
    "1 undo,       gone gone=2@999,            QUARANTINE,     failed 2 times; left alone",
    "0 undo,       gone@999,                   QUARANTINE,     failed 1 time; left alone",
    // an upgrade by a rollback
    "0,            deployed failed@1,          QUARANTINE,     failed 1 time; left alone",
    "0 undo,       deployed failed@1,          ROLL_BACK,      failed 1 time; rolled back",
    "0 undo,       good failed back=1@1,       QUARANTINE,     failed 1 time; left alone",
    "2 undo,       good failed back=1@5,       WAIT_FOR_RETRY, failed 1 time",
    "2 undo,       good failed back=1@11,      UPGRADE,        failed 1 time",
    "2 undo,       good failed back=1 failed@1, ROLL_BACK,     failed 2 times",
    "2 undo,       good failed good failed back=2@19, WAIT_FOR_RETRY, failed 2 times",
    "2 undo,       good back=2 failed@1,       ROLL_BACK,      failed 3 times",
    "2 undo,       good back=3@999,            QUARANTINE,     failed 3 times",
    "-1,           good back=77@999,           UPGRADE,        failed 77 times",
    // the process died between rollback and label
    "0 undo,       good failed back@1,         QUARANTINE,     failed 1 time",
    "0 undo uninstall, deployed failed@1,      UNINSTALL,      failed 1 time",
    "0 undo uninstall, good gone=1@99,         QUARANTINE,     failed 1 time",
    // what other inputs did is forgiven, and so is a death
    "0 undo,       deployed other@1,           UPGRADE,        the last revision failed",
    "0 undo,       deployed other failed@1,    ROLL_BACK,      failed 1 time",
    "0,            deployed dead@1,            UPGRADE,        the last attempt was interrupted",
    "0 undo,       deployed late@1,            UPGRADE,        the last attempt was interrupted",
    "retry,        deployed failed late@1,     UPGRADE,        the last attempt was interrupted",
    "1,            deployed failed late failed@1, QUARANTINE,  failed 2 times",
    "1,            deployed failed dead failed@1, QUARANTINE,  failed 2 times",
    "0 undo,       deployed,                   UPGRADE,        chart or values have changed",
    // what failed and was followed by something good was not good itself
    "0 undo,       mended failed@1,            UNINSTALL,      failed 1 time",
    // a test that failed
    "0 undo,       deployed tests@1,           ROLL_BACK,      failed 1 time",
    "0 undo tests, deployed tests@1,           QUARANTINE,     failed 1 time",
  })
  void aFailureLeadsToOneStep(String remedy, String history, Decision.Step step, String reason) {
    Decision decision = decide(desired(remedy(remedy), Tactics.Tests.NONE), history(history));
    assertEquals(step, decision.step(), decision.reason());
    assertTrue(decision.reason().startsWith(reason), decision.reason());
  }

  @ParameterizedTest(name = "enabled {0}, ignored {1}, {2} {3}: {4}")
  @CsvSource({
    "true,  false, '',        '', TEST",
    "false, false, '',        '', LEAVE",
    "true,  false, Succeeded, 1,  LEAVE",
    "true,  false, Succeeded, -1, TEST", // it ran for an earlier revision
    "true,  false, Running,   1,  TEST", // its process died
    "true,  false, Failed,    1,  TEST", // the process died before it drew the conclusion
    "true,  true,  Failed,    1,  LEAVE",
  })
  void aRevisionPassesItsTestsOnce(
      boolean enabled, boolean ignored, String phase, String after, Decision.Step step) {
    Release plain = history("made").get(0);
    OffsetDateTime deployed = plain.info().lastDeployed();
    Hook hook =
        new Hook("t", "Pod", "x/t.yaml", "", List.of(HookEvent.TEST), 0, List.of(), List.of());
    HookRun run =
        phase.isEmpty()
            ? HookRun.never(hook)
            : new HookRun(
                hook, deployed.plusSeconds(Long.parseLong(after)), deployed.plusSeconds(9), phase);
    Tactics.Tests tests = new Tactics.Tests(enabled, ignored, null, List.of());
    assertEquals(
        step, decide(desired(Remedy.RETRY, tests), List.of(plain.withHooks(List.of(run)))).step());
    Tactics.Tests others = new Tactics.Tests(enabled, ignored, null, List.of("!name=t"));
    assertEquals(
        Decision.Step.LEAVE,
        decide(desired(Remedy.RETRY, others), List.of(plain.withHooks(List.of(run)))).step());
  }
}
