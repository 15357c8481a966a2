package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is ready by the rules that Helm 3 waits by, and Helm 4 with {@code
 * --wait=legacy}: fewer kinds, and some pods of a Deployment or DaemonSet may be unavailable.
 */
public final class LegacyReadiness {
  private static final String POD_TEMPLATE_HASH = "pod-template-hash";

  private LegacyReadiness() {}

  /** What else must be looked at to judge an object: objects of one kind, by the selector of it. */
  public static Optional<String> relatedKind(KubeObject object) {
    return switch (StatusRules.groupKind(object)) {
      case "apps/Deployment" -> Optional.of("ReplicaSet");
      case "apps/ReplicaSet", "ReplicationController" -> Optional.of("Pod");
      default -> Optional.empty();
    };
  }

  /**
   * Judges an object.
   *
   * @param related the objects of {@link #relatedKind} that the selector finds in its namespace
   * @param jobs whether a Job must be complete
   */
  public static ObjectStatus of(KubeObject object, List<KubeObject> related, boolean jobs) {
    return switch (StatusRules.groupKind(object)) {
      case "Pod" -> pod(object);
      case "batch/Job" -> jobs ? job(object) : ObjectStatus.DONE;
      case "apps/Deployment" -> deployment(object, related);
      case "PersistentVolumeClaim" ->
          when(Fields.text(object, "", "status", "phase").equals("Bound"), "is not bound");
      case "Service" -> service(object);
      case "apps/DaemonSet" -> daemonSet(object);
      case "apiextensions.k8s.io/CustomResourceDefinition" ->
          when(
              Fields.condition(object, "Established", "True") != null
                  || Fields.condition(object, "NamesAccepted", "False") != null,
              "is not established yet");
      case "apps/StatefulSet" -> statefulSet(object);
      case "apps/ReplicaSet", "ReplicationController" -> {
        ObjectStatus seen = seen(object);
        yield seen.isCurrent()
            ? when(related.stream().allMatch(LegacyReadiness::isPodReady), "not all pods are ready")
            : seen;
      }
      default -> ObjectStatus.DONE;
    };
  }

  private static ObjectStatus when(boolean isReady, String why) {
    return isReady ? ObjectStatus.DONE : ObjectStatus.inProgress(why);
  }

  private static boolean isPodReady(KubeObject pod) {
    return Fields.condition(pod, "Ready", "True") != null;
  }

  private static ObjectStatus pod(KubeObject object) {
    return when(isPodReady(object), "is not ready");
  }

  private static ObjectStatus job(KubeObject object) {
    // The API server fills in what a Job does not say: 6 retries.
    if (Fields.number(object, 0, "status", "failed")
        > Fields.number(object, 6, "spec", "backoffLimit")) {
      return ObjectStatus.failed("failed more often than it may");
    }
    long wanted = Fields.number(object, 0, "spec", "completions");
    return when(Fields.number(object, 0, "status", "succeeded") >= wanted, "is not complete yet");
  }

  private static ObjectStatus seen(KubeObject object) {
    return when(
        Fields.number(object, 0, "status", "observedGeneration")
            == Fields.number(object, 0, "metadata", "generation"),
        "its controller has not seen the newest generation");
  }

  private static ObjectStatus deployment(KubeObject object, List<KubeObject> replicaSets) {
    if (Fields.isTrue(object, "spec", "paused")) {
      return ObjectStatus.inProgress("is paused");
    }
    Optional<KubeObject> newest = newest(object, replicaSets);
    if (newest.isEmpty()) {
      return ObjectStatus.inProgress("its new ReplicaSet does not exist yet");
    }
    if (!seen(newest.get()).isCurrent()) {
      return seen(newest.get());
    }
    if (!seen(object).isCurrent()) {
      return seen(object);
    }
    long replicas = Fields.number(object, 1, "spec", "replicas");
    long needed = replicas - unavailable(object, replicas);
    long ready = Fields.number(newest.get(), 0, "status", "readyReplicas");
    return when(ready >= needed, ready + " of " + needed + " needed replicas ready");
  }

  /** The ReplicaSet of the Deployment's newest template: the oldest with that template. */
  private static Optional<KubeObject> newest(KubeObject deployment, List<KubeObject> sets) {
    Object uid = deployment.metadata().get("uid");
    Object template = Fields.at(deployment.tree(), "spec", "template");
    return sets.stream()
        .filter(set -> uid == null || isOwnedBy(set, uid))
        .filter(set -> withoutHash(Fields.at(set.tree(), "spec", "template")).equals(template))
        .min(
            (one, other) ->
                Fields.text(one, "", "metadata", "creationTimestamp")
                    .compareTo(Fields.text(other, "", "metadata", "creationTimestamp")));
  }

