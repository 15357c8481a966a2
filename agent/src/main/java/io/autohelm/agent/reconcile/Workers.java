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
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that look at releases in the order of a {@link WorkQueue}: several at once, but never two
 * at one release. What is asked for while a release is looked at is done once more behind that.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private record Wish(String source, Urgency urgency) {}

  private final WorkQueue queue = new WorkQueue();
  private final Set<ReleaseId> running = new HashSet<>();
  private final Map<ReleaseId, Wish> again = new HashMap<>();
  private final Consumer<ReleaseId> work;
  private final BiConsumer<ReleaseId, Duration> begun;
  private final Map<ReleaseId, Long> since = new HashMap<>();
  private final ExecutorService threads;
  private volatile boolean isEnding;

  /**
   * @param work must not throw
   * @param begun is told how long a release waited, before the work
   */
  Workers(int concurrency, Consumer<ReleaseId> work, BiConsumer<ReleaseId, Duration> begun) {
    this.begun = begun;
    this.work = work;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            concurrency, task -> new Thread(task, "release-worker-" + number.incrementAndGet()));
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
      try {
        threads.execute(this::next);
      } catch (RejectedExecutionException e) {
        LOG.debug("release {}: the agent is ending", id);
      }
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

  private void next() {
    Optional<ReleaseId> next;
    Duration waited;
    synchronized (this) {
      next = queue.poll();
      Long asked = next.map(since::remove).orElse(null);
      waited = asked == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - asked);
      next.ifPresent(running::add);
    }
    next.ifPresent(
        id -> {
          try {
            if (!isEnding) {
              begun.accept(id, waited);
              work.accept(id);
            }
          } finally {
            done(id);
          }
        });
  }

  private synchronized void done(ReleaseId id) {
    running.remove(id);
    Wish wish = again.remove(id);
    if (wish != null && !isEnding) {
      add(id, wish.source(), wish.urgency());
    }
  }

  /** Begins nothing more. */
  void stop() {
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
