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
      return this == INSTALL || this == UPGRADE || this == REAPPLY || this == TAKE_OVER;
    }
  }

  static Decision of(Step step, String reason) {
    return new Decision(step, reason);
  }
}
