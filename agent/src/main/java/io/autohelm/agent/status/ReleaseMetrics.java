package io.autohelm.agent.status;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series of one release. */
final class ReleaseMetrics {
  private final Series series;

  ReleaseMetrics(Series series) {
    this.series = series;
  }

  static double seconds(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli() / 1000.0;
  }

  void tell(Report.ReleaseSynced synced) {
    series.info(
        "autohelm.release.info",
        "What a release is made of; always 1",
        Tags.of("source", synced.source(), "chart", synced.chart()));
    flag(
        "autohelm.release.ready",
        "1 when the declared state is deployed, else 0",
        synced.isAsDeclared());
    flag(
        "autohelm.release.suspended",
        "1 while the release is left alone as its declaration or a command says, else 0",
        synced.step() == Decision.Step.SUSPEND);
    flag(
        "autohelm.release.quarantined",
        "1 while the declared inputs are left alone because they failed too often, else 0",
        synced.step() == Decision.Step.QUARANTINE);
    waiting(synced.step());
    series.set("autohelm.release.revision", "The newest revision", synced.revision());
    series.set(
        "autohelm.release.last.sync.timestamp.seconds",
        "When the release was last looked at",
        seconds(synced.time()));
    if (synced.isAsDeclared()) {
      series.set(
          "autohelm.release.last.success.timestamp.seconds",
          "When the release was last found as it is declared",
          seconds(synced.time()));
    }
    lag("patch", synced.lag().patch());
    lag("minor", synced.lag().minor());
    lag("major", synced.lag().major());
    if (synced.driftChecked()) {
      drift(synced);
    }
  }

  /** It left its source and is there still. */
  void tell(Report.ReleaseHeld held) {
    waiting(held.step());
  }

  private void waiting(Decision.Step step) {
    if (step.isWaiting()) {
      series.info(
          "autohelm.release.waiting",
          "What keeps a release from being as declared; 1 while something does",
          Tags.of("step", step.text()));
    } else {
      series.end("autohelm.release.waiting");
    }
  }

  private void drift(Report.ReleaseSynced synced) {
    flag(
        "autohelm.release.drifted",
        "1 while the last check found drift, else 0",
        !synced.drift().isEmpty());
    for (DriftedObject.Change change : DriftedObject.Change.values()) {
      series.set(
          "autohelm.release.drift.objects",
          "Objects that differ from their release",
          Tags.of("change", change.text()),
          count(synced.drift(), change));
    }
    series.set(
        "autohelm.release.drift.since.timestamp.seconds",
        "When the drift that stands was first seen; 0 without drift",
        seconds(synced.driftSince()));
    series.set(
        "autohelm.release.drift.last.check.timestamp.seconds",
        "When the release was last compared with the cluster",
        seconds(synced.time()));
    series.count(
        "autohelm.release.drift.detected",
        "Checks that found drift",
        Tags.empty(),
        synced.drift().isEmpty() ? 0 : 1);
  }

  private void lag(String level, String newest) {
    series.set(
        "autohelm.release.chart.lag",
        "1 where the repository has a newer version of the chart of that level, else 0",
        Tags.of("level", level),
        newest.isEmpty() ? 0 : 1);
  }

  private void flag(String name, String description, boolean isSo) {
    series.set(name, description, isSo ? 1 : 0);
  }

  private static int count(List<DriftedObject> drift, DriftedObject.Change change) {
    return (int) drift.stream().filter(drifted -> drifted.change() == change).count();
  }

  void tell(Report.HealthChanged changed) {
    series.info(
        "autohelm.release.health",
        "How the objects of a release do; always 1",
        Tags.of("health", ObjectsView.text(changed.health().level())));
  }

  void close() {
    series.close();
  }
}
