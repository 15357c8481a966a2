package io.autohelm.engine.kube;

import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.action.ReleaseLock;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Lease {@code autohelm.NAME} beside the records of each release that is acted on. It is made
 * when an action begins and deleted when it ends, so nothing is left of it.
 *
 * <p>Clocks of the machines may differ by a third of the Lease's duration: its holder stops when
 * two thirds have passed since it renewed it last, by its own clock alone; others take it when the
 * whole duration has passed since the time that the holder wrote.
 */
final class KubeReleaseLocks implements ReleaseLocks, AutoCloseable {
  static final Duration DURATION = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(KubeReleaseLocks.class);
  private static final int ATTEMPTS = 4;

  private final KubeHttp http;
  private final Clock clock;
  private final String identity;
  private final Duration duration;
  private final ScheduledThreadPoolExecutor renewals;

  /** What this process holds: the rest that bears its name was left by a release that failed. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  KubeReleaseLocks(KubeHttp http, Clock clock, String identity, Duration duration) {
    this.http = http;
    this.clock = clock;
    this.identity = identity;
    this.duration = duration;
    this.renewals =
        new ScheduledThreadPoolExecutor(
            2,
            task -> {
              Thread thread = new Thread(task, "release-locks");
              thread.setDaemon(true);
              return thread;
            });
    renewals.setRemoveOnCancelPolicy(true);
  }

  private static String folder(String namespace) {
    return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
  }

  @Override
  public Attempt take(String namespace, String release) {
    String name = "autohelm." + release;
    String path = folder(namespace) + "/" + name;
    if (!held.add(path)) {
      return new Attempt.Busy(
          new LockHolder(HolderIdentity.name(identity), clock.instant().plus(duration)));
    }
    Attempt attempt = null;
    try {
      attempt = attempt(namespace, name, path);
      return attempt;
    } finally {
      if (!(attempt instanceof Attempt.Taken taken && taken.lock() instanceof HeldLease)) {
        held.remove(path);
      }
    }
  }

  private Attempt attempt(String namespace, String name, String path) {
    // Most often there is no lease: making one asks for it, too.
    KubeResponse seen = null;
    for (int attempt = 1; ; attempt++) {
      LeaseState next;
      KubeResponse answer;
      Instant now = clock.instant();
      long sent = System.nanoTime();
      if (seen == null || seen.isNotFound()) {
        next = LeaseState.first(identity, duration, now);
        answer = http.post(folder(namespace), Json.printRaw(next.tree(namespace, name)));
      } else if (seen.isSuccess()) {
        LeaseState state = LeaseState.of(seen.object());
        if (isHeld(state, now)) {
          return new Attempt.Busy(
              new LockHolder(HolderIdentity.name(state.holder()), state.until()));
        }
        next = state.takenBy(identity, duration, now);
        answer = http.put(path, Json.printRaw(next.tree(namespace, name)));
      } else {
        throw seen.refusal("read lease " + namespace + "/" + name, false);
      }
      if (answer.isSuccess()) {
        LeaseState taken = LeaseState.of(answer.object());
        HeldLease lease =
            new HeldLease(http, clock, path, namespace, name, taken, duration, sent, held::remove);
        lease.renewBy(renewals);
        return new Attempt.Taken(lease);
      }
      if (answer.code() == 403 || (answer.isNotFound() && (seen == null || seen.isNotFound()))) {
        return unguarded(namespace, answer);
      }
      // Somebody else was quicker, or our own request was, whose answer was lost: look again.
      if ((answer.code() != 409 && !answer.isNotFound()) || attempt == ATTEMPTS) {
        throw answer.refusal("take lease " + namespace + "/" + name, false);
      }
      seen = http.get(path);
      if (seen.code() == 403) {
        return unguarded(namespace, seen);
      }
    }
  }

  private boolean isHeld(LeaseState state, Instant now) {
    return !state.holder().isEmpty()
        && !state.holder().equals(identity)
        && now.isBefore(state.until())
        && !HolderIdentity.isGone(state.holder());
  }

  @Override
  public int sweep(String namespace) {
    String list = namespace.isEmpty() ? "/apis/coordination.k8s.io/v1/leases" : folder(namespace);
    KubeResponse seen =
        http.get(list + "?labelSelector=" + LeaseState.LABEL + "%3D" + LeaseState.VALUE);
    if (!seen.isSuccess()) {
      throw seen.refusal("list leases", false);
    }
    int removed = 0;
    if (seen.object().tree().get("items") instanceof List<?> items) {
      for (Object item : items) {
        KubeObject lease = new KubeObject(RecordListing.table(item));
        LeaseState state = LeaseState.of(lease);
        String path = folder(lease.namespace()) + "/" + lease.name();
        boolean isOwn = state.holder().equals(identity) && held.contains(path);
        if (!isOwn && !isHeld(state, clock.instant())) {
          removed += http.delete(path, Json.printRaw(state.deletion())).isSuccess() ? 1 : 0;
        }
      }
    }
    return removed;
  }

  /**
   * A namespace that does not exist, or is being deleted, has no release that others could act on.
   */
  private Attempt unguarded(String namespace, KubeResponse refused) {
    if (refused.code() == 403 && !refused.isTerminating() && told.add(namespace)) {
      LOG.warn(
          "releases in namespace {} are acted on without a lock, since leases are refused; make sure"
              + " that nobody else acts on them: {}",
          namespace,
          refused.refusal("leases", false).getMessage());
    }
    return new Attempt.Taken(ReleaseLock.FREE);
  }

  /** Ends the renewals; locks that are held still are lost when their time has run out. */
  @Override
  public void close() {
    renewals.shutdownNow();
  }
}
