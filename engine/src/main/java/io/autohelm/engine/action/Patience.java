package io.autohelm.engine.action;

import io.autohelm.engine.health.FailFast;
import java.time.Duration;

/**
 * How long a wait goes on, by which rules it judges, and what ends it sooner.
 *
 * @param timeout after which it ends with reason TIMEOUT
 * @param jobs whether Jobs must be complete, not merely have started
 * @param legacy whether it judges as Helm 3 does and Helm 4 with {@code --wait=legacy}, else by
 *     kstatus
 * @param failFast which reasons end it before its time
 * @param cancel ends it with reason CANCELLED
 */
public record Patience(
    Duration timeout, boolean jobs, boolean legacy, FailFast failFast, Cancel cancel) {

  /** By kstatus, without Jobs, failing fast, not to be cancelled. */
  public static Patience of(Duration timeout) {
    return new Patience(timeout, false, false, FailFast.STANDARD, Cancel.NEVER);
  }

  public Patience withJobs(boolean other) {
    return new Patience(timeout, other, legacy, failFast, cancel);
  }

  public Patience withLegacy(boolean other) {
    return new Patience(timeout, jobs, other, failFast, cancel);
  }

  public Patience withFailFast(FailFast other) {
    return new Patience(timeout, jobs, legacy, other, cancel);
  }

  public Patience withCancel(Cancel other) {
    return new Patience(timeout, jobs, legacy, failFast, other);
  }
}
