package io.autohelm.agent.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.testing.SampleReport;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A story of looks, each a word: the step, {@code !} and the kind of failure, {@code ~} and an
 * object that is missing, {@code ^} and the status; or {@code health:} and a level.
 */
final class NoticesTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");

  private final Notices notices = new Notices();
  private Health.Level before;

  private Report report(String word) {
    if (word.startsWith("health:")) {
      Health.Level level = Health.Level.valueOf(word.substring(7).toUpperCase(Locale.ROOT));
      Report.HealthChanged changed =
          new Report.HealthChanged(SHOP, new Health(level, "x"), before, List.of(), Instant.EPOCH);
      before = level;
      return changed;
    }
    if (word.equals("removed")) {
      return new Report.ReleaseRemoved(SHOP, "git", null, Instant.EPOCH);
    }
    if (word.equals("moved")) {
      return new Report.ReleaseRemoved(SHOP, "git", null, Instant.EPOCH, "carried on as web/b", "");
    }
    if (word.startsWith("held:")) {
      String[] parts = word.split(":", -1);
      return new Report.ReleaseHeld(
          SHOP, "git", Step.valueOf(parts[1].toUpperCase(Locale.ROOT)), parts[2], Instant.EPOCH);
    }
    String step = word.replaceAll("[!~^].*", "");
    String failure = word.contains("!") ? word.replaceAll(".*!([a-z]+).*", "$1") : "";
    List<DriftedObject> drift =
        word.contains("~")
            ? List.of(
                DriftedObject.missing(
                    new KubeObject.Id("", "Pod", "web", word.replaceAll(".*~([a-z]+).*", "$1"))))
            : List.of();
    return SampleReport.of(Step.valueOf(step.toUpperCase(Locale.ROOT)))
        .status(word.contains("^") ? word.replaceAll(".*\\^", "") : "deployed")
        .because("why")
        .drift(drift)
        .error(failure.isEmpty() ? null : failure + " broke", failure)
        .at(Instant.EPOCH)
        .report();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "leave leave; ''",
        "wait_for_approval wait_for_approval upgrade; ApprovalRequired UpgradeSucceeded",
        "wait_for_confirmation leave; ConfirmationRequired!",
        // Who is asked hears of another question.
        "held:frozen:a held:frozen:a held:frozen:b removed; DeletionFrozen! DeletionFrozen! UninstallSucceeded",
        "held:wait_for_window:a held:wait_for_window:b; OutsideWindow",
        "held:move:a moved; Released",
        "install leave upgrade leave; InstallSucceeded UpgradeSucceeded",
        "install!timeout; InstallFailed!",
        // A failure that stays is told once, and again when it comes back.
        "leave!chart leave!chart leave leave!chart; ArtifactFailed! ArtifactFailed!",
        "leave!values leave!render leave!forbidden; ValuesFailed! RenderFailed! SyncFailed!",
        "roll_back!timeout; UpgradeFailed! RollbackSucceeded!",
        "roll_back!timeout^failed; RollbackFailed!",
        "quarantine quarantine upgrade; RetriesExceeded! UpgradeSucceeded",
        "wait_for_dependency wait_for_dependency install; DependencyNotReady InstallSucceeded",
        "suspend suspend leave; Suspended Resumed",
        "leave~a leave~a leave; DriftDetected! NoDriftDetected",
        "leave~a leave~b; DriftDetected! DriftDetected!",
        "reapply~a leave reapply~a; DriftCorrected! DriftCorrected!",
        "reapply!conflict~a; DriftDetected! DriftCorrectionFailed!",
        "health:ready health:degraded health:degraded health:ready;"
            + " HealthDegraded! HealthRestored",
        // A rollout passes through progressing and is no news.
        "health:ready health:progressing health:ready; ''",
        "health:ready health:progressing health:degraded; HealthDegraded!",
        "install removed; InstallSucceeded UninstallSucceeded",
      })
  void whatChangesIsTold(String story, String expected) {
    List<String> told = new ArrayList<>();
    for (String word : story.split(" ", -1)) {
      notices
          .of(report(word))
          .forEach(notice -> told.add(notice.reason() + (notice.isWarning() ? "!" : "")));
    }
    assertEquals(expected, String.join(" ", told));
  }
}
