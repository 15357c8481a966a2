package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks how objects of one cluster do. */
final class KubeHealthProbe implements HealthProbe {
  private final KubeHttp http;
  private final KubeCluster cluster;
  private final Clock clock;

  KubeHealthProbe(KubeHttp http, KubeCluster cluster, Clock clock) {
    this.http = http;
    this.cluster = cluster;
    this.clock = clock;
  }

  @Override
  public Finding look(KubeObject object) {
    Optional<KubeObject> live = cluster.get(object);
    if (live.isEmpty()) {
      return new Finding("", Health.MISSING);
    }
    Finding own = of(live.get());
    boolean isShort =
        own.health().level() == Health.Level.PROGRESSING
            || own.health().level() == Health.Level.DEGRADED;
    return isShort && Workloads.hasPods(live.get())
        ? new Finding(own.version(), explained(own.health(), live.get()))
        : own;
  }

  @Override
  public Finding of(KubeObject live) {
    return new Finding(
        String.valueOf(live.metadata().get("resourceVersion")), Health.of(live, clock.instant()));
  }

  /** What its pods say of it; what may not be read is left out. */
  private Health explained(Health own, KubeObject workload) {
    if (Workloads.labels(workload).isEmpty()) {
      return own;
    }
    try {
      List<Trouble> troubles = new ArrayList<>();
      NewestReplicaSets sets = new NewestReplicaSets(http);
      for (KubeObject item : cluster.related(workload, "Pod")) {
        KubeObject pod = ofKind(item);
        List<Trouble> its = Workloads.mayOwn(workload, pod) ? Trouble.ofPod(pod) : List.of();
        // The pods of the template before this one are on their way out: they must not be blamed.
        if (!its.isEmpty()
            && (!workload.kind().equals("Deployment") || sets.isOfNewest(workload, pod))) {
          troubles.addAll(its);
        }
      }
      return troubles.stream()
          .filter(KubeHealthProbe::isFailure)
          .findFirst()
          .map(trouble -> new Health(Health.Level.DEGRADED, trouble.described()))
          .or(
              () ->
                  troubles.stream()
                      .findFirst()
                      .map(trouble -> new Health(own.level(), said(own, trouble))))
          .orElse(own);
    } catch (ClusterException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return own;
    }
  }

  /** The items of a list do not say what they are. */
  private static KubeObject ofKind(KubeObject item) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(item.tree());
    tree.put("apiVersion", "v1");
    tree.put("kind", "Pod");
    return new KubeObject(tree);
  }

  private static String said(Health own, Trouble trouble) {
    return own.reason() + (own.reason().isEmpty() ? "" : ": ") + trouble.described();
  }

  /** What does not pass by itself, or should not have come. */
  private static boolean isFailure(Trouble trouble) {
    return switch (trouble.reason()) {
      case NOT_READY, UNSCHEDULABLE, VOLUME_PENDING, VOLUME_MOUNT -> false;
      default -> true;
    };
  }
}
