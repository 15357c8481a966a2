package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.testing.SampleReport;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReleaseViewTest {
  private static final DriftedObject MISSING =
      DriftedObject.missing(new KubeObject.Id("", "ConfigMap", "web", "a"));

  private static Report.ReleaseSynced synced(
      Decision.Step step, String reason, String error, boolean checked, List<DriftedObject> drift) {
    SampleReport report = SampleReport.of(step).because(reason).error(error, "action").drift(drift);
    return (checked ? report : report.unchecked()).report();
  }

  /** What was put right is no drift any more, and what was done is not told as if it were to do. */
  @ParameterizedTest
  @CsvSource({
    "REAPPLY, 1 object differs, , healthy, 0, done (1 object differs)",
    "REAPPLY, 1 object differs, refused, failed, 1, 1 object differs",
    "LEAVE, only reported, , drifted, 1, only reported",
    "INSTALL, not installed yet, , healthy, 0, done (not installed yet)",
  })
  void whatIsDoneIsNotToDo(
      Decision.Step step, String reason, String error, String health, int objects, String told) {
    ReleaseView view = ReleaseView.of(synced(step, reason, error, true, List.of(MISSING)), null);
    assertEquals(health, view.health());
    assertEquals(objects, view.drift().objects().size());
    assertEquals(told, view.reason());
    ReleaseView after =
        ReleaseView.of(synced(Decision.Step.LEAVE, "in sync", null, false, List.of()), view);
    assertEquals(objects == 0 ? "healthy" : "drifted", after.health());
  }
}
