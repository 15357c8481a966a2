package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lease in our hands, renewed until it is closed or lost. */
final class HeldLease implements ReleaseLock {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  /** Not many while somebody waits for the end of his action. */
  private static final int RELEASE_ATTEMPTS = 3;

  /** Nobody takes the lock of a release that is gone, so it is not left to the next writer. */
  private static final int LATER_ATTEMPTS = 20;

  private final KubeHttp http;
  private final Clock clock;
  private final String path;
  private final String namespace;
  private final String name;
  private final Duration duration;
  private final Consumer<String> ended;
  private final String token;
  private final String holder;

  private LeaseState state;
  private @Nullable ScheduledExecutorService executor;
  private @Nullable Future<?> renewal;
  private boolean isClosed;

  /** Until when we may act, by the clock of this process that only goes forward. */
  private volatile long deadline;

  private volatile String lostBecause = "";

  HeldLease(
      KubeHttp http,
      Clock clock,
      String path,
      String namespace,
      String name,
      LeaseState state,
      Duration duration,
      long sent,
      Consumer<String> ended) {
    this.http = http;
    this.clock = clock;
    this.path = path;
    this.namespace = namespace;
    this.name = name;
    this.state = state;
    this.duration = duration;
    this.ended = ended;
    this.holder = state.holder();
    this.token = state.uid() + "/" + state.transitions();
    this.deadline = deadline(sent);
  }

  private long deadline(long sent) {
    return sent + duration.multipliedBy(2).dividedBy(3).toNanos();
  }

  synchronized void renewBy(ScheduledExecutorService threads) {
    executor = threads;
    long pause = duration.dividedBy(4).toMillis();
    renewal =
        threads.scheduleWithFixedDelay(this::renewSafely, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void renewSafely() {
    try {
      renew();
    } catch (IOException | ClusterException e) {
      LOG.debug("lease {} is not renewed now: {}", path, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("lease {} is not renewed", path, e);
    }
  }

  private synchronized void renew() throws IOException {
    if (isClosed || !lostBecause.isEmpty()) {
      return;
    }
    long sent = System.nanoTime();
    LeaseState next = state.renewed(clock.instant());
    Duration patience = duration.dividedBy(4);
    KubeResponse answer =
        http.once("PUT", path, Json.printRaw(next.tree(namespace, name)), patience);
    if (answer.code() == 409) {
      // Our own renewal may have been carried out although its answer was lost.
      KubeResponse seen = http.once("GET", path, null, patience);
      if (seen.isSuccess()) {
        LeaseState found = LeaseState.of(seen.object());
        if (found.holder().equals(holder) && found.uid().equals(state.uid())) {
          state = found;
        } else {
          lose("it was taken over by " + HolderIdentity.name(found.holder()));
        }
      } else if (seen.isNotFound()) {
        lose("it was deleted");
      }
    } else if (answer.isNotFound()) {
      lose("it was deleted");
    } else if (answer.isSuccess()) {
      state = LeaseState.of(answer.object());
      deadline = deadline(sent);
    }
  }

  private void lose(String why) {
    lostBecause = why;
    LOG.warn("the lock {} is lost: {}", path, why);
  }

  @Override
  public String token() {
    return token;
  }

  @Override
  public void check() {
    String why = lostBecause;
    if (why.isEmpty() && System.nanoTime() - deadline > 0) {
      why = "it could not be renewed in time";
    }
    if (!why.isEmpty()) {
      throw new ClusterException(
          ClusterException.Reason.LOCK_LOST,
          "the lock of the release (lease " + namespace + "/" + name + ") is lost: " + why);
    }
  }

  @Override
  public void close() {
    try {
      if (endRenewals() && lostBecause.isEmpty()) {
        removeOrTryLater(LATER_ATTEMPTS);
      }
    } finally {
      ended.accept(path);
    }
  }

  /** Whether this is the first call. */
  private synchronized boolean endRenewals() {
    if (isClosed) {
      return false;
    }
    isClosed = true;
    if (renewal != null) {
      renewal.cancel(false);
    }
    return true;
  }

  private synchronized void removeOrTryLater(int attempts) {
    try {
      if (!remove().isTransient()) {
        return;
      }
    } catch (IOException | ClusterException e) {
      LOG.debug("lease {} cannot be deleted now: {}", path, e.getMessage());
    }
    if (executor != null && attempts > 0) {
      long pause = duration.dividedBy(2).toMillis();
      try {
        Future<?> unused =
            executor.schedule(() -> removeOrTryLater(attempts - 1), pause, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("lease {} is left to the next process", path);
      }
    }
  }

  private KubeResponse remove() throws IOException {
    Duration patience = duration.dividedBy(4);
    KubeResponse answer = delete(patience);
    if (answer.code() != 409) {
      return answer;
    }
    // A renewal whose answer was lost, or a successor, which may be this process itself.
    KubeResponse seen = http.once("GET", path, null, patience);
    if (!seen.isSuccess()) {
      return seen;
    }
    LeaseState found = LeaseState.of(seen.object());
    if (!found.holder().equals(holder)
        || !found.uid().equals(state.uid())
        || found.transitions() != state.transitions()) {
      return seen;
    }
    state = found;
    return delete(patience);
  }

  private KubeResponse delete(Duration patience) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        KubeResponse answer = http.once("DELETE", path, Json.printRaw(state.deletion()), patience);
        if (!answer.isTransient() || attempt == RELEASE_ATTEMPTS) {
          return answer;
        }
      } catch (IOException e) {
        if (attempt == RELEASE_ATTEMPTS) {
          throw e;
        }
      }
      KubeHttp.sleep(Duration.ofMillis(100L << attempt));
    }
  }
}
