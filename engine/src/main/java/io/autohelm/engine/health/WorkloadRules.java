package io.autohelm.engine.health;

import static io.autohelm.engine.health.ObjectStatus.DONE;
import static io.autohelm.engine.health.ObjectStatus.inProgress;

import io.autohelm.engine.health.Fields.Condition;
import io.autohelm.engine.manifest.KubeObject;

/** The rules of the kinds that keep pods running. */
final class WorkloadRules {
  /** With this deadline, or none, the controller never says that it makes progress. */
  private static final long NO_DEADLINE = Integer.MAX_VALUE;

  private WorkloadRules() {}

  private static long spec(KubeObject object, String field, long otherwise) {
    return Fields.number(object, otherwise, "spec", field);
  }

  private static long status(KubeObject object, String field) {
    return Fields.number(object, 0, "status", field);
  }

  private static ObjectStatus some(String what, long met, long wanted) {
    return inProgress(met + " of " + wanted + " replicas " + what);
  }

  private static ObjectStatus tooMany(long excess) {
    return inProgress(
        excess + (excess == 1 ? " old replica is" : " old replicas are") + " still there");
  }

  static ObjectStatus deployment(KubeObject object) {
    boolean isProgressing = spec(object, "progressDeadlineSeconds", NO_DEADLINE) == NO_DEADLINE;
    boolean isAvailable = false;
    for (Condition condition : Fields.conditions(object)) {
      if (condition.type().equals("Progressing")) {
        if (condition.reason().equals("ProgressDeadlineExceeded")) {
          return ObjectStatus.failed("made no progress within its deadline");
        }
        isProgressing |=
            condition.status().equals("True")
                && condition.reason().equals("NewReplicaSetAvailable");
      }
      isAvailable |= condition.is("Available", "True");
    }
    long wanted = spec(object, "replicas", 1);
    long there = status(object, "replicas");
    long updated = status(object, "updatedReplicas");
    if (wanted > there) {
      return some("created", there, wanted);
    }
    if (wanted > updated) {
      return some("updated", updated, wanted);
    }
    if (there > wanted) {
      return tooMany(there - wanted);
    }
    if (updated > status(object, "availableReplicas")) {
      return some("available", status(object, "availableReplicas"), updated);
    }
    if (wanted > status(object, "readyReplicas")) {
      return some("ready", status(object, "readyReplicas"), wanted);
    }
    if (!isProgressing) {
      return inProgress("its new ReplicaSet is not available yet");
    }
    return isAvailable ? DONE : inProgress("is not available yet");
  }

  static ObjectStatus statefulSet(KubeObject object) {
    if (Fields.text(object, "", "spec", "updateStrategy", "type").equals("OnDelete")) {
      return DONE;
    }
    long wanted = spec(object, "replicas", 1);
    long there = status(object, "replicas");
    long updated = status(object, "updatedReplicas");
    if (wanted > there) {
      return some("created", there, wanted);
    }
    if (wanted > status(object, "readyReplicas")) {
      return some("ready", status(object, "readyReplicas"), wanted);
    }
    if (there > wanted) {
      return tooMany(there - wanted);
    }
    long partition =
        Fields.number(object, -1, "spec", "updateStrategy", "rollingUpdate", "partition");
    if (partition != -1) {
      return updated < wanted - partition
          ? some("beyond the partition updated", updated, wanted - partition)
          : DONE;
    }
    if (wanted > status(object, "currentReplicas")) {
      return some("of the current revision", status(object, "currentReplicas"), wanted);
    }
    boolean isRolledOut =
        Fields.text(object, "", "status", "currentRevision")
            .equals(Fields.text(object, "", "status", "updateRevision"));
    return isRolledOut ? DONE : inProgress("the new revision is not rolled out yet");
  }

  static ObjectStatus daemonSet(KubeObject object) {
    if (Fields.wholeNumber(object, "metadata", "generation") == null) {
      return inProgress("has no generation");
    }
    if (Fields.wholeNumber(object, "status", "observedGeneration") == null) {
      return inProgress("its controller has not seen it yet");
    }
    long wanted = Fields.number(object, -1, "status", "desiredNumberScheduled");
    if (wanted == -1) {
      return inProgress("how many pods it wants is not known yet");
    }
    if (wanted > status(object, "currentNumberScheduled")) {
      return some("scheduled", status(object, "currentNumberScheduled"), wanted);
    }
    if (wanted > status(object, "updatedNumberScheduled")) {
      return some("updated", status(object, "updatedNumberScheduled"), wanted);
    }
    if (wanted > status(object, "numberAvailable")) {
      return some("available", status(object, "numberAvailable"), wanted);
    }
    return wanted > status(object, "numberReady")
        ? some("ready", status(object, "numberReady"), wanted)
        : DONE;
  }

  static ObjectStatus replicaSet(KubeObject object) {
    for (Condition condition : Fields.conditions(object)) {
      if (condition.is("ReplicaFailure", "True")) {
        return inProgress(
            "a pod could not be made"
                + (condition.text().isEmpty() ? "" : ": " + condition.text()));
      }
    }
    long wanted = spec(object, "replicas", 1);
    if (wanted > status(object, "fullyLabeledReplicas")) {
      return some("labelled", status(object, "fullyLabeledReplicas"), wanted);
    }
    if (wanted > status(object, "availableReplicas")) {
      return some("available", status(object, "availableReplicas"), wanted);
    }
    if (wanted > status(object, "readyReplicas")) {
      return some("ready", status(object, "readyReplicas"), wanted);
    }
    long there = status(object, "replicas");
    return there > wanted ? tooMany(there - wanted) : DONE;
  }
}
