package io.autohelm.agent.reconcile;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one next step for a release.
 *
 * @param reason why, for people
 * @param until when there may be something to do, where that is known; null otherwise
 */
public record Decision(Step step, String reason, @Nullable Instant until) {
  /** What there is to do. */
  public enum Step {
    LEAVE,
    INSTALL,
    UPGRADE,
    REAPPLY,
    TAKE_OVER,
    /** The history of the release that it was before is carried on. */
    MOVE,
    /** The tests of the newest revision. */
    TEST,
    /** Back to the last good revision, since the newest failed. */
    ROLL_BACK,
    /** Away with it, since it failed. */
    UNINSTALL,
    /** Back to the revision that somebody asked for. */
    BRING_BACK,
    /**
     * Somebody had an earlier revision brought back: these inputs are left alone until they change.
     */
    HELD_BACK,
    /** These inputs have failed as often as they may: left alone until they change. */
    QUARANTINE,
    WAIT_FOR_DEPENDENCY,
    WAIT_FOR_LOCK,
    WAIT_FOR_RETRY,
    /** It may not be changed at this time. */
    WAIT_FOR_WINDOW,
    /** Somebody has to agree to what would be done. */
    WAIT_FOR_APPROVAL,
    /** Somebody has to agree to what would be deleted. */
    WAIT_FOR_CONFIRMATION,
    /** More would be uninstalled than may be without asking. */
    FROZEN,
    SUSPEND;

    /** As status and metrics write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there is something to do that must wait. */
    public boolean isWaiting() {
      return switch (this) {
        case QUARANTINE,
            HELD_BACK,
            WAIT_FOR_DEPENDENCY,
            WAIT_FOR_RETRY,
            WAIT_FOR_WINDOW,
            WAIT_FOR_APPROVAL,
            WAIT_FOR_CONFIRMATION,
            FROZEN ->
            true;
        default -> false;
      };
    }

    /** Whether it changes the cluster. */
    public boolean isAction() {
      return switch (this) {
        case INSTALL, UPGRADE, REAPPLY, TAKE_OVER, MOVE, TEST, ROLL_BACK, UNINSTALL, BRING_BACK ->
            true;
        default -> false;
      };
    }
  }

  static Decision of(Step step, String reason) {
    return new Decision(step, reason, null);
  }
}
