package io.autohelm.agent.testing;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A report of the release {@code web/shop}, deployed as declared at noon; a test says what of it is
 * otherwise.
 */
public final class SampleReport {
  /** When it was looked at, unless told otherwise. */
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  /** The release. */
  public static final ReleaseId SHOP = new ReleaseId("web", "shop");

  private final Decision.Step step;
  private String commit = "c1";
  private String status = "deployed";
  private String reason = "";
  private List<DriftedObject> drift = List.of();
  private boolean checked = true;
  private @Nullable String error;
  private String failure = "";
  private Instant time = NOON;
  private @Nullable Instant until;
  private ChartLag lag = ChartLag.NONE;

  private SampleReport(Decision.Step step) {
    this.step = step;
  }

  /** A report that this was decided. */
  public static SampleReport of(Decision.Step step) {
    return new SampleReport(step);
  }

  public SampleReport commit(String other) {
    commit = other;
    return this;
  }

  public SampleReport status(String other) {
    status = other;
    return this;
  }

  public SampleReport because(String why) {
    reason = why;
    return this;
  }

  /** What differed, since the time of the report. */
  public SampleReport drift(List<DriftedObject> objects) {
    drift = objects;
    return this;
  }

  /** Nobody looked whether anything differs. */
  public SampleReport unchecked() {
    checked = false;
    return this;
  }

  /**
   * What went wrong.
   *
   * @param what null for nothing
   * @param kind in one word
   */
  public SampleReport error(@Nullable String what, String kind) {
    error = what;
    failure = what == null ? "" : kind;
    return this;
  }

  public SampleReport at(Instant moment) {
    time = moment;
    return this;
  }

  public SampleReport until(Instant moment) {
    until = moment;
    return this;
  }

  public SampleReport lag(ChartLag newer) {
    lag = newer;
    return this;
  }

  public Report.ReleaseSynced report() {
    return new Report.ReleaseSynced(
        SHOP,
        "git",
        commit,
        "shop-1.0.0",
        1,
        status,
        step,
        reason,
        drift,
        checked,
        drift.isEmpty() ? null : time,
        error,
        Duration.ofSeconds(1),
        time,
        until,
        failure,
        lag,
        "1.0.0");
  }
}
