package io.autohelm.engine.repo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several downloads side by side, but not too many for the server that they share. */
final class Downloads {
  private static final int AT_ONCE = 4;

  private Downloads() {}

  /** Runs all; the first failure in the order of the list is thrown when none runs any more. */
  static void all(List<Runnable> tasks) {
    if (tasks.size() < 2) {
      tasks.forEach(Runnable::run);
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, tasks.size()));
    try {
      List<Future<?>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while charts are brought", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
      await(threads);
    }
  }

  private static void await(ExecutorService threads) {
    try {
      while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
        // A download ends by its own time limits; what it writes must not be removed before.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
