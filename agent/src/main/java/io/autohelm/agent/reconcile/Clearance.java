package io.autohelm.agent.reconcile;

import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.schedule.Windows;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was decided may be done now: pure, tested by a table.
 *
 * @param suspension the order that suspends the release; null where there is none
 * @param windows the levels of windows that count
 * @param askedBy who asked for this by a command; empty where nobody did
 * @param rollback the order to go back to an earlier revision; null where there is none
 */
record Clearance(
    @Nullable Order suspension, List<Windows> windows, String askedBy, @Nullable Order rollback) {
  /** Everything may be done. */
  static final Clearance ALL = new Clearance(null, List.of(), "", null);

  Clearance {
    windows = List.copyOf(windows);
  }

  boolean isSuspended() {
    return suspension != null;
  }

  /**
   * The decision, or to wait in its place.
   *
   * @param began when this round began: what was begun within a window is brought to its end, also
   *     when that means to undo it
   * @param isFirst whether nothing was done in this round before
   */
  Decision over(Decision decision, Instant began, boolean isFirst) {
    if (suspension != null) {
      return Decision.of(Step.SUSPEND, "suspended " + suspension.told());
    }
    Decision wanted = isFirst && !askedBy.isEmpty() ? tried(decision) : decision;
    return switch (wanted.step()) {
      case INSTALL, UPGRADE, MOVE, ROLL_BACK, UNINSTALL ->
          at(wanted, Windows.Purpose.CHANGE, began);
      case BRING_BACK -> at(wanted, Windows.Purpose.COMMAND, began);
      case REAPPLY -> at(wanted, Windows.Purpose.DRIFT, began);
      default -> wanted;
    };
  }

  /** Who asks does not want to wait for the next try. */
  private Decision tried(Decision decision) {
    boolean isWaiting =
        decision.step() == Step.WAIT_FOR_RETRY
            || decision.step() == Step.QUARANTINE
            || decision.step() == Step.HELD_BACK;
    return isWaiting ? Decision.of(Step.UPGRADE, "asked for by " + askedBy) : decision;
  }

  private Decision at(Decision decision, Windows.Purpose purpose, Instant now) {
    Windows.Verdict verdict =
        Windows.at(windows, askedBy.isEmpty() ? purpose : Windows.Purpose.COMMAND, now);
    return verdict.isOpen()
        ? decision
        : new Decision(
            Step.WAIT_FOR_WINDOW,
            "waits for its window to " + decision.step().text() + ": " + verdict.reason(),
            verdict.opens());
  }
}
