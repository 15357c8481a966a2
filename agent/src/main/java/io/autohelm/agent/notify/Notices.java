package io.autohelm.agent.notify;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.engine.health.Health;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * From reports to what changed: that all is as before is no notice. Not safe for several threads.
 */
final class Notices {
  private static final int MOST_OBJECTS = 5;

  /** What is remembered of a release, so that only changes are told. */
  private static final class Known {
    String standing = "";
    String drift = "";
    boolean isSuspended;
    boolean isFallen;
    int revision;
  }

  private final Map<ReleaseId, Known> known = new HashMap<>();

  List<Notice> of(Report report) {
    List<Notice> notices = new ArrayList<>();
    if (report instanceof Report.ReleaseSynced synced) {
      synced(synced, known.computeIfAbsent(synced.id(), id -> new Known()), notices);
    } else if (report instanceof Report.HealthChanged changed) {
      health(changed, known.computeIfAbsent(changed.id(), id -> new Known()), notices);
    } else if (report instanceof Report.ReleaseHeld held) {
      held(held, known.computeIfAbsent(held.id(), id -> new Known()), notices);
    } else if (report instanceof Report.ReleaseRemoved removed) {
      Known last = known.getOrDefault(removed.id(), new Known());
      boolean hasFailed = removed.error() != null;
      boolean isUninstalled = removed.outcome().equals(Report.ReleaseRemoved.UNINSTALLED);
      notices.add(
          new Notice(
              removed.id(),
              hasFailed ? "UninstallFailed" : isUninstalled ? "UninstallSucceeded" : "Released",
              hasFailed,
              hasFailed
                  ? String.valueOf(removed.error())
                  : removed.outcome() + ", it left source " + removed.source(),
              last.revision,
              removed.time()));
      if (!hasFailed) {
        known.remove(removed.id());
      }
    }
    return notices;
  }

  /** It left its source, and waits for something before it goes. */
  private static void held(Report.ReleaseHeld held, Known known, List<Notice> notices) {
    String waiting = waiting(held.step());
    String standing = standing(waiting, held.reason());
    if (!waiting.isEmpty() && !known.standing.equals(standing)) {
      notices.add(
          new Notice(
              held.id(),
              waiting,
              isWarning(held.step()),
              held.reason(),
              known.revision,
              held.time()));
    }
    known.standing = standing;
  }

  /** Whoever is asked has to hear of it when the question becomes another. */
  private static String standing(String waiting, String reason) {
    return waiting.endsWith("Required") || waiting.equals("DeletionFrozen")
        ? waiting + reason
        : waiting;
  }

  private static boolean isWarning(Step step) {
    return step == Step.QUARANTINE || step == Step.WAIT_FOR_CONFIRMATION || step == Step.FROZEN;
  }

  private static void synced(Report.ReleaseSynced synced, Known known, List<Notice> notices) {
    known.revision = synced.revision();
    if (known.isSuspended != (synced.step() == Step.SUSPEND)) {
      known.isSuspended = !known.isSuspended;
      add(
          notices,
          synced,
          known.isSuspended ? "Suspended" : "Resumed",
          false,
          known.isSuspended ? synced.reason() : "no longer suspended");
    }
    drift(synced, known, notices);
    String error = synced.error();
    String reason = reason(synced.step());
    if (error != null) {
      boolean isUndone = synced.step() == Step.ROLL_BACK && synced.status().equals("deployed");
      String failed =
          isUndone ? "UpgradeFailed" : reason.isEmpty() ? failed(synced) : reason + "Failed";
      if (!known.standing.equals(failed + error)) {
        add(notices, synced, failed, true, error);
      }
      known.standing = failed + error;
      if (isUndone) {
        add(notices, synced, "RollbackSucceeded", true, synced.reason());
      }
      return;
    }
    String waiting = waiting(synced.step());
    if (!waiting.isEmpty()) {
      String standing = standing(waiting, synced.reason());
      if (!known.standing.equals(standing)) {
        add(notices, synced, waiting, isWarning(synced.step()), synced.reason());
      }
      known.standing = standing;
      return;
    }
    known.standing = "";
    if (!reason.isEmpty() && synced.step() != Step.REAPPLY) {
      add(
          notices,
          synced,
          reason + "Succeeded",
          false,
          "revision " + synced.revision() + " of " + synced.chart() + ", " + synced.reason());
    }
  }

  private static void drift(Report.ReleaseSynced synced, Known known, List<Notice> notices) {
    if (!synced.driftChecked()) {
      return;
    }
    String now =
        synced.drift().stream()
            .limit(MOST_OBJECTS)
            .map(DriftedObject::toString)
            .collect(Collectors.joining("; "));
    int more = synced.drift().size() - MOST_OBJECTS;
    if (more > 0) {
      now += "; and " + more + " more";
    }
    boolean isPutRight =
        synced.isPutRight() && !DriftedObject.correctable(synced.drift()).isEmpty();
    if (!now.isEmpty() && (isPutRight || !now.equals(known.drift))) {
      add(notices, synced, isPutRight ? "DriftCorrected" : "DriftDetected", true, now);
    } else if (now.isEmpty() && !known.drift.isEmpty()) {
      add(notices, synced, "NoDriftDetected", false, "everything is as released");
    }
    known.drift = isPutRight ? "" : now;
  }

  private static void health(Report.HealthChanged changed, Known known, List<Notice> notices) {
    boolean isBad =
        changed.health().level() == Health.Level.DEGRADED
            || changed.health().level() == Health.Level.MISSING;
    if (changed.isFallen() || (isBad && !known.isFallen && changed.before() != null)) {
      known.isFallen = true;
      notices.add(
          new Notice(
              changed.id(),
              "HealthDegraded",
              true,
              changed.health().reason(),
              known.revision,
              changed.time()));
    } else if (known.isFallen && changed.health().level() == Health.Level.READY) {
      known.isFallen = false;
      notices.add(
          new Notice(
              changed.id(),
              "HealthRestored",
              false,
              "all objects are ready",
              known.revision,
              changed.time()));
    }
  }

  private static void add(
      List<Notice> notices,
      Report.ReleaseSynced synced,
      String reason,
      boolean isWarning,
      String message) {
    notices.add(
        new Notice(synced.id(), reason, isWarning, message, synced.revision(), synced.time()));
  }

  /** What was done, without how it went; empty for what nobody needs to hear of. */
  private static String reason(Step step) {
    return switch (step) {
      case INSTALL -> "Install";
      case UPGRADE -> "Upgrade";
      case TEST -> "Test";
      case ROLL_BACK, BRING_BACK -> "Rollback";
      case UNINSTALL -> "Uninstall";
      case REAPPLY -> "DriftCorrection";
      default -> "";
    };
  }

  private static String failed(Report.ReleaseSynced synced) {
    return switch (synced.failure()) {
      case "chart" -> "ArtifactFailed";
      case "values" -> "ValuesFailed";
      case "render", "manifest" -> "RenderFailed";
      default -> "SyncFailed";
    };
  }

  private static String waiting(Step step) {
    return switch (step) {
      case WAIT_FOR_DEPENDENCY -> "DependencyNotReady";
      case QUARANTINE -> "RetriesExceeded";
      case HELD_BACK -> "HeldBack";
      case WAIT_FOR_WINDOW -> "OutsideWindow";
      case WAIT_FOR_APPROVAL -> "ApprovalRequired";
      case WAIT_FOR_CONFIRMATION -> "ConfirmationRequired";
      case FROZEN -> "DeletionFrozen";
      default -> "";
    };
  }
}
