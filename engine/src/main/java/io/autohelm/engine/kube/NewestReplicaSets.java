package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which ReplicaSet of a Deployment is made from its newest template. */
final class NewestReplicaSets {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** A ReplicaSet that is not known yet is not asked for more often than that. */
  private static final Duration AGAIN = Duration.ofSeconds(3);

  private record Known(@Nullable String revision, Map<String, String> revisions, long asked) {}

  private final KubeHttp http;
  private final Map<String, Known> byDeployment = new HashMap<>();

  NewestReplicaSets(KubeHttp http) {
    this.http = http;
  }

  /** Whether the pod belongs to it; so does every pod where that cannot be found out. */
  synchronized boolean isOfNewest(KubeObject deployment, KubeObject pod) {
    String revision = deployment.annotation(REVISION);
    String set = String.valueOf(Workloads.owner(pod).get("name"));
    String uid = String.valueOf(deployment.metadata().get("uid"));
    Known known = byDeployment.get(uid);
    if (known == null || isStale(known, revision, set)) {
      known = new Known(revision, asked(deployment), System.nanoTime());
      byDeployment.put(uid, known);
    }
    String its = known.revisions().get(set);
    return revision == null || its == null || its.equals(revision);
  }

  private static boolean isStale(Known known, @Nullable String revision, String set) {
    boolean isOther =
        !Objects.equals(known.revision(), revision) || !known.revisions().containsKey(set);
    return isOther && System.nanoTime() - known.asked() > AGAIN.toNanos();
  }

  private Map<String, String> asked(KubeObject deployment) {
    Map<String, String> revisions = new HashMap<>();
    KubeResponse response =
        http.get(
            "/apis/apps/v1/namespaces/"
                + deployment.namespace()
                + "/replicasets?"
                + Workloads.selector(Workloads.labels(deployment)));
    if (response.isSuccess() && response.tree().get("items") instanceof List<?> items) {
      for (Object item : items) {
        KubeObject set = new KubeObject(Workloads.table(item));
        String revision = set.annotation(REVISION);
        if (revision != null) {
          revisions.put(set.name(), revision);
        }
      }
    }
    return revisions;
  }
}
