package io.autohelm.engine.health;

import static io.autohelm.engine.health.ObjectStatus.DONE;
import static io.autohelm.engine.health.ObjectStatus.failed;
import static io.autohelm.engine.health.ObjectStatus.inProgress;

import io.autohelm.engine.health.Fields.Condition;
import io.autohelm.engine.health.ObjectStatus.State;
import io.autohelm.engine.manifest.KubeObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules: what holds for every object comes first, then those of the kind, then the condition
 * Ready.
 */
final class StatusRules {
  /** A pod that no node has taken yet counts as unschedulable after this long. */
  private static final Duration SCHEDULE_WINDOW = Duration.ofSeconds(15);

  /** Kinds of Kubernetes itself whose objects have no status that anybody waits for. */
  static final Set<String> STATELESS =
      Set.of(
          "ConfigMap",
          "Secret",
          "ServiceAccount",
          "LimitRange",
          "Endpoints",
          "PodTemplate",
          "batch/CronJob",
          "rbac.authorization.k8s.io/Role",
          "rbac.authorization.k8s.io/RoleBinding",
          "rbac.authorization.k8s.io/ClusterRole",
          "rbac.authorization.k8s.io/ClusterRoleBinding",
          "storage.k8s.io/StorageClass",
          "storage.k8s.io/CSIDriver",
          "scheduling.k8s.io/PriorityClass",
          "networking.k8s.io/IngressClass",
          "node.k8s.io/RuntimeClass",
          "discovery.k8s.io/EndpointSlice",
          "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration");

  private StatusRules() {}

  /** Group and kind as one word; the kind alone for the core group. */
  static String groupKind(KubeObject object) {
    return object.group().isEmpty() ? object.kind() : object.group() + "/" + object.kind();
  }

  static boolean isJob(KubeObject object) {
    return groupKind(object).equals("batch/Job");
  }

