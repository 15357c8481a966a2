package io.autohelm.engine.health;

import io.autohelm.engine.health.Fields.Condition;
import io.autohelm.engine.manifest.KubeObject;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with a workload, a claim or a Job, by its status or by an event about it. */
final class ObjectTroubles {
  private static final Pattern QUOTA = Pattern.compile("exceeded quota|failed quota");
  private static final Pattern DENIED =
      Pattern.compile(
          "admission webhook .* denied|failed calling webhook|violates podsecurity|"
              + "validatingadmissionpolicy .* denied|mutatingadmissionpolicy .* denied|"
              + "is forbidden: (?!error looking up)");
  private static final Pattern CLAIM =
      Pattern.compile("persistentvolumeclaim|persistent volumes to bind|volume node affinity");

  private ObjectTroubles() {}

  static boolean isAboutClaim(String message) {
    return CLAIM.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  static Optional<Trouble> of(KubeObject object) {
    return switch (StatusRules.groupKind(object)) {
      case "apps/Deployment", "apps/ReplicaSet", "ReplicationController" -> replicas(object);
      case "batch/Job" -> job(object);
      case "PersistentVolumeClaim" -> claim(object);
      default -> stalled(object);
    };
  }

  private static Optional<Trouble> replicas(KubeObject object) {
    Condition failure = Fields.condition(object, "ReplicaFailure", "True");
    if (failure != null) {
      return Optional.of(ofRefusal(object.id(), failure.text()));
    }
    Condition deadline = Fields.condition(object, "Progressing", "False");
    return deadline != null && deadline.reason().equals("ProgressDeadlineExceeded")
        ? Optional.of(
            Trouble.of(
                FailureReason.PROGRESS_DEADLINE,
                object,
                "made no progress within "
                    + Fields.number(object, 600, "spec", "progressDeadlineSeconds")
                    + " s"))
        : stalled(object);
  }

  private static Trouble ofRefusal(KubeObject.Id at, String message) {
    String text = PodTroubles.shortened(message);
    String lower = text.toLowerCase(Locale.ROOT);
    FailureReason reason =
        QUOTA.matcher(lower).find()
            ? FailureReason.QUOTA
            : DENIED.matcher(lower).find()
                ? FailureReason.ADMISSION_DENIED
                : FailureReason.POD_CREATION;
    String what =
        switch (reason) {
          case QUOTA -> "the quota leaves no room for its pods: ";
          case ADMISSION_DENIED -> "its pods are not admitted: ";
          default -> "its pods cannot be made: ";
        };
    return new Trouble(reason, at, "", 0, what + text);
  }

  private static Optional<Trouble> job(KubeObject object) {
    Condition failed = Fields.condition(object, "Failed", "True");
    if (failed == null) {
      failed = Fields.condition(object, "FailureTarget", "True");
    }
    if (failed == null) {
      return Optional.empty();
    }
    boolean isLate = failed.reason().equals("DeadlineExceeded");
    return Optional.of(
        Trouble.of(
            isLate ? FailureReason.DEADLINE_EXCEEDED : FailureReason.JOB_FAILED,
            object,
            "failed: "
                + (failed.reason().isEmpty() ? "" : failed.reason() + ": ")
                + PodTroubles.shortened(failed.message())));
  }

  private static Optional<Trouble> claim(KubeObject object) {
    String phase = Fields.text(object, "Pending", "status", "phase");
    return switch (phase) {
      case "Bound" -> Optional.empty();
      case "Lost" ->
          Optional.of(Trouble.of(FailureReason.VOLUME_PENDING, object, "lost its volume"));
      default -> {
        String storage = Fields.text(object, "", "spec", "storageClassName");
        yield Optional.of(
            Trouble.of(
                FailureReason.VOLUME_PENDING,
                object,
                "is not bound to a volume"
                    + (storage.isEmpty()
                        ? " and names no storage class"
                        : " of storage class " + storage)));
      }
    };
  }

  private static Optional<Trouble> stalled(KubeObject object) {
    Condition stalled = Fields.condition(object, "Stalled", "True");
    return stalled == null
        ? Optional.empty()
        : Optional.of(Trouble.of(FailureReason.STALLED, object, "is stalled: " + stalled.text()));
  }

  static Optional<Trouble> ofEvent(KubeObject event, KubeObject.Id about) {
    String message = PodTroubles.shortened(Fields.text(event, "", "message"));
    return switch (Fields.text(event, "", "reason")) {
      case "FailedCreate" -> Optional.of(ofRefusal(about, message));
      case "FailedMount",
          "FailedAttachVolume",
          "FailedMapVolume",
          "FailedBinding",
          "ProvisioningFailed" ->
          Optional.of(
              about.kind().equals("PersistentVolumeClaim")
                  ? new Trouble(
                      FailureReason.VOLUME_PENDING, about, "", 0, "is not bound: " + message)
                  : new Trouble(
                      FailureReason.VOLUME_MOUNT,
                      about,
                      "",
                      0,
                      "a volume cannot be mounted: " + message));
      case "FailedScheduling" ->
          Optional.of(
              new Trouble(
                  isAboutClaim(message)
                      ? FailureReason.VOLUME_PENDING
                      : FailureReason.UNSCHEDULABLE,
                  about,
                  "",
                  0,
                  "no node can take it: " + message));
      case "FailedCreatePodSandBox" ->
          Optional.of(
              new Trouble(
                  FailureReason.CONTAINER_START, about, "", 0, "cannot be started: " + message));
      case "Unhealthy" -> Optional.of(new Trouble(FailureReason.NOT_READY, about, "", 0, message));
      default -> Optional.empty();
    };
  }
}
