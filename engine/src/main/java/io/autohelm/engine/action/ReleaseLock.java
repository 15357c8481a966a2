package io.autohelm.engine.action;

/** The right to act on one release, until it is closed or lost. */
public interface ReleaseLock extends AutoCloseable {

  /** A lock that is never lost and keeps nobody out. */
  ReleaseLock FREE =
      new ReleaseLock() {
        @Override
        public String token() {
          return "";
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
      };

  /**
   * Tells this holding of the lock from all others, those before and after; empty where nobody is
   * kept out.
   */
  String token();

  /**
   * Asks whether the lock is still held; costs nothing.
   *
   * @throws ClusterException with reason LOCK_LOST where it is not, or may not be by now
   */
  void check();

  /** Gives the lock back; does not throw. */
  @Override
  void close();
}
