package io.autohelm.engine.health;

import io.autohelm.engine.health.Fields.Condition;
import io.autohelm.engine.health.Health.Level;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The rules of waiting, with what is only worth knowing afterwards. */
final class HealthRules {
  private HealthRules() {}

  static Health of(KubeObject object, Instant now) {
    ObjectStatus status = ObjectStatus.of(object, now);
    if (status.state() == ObjectStatus.State.TERMINATING) {
      return Health.progressing(status.message());
    }
    if (isSuspended(object)) {
      return new Health(Level.SUSPENDED, "is suspended");
    }
    Health special = ofKind(object);
    if (special != null) {
      return special;
    }
    return switch (status.state()) {
      case CURRENT -> Health.READY;
      case FAILED -> Health.degraded(status.message());
      case NOT_FOUND -> Health.MISSING;
      case UNKNOWN -> new Health(Level.UNKNOWN, status.message());
      default -> Health.progressing(status.message());
    };
  }

  /** Deployments are paused; Jobs, CronJobs and many objects of operators are suspended. */
  private static boolean isSuspended(KubeObject object) {
    boolean isDeployment = object.kind().equals("Deployment");
    return Fields.isTrue(object, "spec", isDeployment ? "paused" : "suspend");
  }

  private static @Nullable Health ofKind(KubeObject object) {
    return switch (StatusRules.groupKind(object)) {
      case "apps/Deployment", "apps/ReplicaSet", "ReplicationController" ->
          when(object, "ReplicaFailure", "True");
      case "Pod" -> pod(object);
      case "batch/Job" -> job(object);
      case "Service" -> service(object);
      case "PersistentVolumeClaim" ->
          phase(object).equals("Lost") ? Health.degraded("lost its volume") : null;
      case "PersistentVolume" ->
          phase(object).equals("Failed")
              ? Health.degraded(Fields.text(object, "failed", "status", "message"))
              : null;
      case "Namespace" ->
          phase(object).equals("Terminating") ? Health.progressing("is being deleted") : null;
      case "policy/PodDisruptionBudget" -> budget(object);
      case "autoscaling/HorizontalPodAutoscaler" -> autoscaler(object);
      case "apiregistration.k8s.io/APIService" -> when(object, "Available", "False");
      default -> null;
    };
  }

  private static String phase(KubeObject object) {
    return Fields.text(object, "", "status", "phase");
  }

  private static @Nullable Health when(KubeObject object, String type, String status) {
    Condition condition = Fields.condition(object, type, status);
    return condition == null ? null : Health.degraded(condition.text());
  }

  private static @Nullable Health pod(KubeObject object) {
    if (phase(object).equals("Failed")) {
      String message = Fields.text(object, "", "status", "message");
      String reason = Fields.text(object, "failed", "status", "reason");
      return Health.degraded(message.isEmpty() ? reason : message);
    }
    return Trouble.ofPod(object).stream()
        .filter(trouble -> trouble.reason() != FailureReason.NOT_READY)
        .findFirst()
        .map(trouble -> Health.degraded(trouble.text()))
        .orElse(null);
  }

  private static @Nullable Health job(KubeObject object) {
    ObjectStatus run = StatusRules.run(object);
    return run.state() == ObjectStatus.State.IN_PROGRESS ? Health.progressing(run.message()) : null;
  }

  private static @Nullable Health service(KubeObject object) {
    boolean waits =
        Fields.text(object, "", "spec", "type").equals("LoadBalancer")
            && Fields.listAt(object, "status", "loadBalancer", "ingress").isEmpty()
            && Fields.listAt(object, "spec", "externalIPs").isEmpty();
    return waits ? Health.progressing("has no address of its load balancer yet") : null;
  }

  private static @Nullable Health budget(KubeObject object) {
    Condition condition = Fields.condition(object, "DisruptionAllowed", "False");
    return condition != null && condition.reason().equals("SyncFailed")
        ? Health.degraded(condition.text())
        : null;
  }

  private static @Nullable Health autoscaler(KubeObject object) {
    Condition active = Fields.condition(object, "ScalingActive", "False");
    if (active != null) {
      return active.reason().equals("ScalingDisabled")
          ? new Health(Level.SUSPENDED, active.text())
          : Health.degraded(active.text());
    }
    return when(object, "AbleToScale", "False");
  }
}
