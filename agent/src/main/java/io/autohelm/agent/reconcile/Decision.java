package io.autohelm.agent.reconcile;

import java.util.Locale;

/**
 * The one next step for a release.
 *
 * @param reason why, for people
 */
public record Decision(Step step, String reason) {
  /** What there is to do. */
  public enum Step {
    LEAVE,
    INSTALL,
    UPGRADE,
    REAPPLY,
    TAKE_OVER,
    /** The tests of the newest revision. */
    TEST,
    /** Back to the last good revision, since the newest failed. */
    ROLL_BACK,
    /** Away with it, since it failed. */
    UNINSTALL,
    /** These inputs have failed as often as they may: left alone until they change. */
    QUARANTINE,
    WAIT_FOR_DEPENDENCY,
    WAIT_FOR_LOCK,
    WAIT_FOR_RETRY,
    SUSPEND;

    /** As status and metrics write it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it changes the cluster. */
    boolean isAction() {
      return switch (this) {
        case INSTALL, UPGRADE, REAPPLY, TAKE_OVER, TEST, ROLL_BACK, UNINSTALL -> true;
        default -> false;
      };
    }
  }

  static Decision of(Step step, String reason) {
    return new Decision(step, reason);
  }
}
