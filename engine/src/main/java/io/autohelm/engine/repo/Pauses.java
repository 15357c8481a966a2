package io.autohelm.engine.repo;

import java.time.Duration;

/** Waiting between two attempts. */
@FunctionalInterface
interface Pauses {
  void pause(Duration time);

  /** Real ones. */
  static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while waiting for a repository", e);
    }
  }
}
