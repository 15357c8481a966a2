package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.ClusterValues;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.Dependency;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.Place;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.declaration.Terms;
import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.agent.schedule.Windows;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.patch.PostRenderers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WaitsTest {
  private static final ReleaseId DB = new ReleaseId("web", "db");
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");

  private final Map<ReleaseId, Slot> slots = new HashMap<>();

  private record NoCharts() implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      throw new UnsupportedOperationException("no chart is asked for here");
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  private static DesiredRelease desired(ReleaseId id, int wave, Dependency... dependencies) {
    return new DesiredRelease(
        id,
        "a.yaml",
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        List.of(dependencies).stream().map(Dependency::id).toList(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        10,
        PostRenderers.NONE,
        Tactics.STANDARD,
        new Terms(null, Windows.NONE, List.of(dependencies), wave, false, "", null, false),
        IgnoreRules.NONE,
        ClusterValues.NONE);
  }

  private Slot slot(DesiredRelease desired, String source) {
    Slot slot = new Slot();
    slot.desired = desired;
    slot.snapshot = new Snapshot(source, "1", Instant.EPOCH, "", Declared.NOTHING, new NoCharts());
    slot.isDeployed = true;
    slot.chartVersion = "1.2.3";
    slots.put(desired.id(), slot);
    return slot;
  }

  private static Health health(String level) {
    return new Health(Health.Level.valueOf(level), level.equals("READY") ? "" : "Pod/db hangs");
  }

  @ParameterizedTest(
      name = "a dependency that is {0} with chart 1.2.3 and health {1}, wanted {2} {3}: {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "unknown,  -,           READY,    '',   no source declares it (a.yaml:7:5)",
        "new,      -,           READY,    '',   not deployed yet",
        "failed,   -,           READY,    '',   'not deployed, upgrade: boom'",
        "left,     -,           READY,    '',   it left source a",
        "deployed, -,           READY,    '',   ''", // nobody judges: that it is deployed must do
        "deployed, READY,       READY,    '',   ''",
        "deployed, SUSPENDED,   READY,    '',   ''",
        "deployed, PROGRESSING, READY,    '',   'deployed, but not ready: Pod/db hangs'",
        "deployed, DEGRADED,    READY,    '',   'deployed, but not ready: Pod/db hangs'",
        "deployed, DEGRADED,    DEPLOYED, '',   ''",
        "new,      DEGRADED,    DEPLOYED, '',   not deployed yet",
        "deployed, READY,       READY,    ^1.2, ''",
        "deployed, READY,       READY,    >=2,  'its chart is of version 1.2.3, but >=2 is needed'",
      })
  void aDependencyIsWaitedFor(
      String state, String health, Dependency.Condition condition, String version, String reason) {
    if (!state.equals("unknown")) {
      Slot db = slot(desired(DB, 0), "a");
      db.isDeployed = state.equals("deployed");
      db.why = state.equals("failed") ? "upgrade: boom" : "";
      db.removeFor = state.equals("left") ? "a" : "";
    }
    HealthBoard board = id -> Optional.ofNullable(health).map(WaitsTest::health);
    assertEquals(
        reason.isEmpty() ? List.of() : List.of("web/db: " + reason),
        new Waits(slots, board)
            .of(desired(SHOP, 0, new Dependency(DB, condition, version, new Place(7, 5))), "b"));
  }

  @ParameterizedTest(name = "wave {0} of source {1} for wave {2} of source a: {3}")
  @CsvSource({
    "0, a, 1, true",
    "-5, a, 0, true",
    "1, a, 1, false",
    "2, a, 1, false",
    "0, b, 1, false", // waves are of one source
  })
  void lowerWavesOfTheSameSourceAreWaitedFor(int lower, String source, int own, boolean waits) {
    slot(desired(DB, lower), source).isDeployed = false;
    slot(desired(SHOP, own), "a");
    Waits all = new Waits(slots, HealthBoard.NONE);
    assertEquals(
        waits ? List.of("web/db of wave " + lower + ": not deployed yet") : List.of(),
        all.of(desired(SHOP, own), "a"));
    assertEquals(waits ? List.of(SHOP) : List.of(), all.waiting(DB));
  }

  @ParameterizedTest(name = "wave {0} while wave {1} with dependency {2} goes too: {3}")
  @CsvSource({
    "0, 1, false, true",
    "1, 0, false, false",
    "0, 0, false, false",
    "0, 0, true,  true",
  })
  void whatIsUninstalledGoesInTheReverseOrder(
      int own, int other, boolean dependsOn, boolean isNeeded) {
    slot(desired(DB, own), "a").removeFor = "a";
    slot(dependsOn ? desired(SHOP, other, Dependency.on(DB)) : desired(SHOP, other), "a")
            .removeFor =
        "a";
    assertEquals(isNeeded, new Waits(slots, HealthBoard.NONE).isNeeded(DB));
  }

  @Test
  void manyReasonsAreCounted() {
    for (int i = 0; i < 9; i++) {
      slot(desired(new ReleaseId("web", "db" + i), 0), "a").isDeployed = false;
    }
    List<String> reasons = new Waits(slots, HealthBoard.NONE).of(desired(SHOP, 1), "a");
    assertEquals("and 4 others", reasons.get(reasons.size() - 1));
  }
}
