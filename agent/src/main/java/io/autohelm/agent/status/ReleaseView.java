package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A release as the page and the API show it.
 *
 * @param state the newest revision's status in Helm's words, or {@code absent}
 * @param health whether people need to look: healthy, degraded, drifted, waiting, suspended,
 *     quarantined or failed, each in one word
 * @param chart the chart's name and version
 * @param revision 0 where there is none
 * @param action what was decided last, for example {@code upgrade} or {@code leave}
 * @param lastSync when it was last looked at
 * @param error why the last sync failed; null when it did not
 * @param objects how its objects do; null where that is not known yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseView(
    String namespace,
    String name,
    String state,
    String health,
    String chart,
    int revision,
    String source,
    String commit,
    DriftView drift,
    String action,
    String reason,
    Instant lastSync,
    @Nullable String error,
    @Nullable ObjectsView objects) {

  static ReleaseView of(Report.ReleaseSynced synced, @Nullable ReleaseView before) {
    DriftView drift =
        synced.driftChecked()
            ? new DriftView(
                synced.drift().stream().map(DriftView.DriftedObjectView::of).toList(),
                synced.driftSince())
            : before == null ? DriftView.NONE : before.drift();
    return new ReleaseView(
        synced.id().namespace(),
        synced.id().name(),
        synced.status(),
        health(synced, drift),
        synced.chart(),
        synced.revision(),
        synced.source(),
        synced.commit(),
        drift,
        synced.step().text(),
        synced.reason(),
        synced.time(),
        error(synced),
        null);
  }

  /** A release that left its source and is there still. */
  static ReleaseView of(Report.ReleaseHeld held, @Nullable ReleaseView before) {
    return new ReleaseView(
        held.id().namespace(),
        held.id().name(),
        before == null ? "deployed" : before.state(),
        "waiting",
        before == null ? "" : before.chart(),
        before == null ? 0 : before.revision(),
        held.source(),
        before == null ? "" : before.commit(),
        before == null ? DriftView.NONE : before.drift(),
        held.step().text(),
        held.reason(),
        held.time(),
        null,
        null);
  }

  /** A failure stays an error until a try succeeds, also while the next try is waited for. */
  private static @Nullable String error(Report.ReleaseSynced synced) {
    boolean hasFailed =
        synced.step() == Decision.Step.WAIT_FOR_RETRY || synced.step() == Decision.Step.QUARANTINE;
    return synced.error() == null && hasFailed ? synced.reason() : synced.error();
  }

  private static String health(Report.ReleaseSynced synced, DriftView drift) {
    if (synced.step() == Decision.Step.QUARANTINE) {
      return "quarantined";
    }
    if (synced.error() != null) {
      return "failed";
    }
    return switch (synced.step()) {
      case WAIT_FOR_DEPENDENCY,
          WAIT_FOR_LOCK,
          WAIT_FOR_WINDOW,
          WAIT_FOR_APPROVAL,
          WAIT_FOR_CONFIRMATION,
          FROZEN ->
          "waiting";
      case WAIT_FOR_RETRY -> "failed";
      case SUSPEND -> "suspended";
      default -> drift.objects().isEmpty() ? "healthy" : "drifted";
    };
  }

  ReleaseView withError(String message, Instant time) {
    return new ReleaseView(
        namespace,
        name,
        state,
        "failed",
        chart,
        revision,
        source,
        commit,
        drift,
        "uninstall",
        "left its source",
        time,
        message,
        objects);
  }

  /** What is synced as it should be can do badly nevertheless. */
  ReleaseView withObjects(@Nullable ObjectsView now) {
    boolean isBad = now != null && now.isBad() && health.equals("healthy");
    return new ReleaseView(
        namespace,
        name,
        state,
        isBad ? "degraded" : health,
        chart,
        revision,
        source,
        commit,
        drift,
        action,
        reason,
        lastSync,
        error,
        now);
  }

  boolean isDrifted() {
    return !drift.objects().isEmpty();
  }
}
