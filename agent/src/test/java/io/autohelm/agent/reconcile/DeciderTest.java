package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import io.autohelm.engine.release.ReleaseStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeciderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Chart CHART = PlainChart.CHART;
  private static final Inputs INPUTS = Inputs.of(CHART, Map.of("a", 1.0));
  private static final Inputs OTHERS = Inputs.of(CHART, Map.of("a", 2.0));

  private static DesiredRelease desired(boolean suspended, DriftMode mode) {
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
        mode,
        suspended,
        true,
        true,
        10);
  }

  /**
   * History in short: {@code deployed}, {@code failed}; with {@code !} made of other inputs, with
   * {@code *} by somebody who took our labels along, {@code @30} begun thirty seconds ago.
   */
  private static List<Release> history(String text) {
    List<Release> history = new ArrayList<>();
    if (text == null) {
      return history;
    }
    for (String word : text.split(" ", -1)) {
      int revision = history.size() + 1;
      String[] parts = word.split("@", -1);
      long ago = parts.length > 1 ? Long.parseLong(parts[1]) : 3600;
      boolean isTaken = parts[0].endsWith("*");
      Inputs inputs = parts[0].endsWith("!") ? OTHERS : INPUTS;
      String status = parts[0].replaceAll("[!*~^]", "");
      history.add(
          new Release(
              "shop",
              "web",
              revision,
              new ReleaseInfo(
                  NOW.atOffset(ZoneOffset.UTC),
                  NOW.minusSeconds(ago).atOffset(ZoneOffset.UTC),
                  null,
                  description(parts[0]),
                  ReleaseStatus.of(status),
                  0,
                  ""),
              CHART,
              Map.of(),
              "",
              List.of(),
              inputs.labels("source", "c1", isTaken ? revision - 1 : revision),
              "ssa"));
    }
    return history;
  }

  /** {@code ~} for an attempt whose writer died, {@code ^} for one that was given up. */
  private static String description(String word) {
    if (word.endsWith("~")) {
      return Decider.INTERRUPTED + ": x";
    }
    return word.endsWith("^")
        ? "Upgrade \"shop\" failed: " + Attempt.SUPERSEDED + "abc"
        : "it went wrong";
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // history, suspended, own pending, waits for db, drifted, mode, step, begin of the reason
        "-, false, false, false, false, CORRECT, INSTALL, not installed yet",
        "-, true, false, false, false, CORRECT, SUSPEND, suspended",
        "-, false, false, true, false, CORRECT, WAIT_FOR_DEPENDENCY, waits for web/db",
        "deployed, false, false, false, false, CORRECT, LEAVE, in sync",
        "deployed, true, false, false, true, CORRECT, SUSPEND, suspended",
        "deployed, false, false, true, false, CORRECT, LEAVE, in sync",
        "deployed, false, false, true, true, CORRECT, REAPPLY, 1 object differs",
        "deployed, false, false, false, true, CORRECT, REAPPLY, 1 object differs",
        "deployed, false, false, false, true, WARN, LEAVE, 1 object differs",
        "deployed!, false, false, false, false, CORRECT, UPGRADE, chart or values have changed",
        "deployed!, false, false, true, false, CORRECT, WAIT_FOR_DEPENDENCY, waits",
        "superseded deployed*, false, false, false, false, CORRECT, UPGRADE, chart or values",
        "deployed failed@5, false, false, false, false, CORRECT, WAIT_FOR_RETRY, failed 1 time;",
        "deployed failed@11, false, false, false, false, CORRECT, UPGRADE, failed 1 time;",
        "deployed failed failed@15, false, false, false, false, CORRECT, WAIT_FOR_RETRY, failed 2",
        "deployed failed failed@21, false, false, false, false, CORRECT, UPGRADE, failed 2 times",
        "deployed failed! failed@11, false, false, false, false, CORRECT, UPGRADE, failed 1 time",
        "deployed failed!@1, false, false, false, false, CORRECT, UPGRADE, the last revision failed",
        "deployed failed~@1, false, false, false, false, CORRECT, UPGRADE, the last attempt was",
        "deployed failed^@1, false, false, false, false, CORRECT, UPGRADE, the last attempt was",
        "deployed failed^ failed@11, false, false, false, false, CORRECT, UPGRADE, failed 1 time;",
        "failed@11, false, false, false, false, CORRECT, UPGRADE, failed 1 time",
        "failed@11, false, false, true, false, CORRECT, WAIT_FOR_DEPENDENCY, waits",
        "deployed pending-upgrade@9, false, true, false, false, CORRECT, TAKE_OVER, revision 2 was",
        "pending-install@9, false, true, true, false, CORRECT, TAKE_OVER, revision 1 was left",
        "deployed pending-upgrade@9, false, false, false, false, CORRECT, WAIT_FOR_LOCK, revision 2",
        "pending-rollback@299, false, false, false, false, CORRECT, WAIT_FOR_LOCK, revision 1 is",
        "pending-rollback@301, false, false, false, false, CORRECT, TAKE_OVER, revision 1 has been",
        "deployed pending-upgrade@9, true, true, false, false, CORRECT, SUSPEND, suspended",
        "uninstalled, false, false, false, false, CORRECT, UPGRADE, was uninstalled by somebody",
        "uninstalling, false, false, false, false, CORRECT, UPGRADE, was uninstalled by somebody",
        "superseded, false, false, false, false, CORRECT, UPGRADE, no revision is deployed",
        "unknown, false, false, false, false, CORRECT, UPGRADE, no revision is deployed"
      })
  void whatIsSeenLeadsToOneStep(
      String history,
      boolean suspended,
      boolean own,
      boolean waits,
      boolean drifted,
      DriftMode mode,
      Decision.Step step,
      String reason) {
    Seen seen =
        new Seen(
            desired(suspended, mode),
            history(history),
            INPUTS,
            own,
            waits ? List.of("web/db: not deployed yet") : List.of(),
            drifted
                ? List.of(
                    new DriftedObject(
                        new KubeObject.Id("", "ConfigMap", "web", "x"),
                        DriftedObject.Change.MISSING,
                        List.of()))
                : List.of(),
            NOW);
    Decision decision = Decider.decide(seen);
    assertEquals(step, decision.step(), decision.reason());
    assertTrue(decision.reason().startsWith(reason), decision.reason());
  }

  @Test
  void whileARetryIsWaitedForTheReasonSaysWhatWentWrong() {
    Seen seen =
        new Seen(
            desired(false, DriftMode.CORRECT),
            history("failed@1"),
            INPUTS,
            false,
            List.of(),
            List.of(),
            NOW);
    assertTrue(Decider.decide(seen).reason().endsWith("it went wrong"));
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "1, 10", "2, 20", "3, 40", "6, 320", "7, 600", "70, 600", "2000000, 600"})
  void pausesDoubleUpToTenMinutes(int failures, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), Decider.pause(failures));
  }

  @Test
  void theSameInputsGiveTheSameLabelsAndOthersDoNot() {
    assertEquals(INPUTS, Inputs.of(CHART, Map.of("a", 1.0)));
    assertTrue(!INPUTS.equals(OTHERS));
    // Kubernetes allows 63 characters.
    assertTrue(
        INPUTS.labels("s", "c".repeat(64), 1).values().stream()
            .allMatch(label -> label.length() <= 63));
  }
}
