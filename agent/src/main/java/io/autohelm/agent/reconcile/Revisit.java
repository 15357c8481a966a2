package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a release is looked at again before its next routine check: pure. */
final class Revisit {
  /** After drift was put right it is looked at again soon, to say so. */
  private static final Duration VERIFY = Duration.ofSeconds(15);

  /** Who waits is told when the other is deployed, but not when it becomes ready again. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

  /** An outage ends for all at once; nobody should wait long after that. */
  private static final Duration LONGEST_OUTAGE_PAUSE = Duration.ofMinutes(1);

  private Revisit() {}

  /**
   * The time until then; empty where the routine suffices.
   *
   * @param setbacks how often it has failed by now
   */
  static Optional<Duration> after(
      Report.ReleaseSynced report, DesiredRelease desired, Setbacks setbacks, Instant now) {
    if (report.error() != null) {
      return Optional.of(after(report.failure(), setbacks));
    }
    if (report.until() != null) {
      Duration delay = Duration.between(now, report.until());
      return Optional.of(delay.isNegative() ? Duration.ZERO : delay);
    }
    return switch (report.step()) {
      case WAIT_FOR_LOCK -> Optional.of(Decider.pause(1));
      case WAIT_FOR_DEPENDENCY -> Optional.of(ASK_AGAIN);
      case REAPPLY -> Optional.of(verify(desired));
      default -> Optional.empty();
    };
  }

  /**
   * The time until what failed is tried again.
   *
   * @param failure what went wrong in one word
   */
  static Duration after(String failure, Setbacks setbacks) {
    Duration pause = Decider.pause(setbacks.count());
    return FailureKind.isPassing(failure) && pause.compareTo(LONGEST_OUTAGE_PAUSE) > 0
        ? LONGEST_OUTAGE_PAUSE
        : pause;
  }

  /** How soon something is looked at again that was put right. */
  static Duration verify(DesiredRelease desired) {
    return VERIFY.compareTo(desired.interval()) < 0 ? VERIFY : desired.interval();
  }
}
