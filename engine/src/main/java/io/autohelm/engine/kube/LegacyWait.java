package io.autohelm.engine.kube;

import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.health.LegacyReadiness;
import io.autohelm.engine.health.ObjectStatus;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits as Helm 3 does: by asking for each object that is not ready every two seconds. */
final class LegacyWait {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final KubeCluster cluster;
  private final Patience patience;

  LegacyWait(KubeCluster cluster, Patience patience) {
    this.cluster = cluster;
    this.patience = patience;
  }

  /**
   * Waits.
   *
   * @throws ClusterException when it came to nothing
   */
  void run(List<KubeObject> objects) {
    long deadline = System.nanoTime() + patience.timeout().toNanos();
    List<KubeObject> open = new ArrayList<>(objects);
    Map<KubeObject.Id, ObjectStatus> statuses = new LinkedHashMap<>();
    CountDownLatch bell = new CountDownLatch(1);
    Cancel.Registration registration = patience.cancel().onCancel(bell::countDown);
    try {
      while (true) {
        List<ObjectStatus> judged = cluster.each(open, this::status);
        List<KubeObject> still = new ArrayList<>();
        statuses.clear();
        for (int i = 0; i < open.size(); i++) {
          KubeObject object = open.get(i);
          ObjectStatus status = judged.get(i);
          if (status.state() == ObjectStatus.State.FAILED) {
            throw new ClusterException(
                ClusterException.Reason.FAILED, object.id() + " " + status.message());
          }
          if (!status.isCurrent()) {
            still.add(object);
            statuses.put(object.id(), status);
          }
        }
        if (still.isEmpty()) {
          return;
        }
        open = still;
        pause(bell, deadline, statuses);
      }
    } finally {
      registration.close();
    }
  }

  private void pause(
      CountDownLatch bell, long deadline, Map<KubeObject.Id, ObjectStatus> statuses) {
    long left = deadline - System.nanoTime();
    try {
      if (left > 0 && bell.await(Math.min(left, EVERY.toNanos()), TimeUnit.NANOSECONDS)) {
        throw new ClusterException(
            ClusterException.Reason.CANCELLED, patience.cancel().why().orElse("cancelled"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException(ClusterException.Reason.CANCELLED, "interrupted while waiting", e);
    }
    if (System.nanoTime() >= deadline) {
      List<String> parts = new ArrayList<>();
      statuses.forEach((id, status) -> parts.add(id + " (" + status.message() + ")"));
      throw new ClusterException(
          ClusterException.Reason.TIMEOUT,
          "not ready within " + patience.timeout().toSeconds() + " s: " + String.join(", ", parts));
    }
  }

  /** A server that cannot be reached for a while ends no wait. */
  private ObjectStatus status(KubeObject object) {
    try {
      return judged(object);
    } catch (ClusterException e) {
      if (e.reason() != ClusterException.Reason.UNREACHABLE) {
        throw e;
      }
      return ObjectStatus.unknown(String.valueOf(e.getMessage()));
    }
  }

  private ObjectStatus judged(KubeObject object) {
    Optional<KubeObject> live = cluster.get(object);
    if (live.isEmpty()) {
      return ObjectStatus.ABSENT;
    }
    List<KubeObject> related =
        LegacyReadiness.relatedKind(live.get())
            .map(kind -> cluster.related(live.get(), kind))
            .orElse(List.of());
    return LegacyReadiness.of(live.get(), related, patience.jobs());
  }
}
