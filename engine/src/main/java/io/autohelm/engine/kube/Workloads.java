package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which pods belong to which workload: by owners, and by the marks that controllers leave. */
final class Workloads {
  private static final Set<String> KINDS =
      Set.of(
          "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController");

  private Workloads() {}

  static boolean hasPods(KubeObject object) {
    return KINDS.contains(object.kind());
  }

  /** The labels that its pods must have; empty where it does not say. */
  static Map<String, String> labels(KubeObject workload) {
    Map<String, @Nullable Object> selector =
        table(table(workload.tree().get("spec")).get("selector"));
    Map<String, @Nullable Object> labels =
        workload.kind().equals("ReplicationController")
            ? selector
            : table(selector.get("matchLabels"));
    Map<String, String> texts = new TreeMap<>();
    labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  /** A query that finds at least the pods of all the workloads: by what their selectors share. */
  static String sharedSelector(List<KubeObject> workloads) {
    Map<String, String> shared = null;
    for (KubeObject workload : workloads) {
      Map<String, String> labels = labels(workload);
      if (shared == null) {
        shared = new LinkedHashMap<>(labels);
      } else {
        shared.entrySet().retainAll(labels.entrySet());
      }
    }
    return shared == null || shared.isEmpty() ? "" : selector(shared);
  }

  /** The labels as a query. */
  static String selector(Map<String, String> labels) {
    List<String> parts = new ArrayList<>();
    labels.forEach((key, value) -> parts.add(key + "=" + value));
    return "labelSelector=" + URLEncoder.encode(String.join(",", parts), StandardCharsets.UTF_8);
  }

  /**
   * Whether the pod is the workload's, as far as the two show it: of a Deployment those of every
   * ReplicaSet.
   */
  static boolean mayOwn(KubeObject workload, KubeObject pod) {
    Map<String, @Nullable Object> owner = owner(pod);
    if (workload.kind().equals("Deployment")) {
      String hash = pod.label("pod-template-hash");
      return hash != null && (workload.name() + "-" + hash).equals(owner.get("name"));
    }
    return owner.get("uid") != null
        && owner.get("uid").equals(workload.metadata().get("uid"))
        && isOfThisRevision(workload, pod);
  }

  /** Whether the pod was made from the workload's newest template, where that can be seen. */
  private static boolean isOfThisRevision(KubeObject workload, KubeObject pod) {
    Map<String, @Nullable Object> spec = table(workload.tree().get("spec"));
    if (workload.kind().equals("StatefulSet")
        && "Parallel".equals(spec.get("podManagementPolicy"))) {
      // In order, an old pod that never becomes ready keeps the new ones from being made.
      return isSame(
          table(workload.tree().get("status")).get("updateRevision"),
          pod.label("controller-revision-hash"));
    }
    if (workload.kind().equals("DaemonSet")) {
      return isSame(
          workload.annotation("deprecated.daemonset.template.generation"),
          pod.label("pod-template-generation"));
    }
    return true;
  }

  private static boolean isSame(@Nullable Object wanted, @Nullable Object met) {
    return wanted == null || met == null || wanted.equals(met);
  }

  /** The controller that made the object; empty where there is none. */
  static Map<String, @Nullable Object> owner(KubeObject object) {
    if (object.metadata().get("ownerReferences") instanceof List<?> owners) {
      for (Object owner : owners) {
        if (Boolean.TRUE.equals(table(owner).get("controller"))) {
          return table(owner);
        }
      }
    }
    return Map.of();
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
