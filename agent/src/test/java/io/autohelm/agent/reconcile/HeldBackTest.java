package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
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
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeldBackTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Chart CHART = PlainChart.CHART;
  private static final Inputs INPUTS = Inputs.of(CHART, Map.of("a", 1.0));
  private static final Inputs OTHERS = Inputs.of(CHART, Map.of("a", 2.0));

  private static Order order(int revision) {
    return Order.rollback(new ReleaseId("web", "shop"), revision, "ann", "slow", NOW);
  }

  /**
   * History in short: the statuses; with {@code <2} brought back from revision 2 by an order of now
   * that leaves the declared inputs alone, with {@code !} other inputs; {@code ~} for a writer that
   * died at it, {@code *} for somebody who took the labels along.
   */
  private static List<Release> history(String text) {
    List<Release> history = new ArrayList<>();
    for (String word : text.split(" ", -1)) {
      int revision = history.size() + 1;
      String[] parts = word.replaceAll("[!~*]", "").split("<", -1);
      int from = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      Map<String, String> labels = new TreeMap<>();
      if (from > 0) {
        labels.putAll(
            HeldBack.labels(
                order(0),
                word.contains("!") ? OTHERS : INPUTS,
                word.contains("*") ? revision - 1 : revision));
      }
      history.add(
          new Release(
              "shop",
              "web",
              revision,
              new ReleaseInfo(
                  NOW.atOffset(ZoneOffset.UTC),
                  NOW.atOffset(ZoneOffset.UTC),
                  null,
                  word.contains("~") ? Decider.INTERRUPTED + ": x" : "as told",
                  ReleaseStatus.of(parts[0]),
                  from,
                  ""),
              CHART,
              Map.of(),
              "",
              List.of(),
              labels,
              "ssa"));
    }
    return history;
  }

  private static Seen seen(String history, boolean drifted) {
    DesiredRelease desired =
        new DesiredRelease(
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
            10);
    List<DriftedObject> drift =
        drifted
            ? List.of(
                DriftedObject.missing(
                    new KubeObject(
                            Map.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "metadata", Map.of("name", "x", "namespace", "web")))
                        .id()))
            : List.of();
    return new Seen(desired, history(history), INPUTS, false, List.of(), drift, NOW);
  }

  @ParameterizedTest(name = "{0}, ordered: {1}, drift: {2}, otherwise {3}: {4}")
  @CsvSource({
    // history, order, drift, what would be done otherwise, what is done, begin of the reason
    "superseded deployed, false, false, LEAVE, LEAVE, otherwise",
    "superseded deployed, true, false, LEAVE, BRING_BACK, back to the last good revision",
    "superseded deployed, true, true, REAPPLY, BRING_BACK, back to",
    "superseded deployed, true, false, UPGRADE, BRING_BACK, back to",
    "deployed failed, true, false, QUARANTINE, BRING_BACK, back to",
    "deployed failed, true, false, WAIT_FOR_DEPENDENCY, BRING_BACK, back to",
    // what cannot be done now, or must be done before
    "superseded deployed, true, false, SUSPEND, SUSPEND, otherwise",
    "superseded pending-upgrade, true, false, WAIT_FOR_LOCK, WAIT_FOR_LOCK, otherwise",
    "superseded pending-upgrade, true, false, TAKE_OVER, TAKE_OVER, otherwise",
    "superseded deployed, true, false, MOVE, MOVE, otherwise",
    // done: also by a process that died before it could say so
    "superseded superseded deployed<1, true, false, UPGRADE, HELD_BACK, as told; what is declared",
    "superseded superseded deployed<1, false, false, UPGRADE, HELD_BACK, as told",
    "superseded superseded failed<1, true, false, UPGRADE, HELD_BACK, as told",
    "superseded superseded failed<1~, true, false, UPGRADE, BRING_BACK, back to",
    // drift from what was brought back
    "superseded superseded deployed<1, false, true, UPGRADE, REAPPLY, 1 object differs",
    "superseded superseded failed<1, false, true, UPGRADE, HELD_BACK, as told",
    // something else is declared by now, or somebody acted since
    "superseded superseded deployed<1!, false, false, UPGRADE, UPGRADE, otherwise",
    "superseded superseded deployed<1*, false, false, UPGRADE, UPGRADE, otherwise",
    "superseded superseded superseded<1 deployed, false, false, LEAVE, LEAVE, otherwise",
  })
  void whatWasOrderedComesBeforeWhatIsDeclared(
      String history, boolean ordered, boolean drifted, Step otherwise, Step step, String reason) {
    Decision decision =
        HeldBack.over(
            Decision.of(otherwise, "otherwise"), ordered ? order(0) : null, seen(history, drifted));
    assertEquals(step, decision.step());
    assertTrue(decision.reason().startsWith(reason), decision::reason);
  }

  @ParameterizedTest(name = "{0}, ordered revision {1}: {2}")
  @CsvSource({
    "superseded deployed, 0, 1",
    "superseded deployed, 2, 2",
    "superseded deployed, 7, 7",
    "superseded failed deployed, 0, 1",
    "deployed failed, 0, 1",
    "deployed, 0, 0",
    "failed, 0, 0",
    "superseded superseded deployed, 0, 2",
    // the agent died at it: not to what it was leaving, which looks good too
    "superseded deployed failed<1~, 0, 1",
    "superseded deployed failed<1~, 2, 2",
  })
  void theRevisionToGoBackToIsTheLastGoodOne(String history, int ordered, int revision) {
    assertEquals(revision, HeldBack.target(order(ordered), history(history)).orElse(0).intValue());
  }
}
