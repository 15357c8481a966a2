package io.autohelm.agent.reconcile;

import io.autohelm.engine.action.Cancel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reconciliation of a release while it runs. Where a newer commit makes the release of other
 * inputs, its wait is of no use any more and ends.
 */
final class Attempt {
  /** In the description of a revision that was given up for a newer state of its source. */
  static final String SUPERSEDED = "superseded by commit ";

  private static final int SHORT_COMMIT = 12;

  private final Reports reports;
  private final Cancel cancel = new Cancel();
  private @Nullable Inputs own;
  private @Nullable Inputs newer;
  private String commit = "";

  /** One that nobody follows. */
  Attempt() {
    this(report -> {});
  }

  /**
   * @param reports is told when something is done, which may take minutes
   */
  Attempt(Reports reports) {
    this.reports = reports;
  }

  /** Says what is done now. */
  void acting(Report.ActionBegun begun) {
    reports.tell(begun);
  }

  /** What the waits of this attempt look at. */
  Cancel cancel() {
    return cancel;
  }

  /** Whether it was ended before its time. */
  boolean isCutShort() {
    return cancel.why().isPresent();
  }

  /** Of what the release was to be made; empty where that could not be read. */
  synchronized Optional<Inputs> inputs() {
    return Optional.ofNullable(own);
  }

  /** Says of what the release is being made. */
  void begun(Inputs inputs) {
    synchronized (this) {
      own = inputs;
    }
    compare();
  }

  /** Says of what a newer commit would make the release; the same changes nothing. */
  void superseded(Inputs inputs, String byCommit) {
    synchronized (this) {
      newer = inputs;
      commit = byCommit;
    }
    compare();
  }

  /** Nobody wants it any more. */
  void abandoned(String why) {
    cancel.cancel(why);
  }

  private void compare() {
    String by;
    synchronized (this) {
      if (own == null || newer == null || own.equals(newer)) {
        return;
      }
      by = commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
    }
    cancel.cancel(SUPERSEDED + by);
  }
}
