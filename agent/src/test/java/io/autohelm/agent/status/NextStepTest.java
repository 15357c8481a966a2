package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.testing.SampleReport;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NextStepTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private static Report.ReleaseSynced report(
      Step step, String reason, String error, List<DriftedObject> drift) {
    return SampleReport.of(step)
        .because(reason)
        .error(error, "action")
        .drift(drift)
        .until(SampleReport.NOON.plusSeconds(60))
        .report();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LEAVE | as declared | | ",
        "UPGRADE | | the API server is away | -; autohelm reconcile shop -n web",
        "UPGRADE | | shop: - at '/image/tag': got number, want string"
            + " | -; autohelm explain web/shop image.tag; autohelm reconcile shop -n web",
        "UPGRADE | | CRDs of the chart are not applied, since objects could be lost or refused: CRD x"
            + " | -; -; autohelm reconcile shop -n web",
        "UPGRADE | | Job.batch shop is invalid: no | -; autohelm reconcile shop -n web",
        "WAIT_FOR_APPROVAL | plan DIGEST | | autohelm approve DIGEST",
        "WAIT_FOR_CONFIRMATION | would delete, DIGEST | | autohelm approve DIGEST",
        "FROZEN | too many, DIGEST | | autohelm approve DIGEST; -",
        "WAIT_FOR_WINDOW | closed | | -",
        "WAIT_FOR_DEPENDENCY | waits for db/postgres | | -",
        "WAIT_FOR_LOCK | helm acts | | -",
        "QUARANTINE | failed 3 times | | -; autohelm reconcile shop -n web",
        "HELD_BACK | rolled back by ann | | -; autohelm reconcile shop -n web",
        "SUSPEND | suspended by ann at noon | | autohelm resume shop -n web",
        "SUSPEND | suspended by its declaration | | -"
      })
  void whatToDoIsToldWithItsCommand(Step step, String reason, String error, String commands) {
    ReleaseView view =
        ReleaseView.of(
            report(step, reason == null ? "" : reason.replace("DIGEST", DIGEST), error, List.of()),
            null);
    String told =
        NextStep.of(view).stream()
            .map(next -> next.command() == null ? "-" : next.command())
            .collect(Collectors.joining("; "));
    assertEquals(commands == null ? "" : commands.replace("DIGEST", DIGEST), told);
  }

  @Test
  void everyStepHasAStateInWords() {
    for (Step step : Step.values()) {
      ReleaseView view = ReleaseView.of(report(step, "because", null, List.of()), null);
      assertEquals(true, Listing.HEALTHS.contains(view.health()), step + ": " + view.health());
      assertEquals(4, ConditionView.of(view).size());
    }
  }

  @Test
  void driftIsEitherPutIntoGitOrTakenBack() {
    KubeObject.Id id = new KubeObject.Id("", "ConfigMap", "web", "a");
    ReleaseView view =
        ReleaseView.of(report(Step.LEAVE, "", null, List.of(DriftedObject.missing(id))), null);
    assertEquals(1, NextStep.of(view).size());
    assertEquals("True", ConditionView.of(view).get(2).status());
  }

  @Test
  void theJournalCountsWhatIsSaidAgain() {
    ReleaseJournal journal = new ReleaseJournal();
    for (int i = 0; i < 3; i++) {
      journal.tell(report(Step.LEAVE, "", null, List.of()));
    }
    journal.tell(report(Step.UPGRADE, "the chart changed", "timed out", List.of()));
    List<LogEntry> log = journal.newestFirst();
    assertEquals(2, log.size());
    assertEquals("upgrade: timed out", log.get(0).text());
    assertEquals("warning", log.get(0).level());
    assertEquals("leave: as declared; revision 1 deployed in 1 s", log.get(1).text());
    assertEquals(3, log.get(1).times());
    for (int i = 0; i < 100; i++) {
      journal.tell(report(Step.UPGRADE, "reason " + i, null, List.of()));
    }
    assertEquals(40, journal.newestFirst().size());
  }
}
