package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the coordinator knows of one release; only it may touch it. */
final class Slot {
  @Nullable Snapshot snapshot;
  @Nullable DesiredRelease desired;

  /** The source that it left; empty while it is desired. */
  String removeFor = "";

  /** Whether it may be uninstalled, once it left its source. */
  boolean mayGo;

  /** With which others it may go because somebody agreed to that; null where nobody had to. */
  @Nullable Departure consented;

  /** Whether it waits for somebody's consent. */
  boolean isAsking;

  /** Who asked for the next look by a command; empty where nobody did. */
  String askedBy = "";

  boolean isDeployed;

  /** What became of the last look; empty where all is as declared, or nobody has looked. */
  String why = "";

  /** The version of the chart that it is declared with. */
  String chartVersion = "";

  Setbacks setbacks = Setbacks.NONE;
  @Nullable Instant driftSince;

  /** Whether all objects are to be looked at, not only the touched ones. */
  boolean isWhole;

  final Set<KubeObject.Id> touched = new HashSet<>();

  /** Drift that was found and not put right. */
  List<DriftedObject> standing = List.of();

  /** Until when drift that was put right is shown. */
  Instant shownUntil = Instant.EPOCH;

  /**
   * Of a release that an earlier process installed and nobody declares any more.
   *
   * @param past how it was declared; null where that is not known
   */
  static Slot leaving(String source, @Nullable DesiredRelease past) {
    Slot slot = new Slot();
    slot.removeFor = source;
    slot.desired = past;
    return slot;
  }

  /** Whether it is a source's other than this one. */
  boolean isOfAnother(String source) {
    return snapshot != null && !snapshot.source().equals(source);
  }

  /** The source that it belongs to, or belonged to last. */
  String source() {
    return snapshot == null ? removeFor : snapshot.source();
  }

  /**
   * Takes what a look has come to.
   *
   * @param was the state of the source that was looked at; a newer one may have come since
   * @param attempt how it was looked at
   */
  void learn(Report.ReleaseSynced report, DesiredRelease looked, Snapshot was, Attempt attempt) {
    boolean isNewest =
        snapshot != null
            && snapshot.commit().equals(was.commit())
            && snapshot.source().equals(was.source());
    isDeployed = report.isAsDeclared() && isNewest;
    chartVersion = report.chartVersion();
    why = report.shortfall();
    isAsking =
        report.step() == Decision.Step.WAIT_FOR_APPROVAL
            || report.step() == Decision.Step.WAIT_FOR_CONFIRMATION;
    if (report.error() == null) {
      setbacks = Setbacks.NONE;
    } else if (!attempt.isCutShort()) {
      setbacks = setbacks.failed(new Tried(looked, attempt.inputs()));
    }
    if (report.driftChecked()) {
      driftSince = report.driftSince();
      boolean isPutRight = report.step() == Decision.Step.REAPPLY && report.error() == null;
      standing = DriftedObject.standing(report.drift(), isPutRight);
      shownUntil = isPutRight ? report.time().plus(Revisit.verify(looked)) : Instant.EPOCH;
    }
  }

  /** What a release was to be made of; without inputs where they could not be read. */
  private record Tried(DesiredRelease release, Optional<Inputs> inputs) {}
}
