package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some requests at once: a few threads for all that one connection does. More than these would only
 * make the API server queue them.
 */
final class Parallel implements AutoCloseable {
  private static final int WIDTH = 8;
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  Parallel() {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            WIDTH,
            WIDTH,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "requests-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * The results in the order of the items. A failure does not keep the others from being done,
   * unless the server cannot be reached.
   *
   * @throws ClusterException the first failure in the order of the items, with the number of others
   */
  <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    List<R> results = new ArrayList<>(items.size());
    if (items.size() == 1) {
      results.add(work.apply(items.get(0)));
      return results;
    }
    AtomicBoolean isHopeless = new AtomicBoolean();
    List<Future<R>> running = new ArrayList<>();
    for (T item : items) {
      running.add(threads.submit(() -> one(item, work, isHopeless)));
    }
    RuntimeException first = null;
    int others = 0;
    try {
      for (Future<R> future : running) {
        try {
          results.add(future.get());
        } catch (ExecutionException e) {
          RuntimeException failure = failure(e);
          boolean isSkipped = failure instanceof CancellationException;
          if (first == null || (first instanceof CancellationException && !isSkipped)) {
            others += first == null ? 0 : 1;
            first = failure;
          } else {
            others++;
          }
        }
      }
    } catch (InterruptedException e) {
      running.forEach(future -> future.cancel(true));
      Thread.currentThread().interrupt();
      throw new ClusterException(
          ClusterException.Reason.OTHER, "interrupted while waiting for the API server", e);
    }
    if (first != null) {
      throw told(first, others);
    }
    return results;
  }

  private static <T, R> R one(
      T item, Function<? super T, ? extends R> work, AtomicBoolean isHopeless) {
    if (isHopeless.get()) {
      throw new CancellationException("not tried: the server cannot be reached");
    }
    try {
      return work.apply(item);
    } catch (ClusterException e) {
      if (e.reason() == ClusterException.Reason.UNREACHABLE) {
        isHopeless.set(true);
      }
      throw e;
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new IllegalStateException("work throws unchecked exceptions only", cause);
  }

  private static RuntimeException told(RuntimeException first, int others) {
    return others > 0 && first instanceof ClusterException failure
        ? new ClusterException(
            failure.reason(), failure.getMessage() + " (and " + others + " more failed)", failure)
        : first;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
