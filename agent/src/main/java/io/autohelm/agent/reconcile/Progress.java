package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a reconciliation stands; changes with each step and ends as a report. */
final class Progress {
  String chart = "";
  String chartVersion = "";
  int revision;
  String status = "absent";
  Decision decision = Decision.of(Decision.Step.LEAVE, "");
  List<DriftedObject> drift = List.of();
  boolean driftChecked;
  boolean isSettled;

  /** What failed and was then undone; null where nothing was. */
  @Nullable String failure;

  /** The same in one word. */
  String failureKind = "";

  ChartLag lag = ChartLag.NONE;

  /** Takes what the newest revision tells; without one everything stays. */
  void observe(Optional<Release> last) {
    last.ifPresent(
        release -> {
          revision = release.revision();
          status = release.status().text();
        });
  }

  /** Something is about to be done. */
  Report.ActionBegun acting(Round round, Instant now) {
    return new Report.ActionBegun(
        round.desired().id(),
        round.source(),
        round.commit(),
        chart,
        revision,
        status,
        decision.step(),
        round.charts().redacted(round.desired(), decision.reason()),
        now);
  }

  /**
   * The end of the reconciliation.
   *
   * @param error why it failed; null where it did not
   */
  Report.ReleaseSynced ended(Round round, Instant start, Instant end, @Nullable String error) {
    DesiredRelease desired = round.desired();
    Instant since = round.driftSince();
    return new Report.ReleaseSynced(
        desired.id(),
        round.source(),
        round.commit(),
        chart,
        revision,
        status,
        decision.step(),
        told(round, decision.reason()),
        drift.stream()
            .map(drifted -> drifted.redacted(text -> round.charts().redacted(desired, text)))
            .toList(),
        driftChecked,
        drift.isEmpty() ? null : since == null ? end : since,
        error == null ? null : told(round, error),
        Duration.between(start, end),
        end,
        decision.until(),
        failureKind,
        lag,
        chartVersion);
  }

  /** What is secret is hidden first: half of a word would not be found any more. */
  private static String told(Round round, String text) {
    return LongValues.shortened(round.charts().redacted(round.desired(), text));
  }

  /** The end by a fault of our own. */
  Report.ReleaseSynced broken(
      ReleaseId id, String source, String commit, Instant end, Throwable fault) {
    return new Report.ReleaseSynced(
        id,
        source,
        commit,
        "",
        revision,
        status,
        Decision.Step.LEAVE,
        "",
        List.of(),
        false,
        null,
        "unexpected failure: " + fault,
        Duration.ZERO,
        end,
        null,
        FailureKind.of(fault),
        ChartLag.NONE,
        "");
  }
}