  private static boolean isOwnedBy(KubeObject object, Object uid) {
    return Fields.tables(object.metadata().get("ownerReferences")).stream()
        .anyMatch(
            owner -> Boolean.TRUE.equals(owner.get("controller")) && uid.equals(owner.get("uid")));
  }

  private static Map<String, @Nullable Object> withoutHash(@Nullable Object template) {
    Map<String, @Nullable Object> tree = Fields.without(Fields.table(template), null);
    Map<String, @Nullable Object> metadata =
        Fields.without(Fields.table(tree.get("metadata")), null);
    metadata.put("labels", Fields.without(Fields.table(metadata.get("labels")), POD_TEMPLATE_HASH));
    tree.put("metadata", metadata);
    return tree;
  }

  /** How many may be unavailable, as the Deployment's controller counts. */
  private static long unavailable(KubeObject deployment, long replicas) {
    String[] rolling = {"spec", "strategy", "rollingUpdate"};
    boolean isRolling =
        Fields.text(deployment, "RollingUpdate", "spec", "strategy", "type")
            .equals("RollingUpdate");
    if (!isRolling || replicas == 0) {
      return 0;
    }
    Map<String, @Nullable Object> settings = Fields.table(Fields.at(deployment.tree(), rolling));
    long surge = scaled(settings.get("maxSurge"), replicas, true);
    long most = scaled(settings.get("maxUnavailable"), replicas, false);
    if (surge == 0 && most == 0) {
      most = 1; // otherwise nothing could ever be replaced
    }
    return Math.min(most, replicas);
  }

  /** A number or a percentage of the whole. */
  private static long scaled(@Nullable Object value, long whole, boolean isRoundedUp) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    if (!(value instanceof String text) || !text.endsWith("%")) {
      return 0;
    }
    try {
      long percent = Long.parseLong(text.substring(0, text.length() - 1));
      return isRoundedUp ? -Math.floorDiv(-percent * whole, 100) : percent * whole / 100;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static ObjectStatus service(KubeObject object) {
    String type = Fields.text(object, "", "spec", "type");
    if (type.equals("ExternalName")) {
      return ObjectStatus.DONE;
    }
    if (Fields.text(object, "", "spec", "clusterIP").isEmpty()) {
      return ObjectStatus.inProgress("has no cluster IP yet");
    }
    boolean isAddressed =
        !type.equals("LoadBalancer")
            || !Fields.listAt(object, "spec", "externalIPs").isEmpty()
            || Fields.at(object.tree(), "status", "loadBalancer", "ingress") != null;
    return when(isAddressed, "has no address of its load balancer yet");
  }

  private static boolean isRolling(KubeObject object) {
    return Fields.text(object, "RollingUpdate", "spec", "updateStrategy", "type")
        .equals("RollingUpdate");
  }

  private static ObjectStatus daemonSet(KubeObject object) {
    ObjectStatus seen = seen(object);
    if (!seen.isCurrent() || !isRolling(object)) {
      return seen;
    }
    long wanted = Fields.number(object, 0, "status", "desiredNumberScheduled");
    long updated = Fields.number(object, 0, "status", "updatedNumberScheduled");
    if (updated != wanted) {
      return ObjectStatus.inProgress(updated + " of " + wanted + " pods updated");
    }
    Object most =
        Fields.at(object.tree(), "spec", "updateStrategy", "rollingUpdate", "maxUnavailable");
    long needed = wanted - scaled(most, wanted, true);
    long ready = Fields.number(object, 0, "status", "numberReady");
    return when(ready >= needed, ready + " of " + needed + " needed pods ready");
  }

  private static ObjectStatus statefulSet(KubeObject object) {
    ObjectStatus seen = seen(object);
    if (!seen.isCurrent() || !isRolling(object)) {
      return seen;
    }
    long replicas = Fields.number(object, 1, "spec", "replicas");
    long partition =
        Fields.number(object, 0, "spec", "updateStrategy", "rollingUpdate", "partition");
    long updated = Fields.number(object, 0, "status", "updatedReplicas");
    if (updated < replicas - partition) {
      return ObjectStatus.inProgress(
          updated + " of " + (replicas - partition) + " replicas updated");
    }
    long ready = Fields.number(object, 0, "status", "readyReplicas");
    if (ready != replicas) {
      return ObjectStatus.inProgress(ready + " of " + replicas + " replicas ready");
    }
    boolean isRolledOut =
        Fields.text(object, "", "status", "currentRevision")
            .equals(Fields.text(object, "", "status", "updateRevision"));
    return when(partition != 0 || isRolledOut, "the new revision is not rolled out yet");
  }
}
