package io.autohelm.agent.cli;

import io.autohelm.engine.action.Cancel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens to an action when its process is told to end: its wait is cancelled, and the process
 * stays until the release is recorded as failed.
 */
final class Interruption implements AutoCloseable {
  /** More than an action needs to come to an end once it waits no more. */
  private static final int SECONDS = 30;

  private final Cancel cancel = new Cancel();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param release whose wait is cancelled, for people
   */
  Interruption(String release) {
    hook =
        new Thread(
            () -> {
              HelmOutput.line("Release " + release + " has been cancelled.");
              cancel.cancel("the process was told to end");
              awaitEnd();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Cancel cancel() {
    return cancel;
  }

  private void awaitEnd() {
    try {
      if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
        HelmOutput.error("the action does not end; its revision may stay pending\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already.
    }
  }
}
