package io.autohelm.engine.kube;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an object is ready, judged by its status alone with the rules of kstatus: a pure function
 * of the object.
 *
 * @param reason why not, for people; empty when ready
 */
record Readiness(State state, String reason) {
  enum State {
    READY,
    WAITING,
    FAILED
  }

  static Readiness reached() {
    return new Readiness(State.READY, "");
  }

  static Readiness waiting(String reason) {
    return new Readiness(State.WAITING, reason);
  }

  static Readiness failed(String reason) {
    return new Readiness(State.FAILED, reason);
  }

  static Readiness absent() {
    return waiting("does not exist");
  }

  /**
   * Judges an object of a release.
   *
   * @param includingJobs whether a Job must be complete, not merely exist
   */
  static Readiness of(KubeObject object, boolean includingJobs) {
    Map<String, @Nullable Object> spec = table(object.tree().get("spec"));
    Map<String, @Nullable Object> status = table(object.tree().get("status"));
    if (object.metadata().get("deletionTimestamp") != null) {
      return waiting("is being deleted");
    }
    return switch (object.kind()) {
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet" -> workload(object, spec, status);
      case "Job" -> includingJobs ? job(object, status) : reached();
      case "Pod" -> pod(object, status);
      case "PersistentVolumeClaim" -> phase(status, "Bound");
      case "Namespace" -> phase(status, "Active");
      case "Service" -> service(spec, status);
      case "CustomResourceDefinition" -> condition(object, "Established");
      default -> other(object, status);
    };
  }

  /**
   * Judges a hook's object: a Job must have completed, a Pod succeeded; anything else is done when
   * it exists.
   */
  static Readiness ofHook(KubeObject object) {
    Map<String, @Nullable Object> status = table(object.tree().get("status"));
    return switch (object.kind()) {
      case "Job" -> job(object, status);
      case "Pod" ->
          switch (String.valueOf(status.get("phase"))) {
            case "Succeeded" -> reached();
            case "Failed" -> failed("pod " + object.name() + " failed");
            default -> waiting("pod is " + status.getOrDefault("phase", "not scheduled"));
          };
      default -> reached();
    };
  }

  private static Readiness workload(
      KubeObject object, Map<String, @Nullable Object> spec, Map<String, @Nullable Object> status) {
    if (number(status.get("observedGeneration"), 0)
        < number(object.metadata().get("generation"), 0)) {
      return waiting("the controller has not seen the latest change");
    }
    if (object.kind().equals("DaemonSet")) {
      long wanted = number(status.get("desiredNumberScheduled"), 0);
      return counts(
          wanted,
          number(status.get("updatedNumberScheduled"), 0),
          number(status.get("numberReady"), 0));
    }
    long wanted = number(spec.get("replicas"), 1);
    String progressing = conditionReason(object, "Progressing");
    if (object.kind().equals("Deployment") && "ProgressDeadlineExceeded".equals(progressing)) {
      return failed("progress deadline exceeded");
    }
    boolean updates = !object.kind().equals("ReplicaSet") && !isUpdatedOnDelete(spec);
    long updated = updates ? number(status.get("updatedReplicas"), 0) : wanted;
    long ready =
        number(
            status.get(object.kind().equals("Deployment") ? "availableReplicas" : "readyReplicas"),
            0);
    if (number(status.get("replicas"), 0) > wanted && object.kind().equals("Deployment")) {
      return waiting("old replicas are pending termination");
    }
    return counts(wanted, updated, ready);
  }

  private static boolean isUpdatedOnDelete(Map<String, @Nullable Object> spec) {
    return "OnDelete".equals(table(spec.get("updateStrategy")).get("type"));
  }

  private static Readiness counts(long wanted, long updated, long ready) {
    if (updated < wanted) {
      return waiting(updated + " of " + wanted + " replicas updated");
    }
    return ready < wanted ? waiting(ready + " of " + wanted + " replicas ready") : reached();
  }

  private static Readiness job(KubeObject object, Map<String, @Nullable Object> status) {
    if (isTrue(object, "Failed")) {
      String message = conditionText(object, "Failed", "message");
      return failed(
          "job failed: " + (message.isEmpty() ? conditionReason(object, "Failed") : message));
    }
    return isTrue(object, "Complete")
        ? reached()
        : waiting("job has " + number(status.get("active"), 0) + " active pods");
  }

  private static Readiness pod(KubeObject object, Map<String, @Nullable Object> status) {
    if ("Succeeded".equals(status.get("phase"))) {
      return reached();
    }
    if ("Failed".equals(status.get("phase"))) {
      return failed("pod " + object.name() + " failed");
    }
    return condition(object, "Ready");
  }

  private static Readiness phase(Map<String, @Nullable Object> status, String wanted) {
    Object phase = status.get("phase");
    return wanted.equals(phase)
        ? reached()
        : waiting("phase is " + (phase == null ? "unknown" : phase));
  }

  private static Readiness service(
      Map<String, @Nullable Object> spec, Map<String, @Nullable Object> status) {
    if (!"LoadBalancer".equals(spec.get("type"))) {
      return reached();
    }
    boolean hasAddress =
        table(status.get("loadBalancer")).get("ingress") instanceof List<?> ingress
            && !ingress.isEmpty();
    return hasAddress ? reached() : waiting("no address assigned yet");
  }

  /**
   * Kinds that we know nothing of: ready unless a condition or an unseen generation says otherwise.
   */
  private static Readiness other(KubeObject object, Map<String, @Nullable Object> status) {
    if (status.get("observedGeneration") != null
        && number(status.get("observedGeneration"), 0)
            < number(object.metadata().get("generation"), 0)) {
      return waiting("the controller has not seen the latest change");
    }
    for (Map<String, @Nullable Object> condition : conditions(object)) {
      String type = String.valueOf(condition.get("type"));
      boolean isTrue = "True".equals(condition.get("status"));
      if (type.equals("Stalled") && isTrue) {
        return failed(String.valueOf(condition.getOrDefault("message", "stalled")));
      }
      if ((type.equals("Ready") && !isTrue) || (type.equals("Reconciling") && isTrue)) {
        return waiting(String.valueOf(condition.getOrDefault("message", "not ready")));
      }
    }
    return reached();
  }

  private static Readiness condition(KubeObject object, String type) {
    return isTrue(object, type) ? reached() : waiting("condition " + type + " is not true");
  }

  private static boolean isTrue(KubeObject object, String type) {
    return conditionText(object, type, "status").equals("True");
  }

  private static String conditionReason(KubeObject object, String type) {
    return conditionText(object, type, "reason");
  }

  private static String conditionText(KubeObject object, String type, String field) {
    for (Map<String, @Nullable Object> condition : conditions(object)) {
      if (type.equals(condition.get("type"))) {
        Object text = condition.get(field);
        return text == null ? "" : text.toString();
      }
    }
    return "";
  }

  private static List<Map<String, @Nullable Object>> conditions(KubeObject object) {
    return table(object.tree().get("status")).get("conditions") instanceof List<?> list
        ? list.stream().map(Readiness::table).toList()
        : List.of();
  }

  private static long number(@Nullable Object value, long otherwise) {
    return value instanceof Number number ? number.longValue() : otherwise;
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  private static Map<String, @Nullable Object> table(@Nullable Object value) {
    return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
  }
}
