package io.autohelm.engine.action;

/**
 * Keeps two writers from acting on one release at once, wherever they run.
 *
 * <p>A lock that is held is renewed behind the scenes. A holder that cannot renew it stops before
 * its next change of the cluster ({@link Actions#under}); one that died is followed by the next
 * when its time has run out.
 */
public interface ReleaseLocks {

  /** Locks that keep nobody out: where one process alone can know of the releases. */
  ReleaseLocks NONE = (namespace, release) -> new Attempt.Taken(ReleaseLock.FREE);

  /** What came of an attempt to take a lock. */
  sealed interface Attempt {

    /** The lock is the caller's until it is closed. */
    record Taken(ReleaseLock lock) implements Attempt {}

    /** Another one holds it. */
    record Busy(LockHolder holder) implements Attempt {}
  }

  /**
   * Takes the lock of a release, or says who holds it; does not wait. Where locks cannot be had at
   * all (the right to them is missing, or the namespace does not exist yet) the lock that is given
   * keeps nobody out.
   *
   * @throws ClusterException when the cluster does not answer
   */
  Attempt take(String namespace, String release);

  /**
   * Removes what dead holders left; does not touch locks that may be held.
   *
   * @param namespace empty for all
   * @return how many were removed
   * @throws ClusterException when the cluster does not answer or refuses
   */
  default int sweep(String namespace) {
    return 0;
  }
}
