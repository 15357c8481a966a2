package io.autohelm.agent;

import java.util.concurrent.CountDownLatch;

/** Waits for SIGTERM or SIGINT and then closes what runs before the process goes. */
final class Shutdown {
  private Shutdown() {}

  /** Returns only when the process is ending. */
  static void await(AutoCloseable runtime) {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    runtime.close();
                  } catch (Exception e) {
                    throw new IllegalStateException("the end was not clean", e);
                  } finally {
                    ended.countDown();
                  }
                },
                "shutdown"));
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