  static ObjectStatus of(KubeObject object, Instant now) {
    try {
      ObjectStatus general = general(object);
      return general == null ? ofKind(object, now) : general;
    } catch (Fields.Malformed e) {
      return new ObjectStatus(State.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable ObjectStatus general(KubeObject object) {
    String deletion = Fields.strictText(object, "metadata", "deletionTimestamp");
    if (deletion != null && !deletion.isEmpty()) {
      return new ObjectStatus(State.TERMINATING, "is being deleted");
    }
    Long generation = Fields.wholeNumber(object, "metadata", "generation");
    if (generation != null) {
      Long observed = Fields.wholeNumber(object, "status", "observedGeneration");
      if (observed != null && !observed.equals(generation)) {
        return inProgress(
            "its controller has seen generation " + observed + ", the newest is " + generation);
      }
    }
    for (Condition condition : Fields.conditions(object)) {
      if (condition.is("Reconciling", "True")) {
        return inProgress(said(condition, "is being reconciled"));
      }
      if (condition.is("Stalled", "True")) {
        return failed(said(condition, "is stalled"));
      }
    }
    return null;
  }

  private static String said(Condition condition, String otherwise) {
    return condition.text().isEmpty() ? otherwise : condition.text();
  }

  private static ObjectStatus ofKind(KubeObject object, Instant now) {
    return switch (groupKind(object)) {
      case "Service" -> service(object);
      case "Pod" -> pod(object, now);
      case "Secret", "ConfigMap", "batch/CronJob", "policy/PodDisruptionBudget" -> DONE;
      case "PersistentVolumeClaim" -> claim(object);
      case "apps/StatefulSet" -> WorkloadRules.statefulSet(object);
      case "apps/DaemonSet", "extensions/DaemonSet" -> WorkloadRules.daemonSet(object);
      case "apps/Deployment", "extensions/Deployment" -> WorkloadRules.deployment(object);
      case "apps/ReplicaSet", "extensions/ReplicaSet" -> WorkloadRules.replicaSet(object);
      case "batch/Job" -> startedJob(object);
      case "apiextensions.k8s.io/CustomResourceDefinition" -> definition(object);
      default -> readyCondition(object);
    };
  }

  private static ObjectStatus service(KubeObject object) {
    boolean isBalanced = Fields.text(object, "ClusterIP", "spec", "type").equals("LoadBalancer");
    return isBalanced && Fields.text(object, "", "spec", "clusterIP").isEmpty()
        ? inProgress("has no cluster IP yet")
        : DONE;
  }

  private static ObjectStatus claim(KubeObject object) {
    String phase = Fields.text(object, "unknown", "status", "phase");
    return phase.equals("Bound") ? DONE : inProgress("is not bound, its phase is " + phase);
  }

  private static ObjectStatus pod(KubeObject object, Instant now) {
    List<Condition> conditions = Fields.conditions(object);
    String phase = Fields.text(object, "", "status", "phase");
    switch (phase) {
      case "Succeeded", "Failed" -> {
        return DONE; // it has ended: whoever cares how asks for its run
      }
      case "Running" -> {
        if (conditions.stream().anyMatch(condition -> condition.is("Ready", "True"))) {
          return DONE;
        }
        List<String> crashing = crashLooping(object);
        return crashing.isEmpty()
            ? inProgress("is running but not ready")
            : failed("crashes again and again: " + String.join(", ", crashing));
      }
      case "Pending" -> {
        boolean isUnschedulable =
            conditions.stream()
                .filter(condition -> condition.is("PodScheduled", "False"))
                .findFirst()
                .map(condition -> condition.reason().equals("Unschedulable"))
                .orElse(false);
        if (!isUnschedulable) {
          return inProgress("is pending");
        }
        return created(object).plus(SCHEDULE_WINDOW).isAfter(now)
            ? inProgress("has no node yet")
            : failed("no node can take it");
      }
      case "" -> {
        return inProgress("has no phase yet");
      }
      default -> throw new Fields.Malformed("unknown phase " + phase);
    }
  }

  private static Instant created(KubeObject object) {
    try {
      return Instant.parse(Fields.text(object, "", "metadata", "creationTimestamp"));
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** The containers that wait for their next start; malformed entries are errors. */
  private static List<String> crashLooping(KubeObject object) {
    List<String> names = new ArrayList<>();
    Object statuses = Fields.at(object.tree(), "status", "containerStatuses");
    if (statuses == null) {
      if (Fields.table(object.tree().get("status")).containsKey("containerStatuses")) {
        throw new Fields.Malformed("status.containerStatuses is null");
      }
      return names;
    }
    if (!(statuses instanceof List<?> list)) {
      throw new Fields.Malformed("status.containerStatuses is not a list");
    }
    for (Object item : list) {
      if (!(item instanceof Map)) {
        throw new Fields.Malformed("a container's status is not a table");
      }
      Map<String, @Nullable Object> status = Fields.table(item);
      if (!status.containsKey("name")) {
        continue;
      }
      if (!(status.get("name") instanceof String name)) {
        throw new Fields.Malformed("a container's name is not a text");
      }
      Map<String, @Nullable Object> waiting = inside(inside(status, "state"), "waiting");
      if (waiting.containsKey("reason")) {
        if (!(waiting.get("reason") instanceof String reason)) {
          throw new Fields.Malformed("why a container waits is not a text");
        }
        if (reason.equals("CrashLoopBackOff")) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static Map<String, @Nullable Object> inside(
      Map<String, @Nullable Object> table, String key) {
    if (!table.containsKey(key)) {
      return Map.of();
    }
    if (!(table.get(key) instanceof Map)) {
      throw new Fields.Malformed("a container's " + key + " is not a table");
    }
    return Fields.table(table.get(key));
  }

  private static ObjectStatus startedJob(KubeObject object) {
    ObjectStatus ended = endedJob(object);
    if (ended != null) {
      return ended;
    }
    return Fields.text(object, "", "status", "startTime").isEmpty()
        ? inProgress("has not started")
        : DONE;
  }

  private static @Nullable ObjectStatus endedJob(KubeObject object) {
    for (Condition condition : Fields.conditions(object)) {
      if (condition.is("Complete", "True")) {
        return DONE;
      }
      if (condition.is("Failed", "True")) {
        return failed("failed: " + said(condition, "no reason given"));
      }
    }
    return null;
  }

  private static ObjectStatus definition(KubeObject object) {
    for (Condition condition : Fields.conditions(object)) {
      if (condition.is("NamesAccepted", "False")) {
        return failed(said(condition, "its names are not accepted"));
      }
      if (condition.is("Established", "False") && !condition.reason().equals("Installing")) {
        return failed(said(condition, "is not established"));
      }
      if (condition.is("Established", "True")) {
        return DONE;
      }
    }
    return inProgress("is not established yet");
  }

  private static ObjectStatus readyCondition(KubeObject object) {
    for (Condition condition : Fields.conditions(object)) {
      if (condition.is("Ready", "True")) {
        return DONE;
      }
      if (condition.is("Ready", "False") || condition.is("Ready", "Unknown")) {
        return inProgress(said(condition, "is not ready"));
      }
    }
    return DONE;
  }

  /** A hook's object. */
  static ObjectStatus run(KubeObject object) {
    try {
      return switch (groupKind(object)) {
        case "batch/Job" -> {
          ObjectStatus ended = endedJob(object);
          long active = Fields.number(object, 0, "status", "active");
          yield ended == null ? inProgress("has " + active + " active pods") : ended;
        }
        case "Pod" ->
            switch (Fields.text(object, "", "status", "phase")) {
              case "Succeeded" -> DONE;
              case "Failed" -> failed("failed");
              case "" -> inProgress("has no phase yet");
              default ->
                  inProgress(
                      "has not ended, its phase is " + Fields.text(object, "", "status", "phase"));
            };
        default -> DONE;
      };
    } catch (Fields.Malformed e) {
      return new ObjectStatus(State.UNKNOWN, String.valueOf(e.getMessage()));
    }
  }
}
