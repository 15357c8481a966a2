package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.WorkQueue.Urgency;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that look at releases in the order of a {@link WorkQueue}: several at once, but never two
 * at one release. What is asked for while a release is looked at is done once more behind that. One
 * that only waits for what the cluster does leaves its place to the next: a few that never become
 * ready must not keep all others waiting.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** So many may wait beside those that work; each holds its chart and its objects in memory. */
  private static final int MOST_WAITING = 50;

  private static final int IDLE_SECONDS = 30;

  private record Wish(String source, Urgency urgency) {}

  /** A thread that knows whose place it has. */
  private static final class WorkerThread extends Thread {
    private final Workers workers;

    WorkerThread(Workers workers, Runnable task, String name) {
      super(task, name);
      this.workers = workers;
    }
  }

  private final WorkQueue queue = new WorkQueue();
  private final Set<ReleaseId> running = new HashSet<>();
  private final Map<ReleaseId, Wish> again = new HashMap<>();
  private final Consumer<ReleaseId> work;
  private final BiConsumer<ReleaseId, Duration> begun;
  private final Map<ReleaseId, Long> since = new HashMap<>();
  private final ExecutorService threads;
  private final int concurrency;

  /** How many work now; those that wait aside do not. */
  private int working;

  private volatile boolean isEnding;

  /**
   * @param work must not throw
   * @param begun is told how long a release waited, before the work
   */
  Workers(int concurrency, Consumer<ReleaseId> work, BiConsumer<ReleaseId, Duration> begun) {
    this.concurrency = concurrency;
    this.begun = begun;
    this.work = work;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new WorkerThread(this, task, "release-worker-" + number.incrementAndGet()));
  }

  /** Waits; where one of the workers does, another release has its place meanwhile. */
  static void aside(Runnable wait) {
    if (Thread.currentThread() instanceof WorkerThread thread) {
      thread.workers.step(-1);
      try {
        wait.run();
      } finally {
        // Whoever took the place keeps it: for a moment there may be one more.
        thread.workers.step(1);
      }
    } else {
      wait.run();
    }
  }

  private synchronized void step(int change) {
    working += change;
    dispatch();
  }

  /** Looks at the release as soon as it is its turn; calls that come before that are one. */
  synchronized void add(ReleaseId id, String source, Urgency urgency) {
    if (running.contains(id)) {
      Wish known = again.get(id);
      if (known == null || urgency.compareTo(known.urgency()) < 0) {
        again.put(id, new Wish(source, urgency));
      }
      return;
    }
    int before = queue.size();
    queue.add(id, source, urgency);
    if (queue.size() > before) {
      since.put(id, System.nanoTime());
    }
    dispatch();
  }

  /** Gives what is next to free places; called with the lock held. */
  private void dispatch() {
    while (!isEnding && working < concurrency && running.size() < concurrency + MOST_WAITING) {
      Optional<ReleaseId> next = queue.poll();
      if (next.isEmpty()) {
        return;
      }
      ReleaseId id = next.get();
      Long asked = since.remove(id);
      Duration waited = asked == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - asked);
      running.add(id);
      working++;
      threads.execute(() -> look(id, waited));
    }
  }

  /** How many releases wait. */
  synchronized int waiting() {
    return queue.size();
  }

  /** Whether no more work is begun. */
  boolean isEnding() {
    return isEnding;
  }

  private void look(ReleaseId id, Duration waited) {
    try {
      if (!isEnding) {
        begun.accept(id, waited);
        work.accept(id);
      }
    } finally {
      done(id);
    }
  }

  private synchronized void done(ReleaseId id) {
    running.remove(id);
    working--;
    Wish wish = again.remove(id);
    if (wish != null && !isEnding) {
      add(id, wish.source(), wish.urgency());
    }
    dispatch();
  }

  /** Begins nothing more. */
  synchronized void stop() {
    isEnding = true;
  }

  /** Takes no more work and waits for what runs to come to its end. */
  @Override
  public void close() {
    stop();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
        LOG.warn(
            "actions still run after ten minutes and are left; the next start takes them over");
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
