package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Map;

/** Waits as a policy asks. */
final class Waiting {
  private Waiting() {}

  /**
   * Until the objects are ready; a Deployment that is paused is not waited for.
   *
   * @param objects best as the cluster gave them back
   */
  static void ready(Cluster cluster, List<KubeObject> objects, ActionPolicy policy) {
    if (mode(policy).isForObjects()) {
      cluster.awaitReady(
          objects.stream().filter(object -> !isPaused(object)).toList(), patience(policy));
    }
  }

  /** Until a stage is ready, whatever else is waited for: its Jobs complete, too. */
  static void stage(Cluster cluster, List<KubeObject> objects, ActionPolicy policy) {
    cluster.awaitReady(
        objects.stream().filter(object -> !isPaused(object)).toList(),
        patience(policy).withJobs(true));
  }

  /** Until the objects are gone. */
  static void gone(Cluster cluster, List<KubeObject> objects, ActionPolicy policy) {
    if (mode(policy).isForObjects()) {
      cluster.awaitGone(objects, patience(policy));
    }
  }

  /** Every wait of an action has the same patience. */
  static Patience patience(ActionPolicy policy) {
    return new Patience(
        policy.timeout(),
        policy.waitForJobs(),
        policy.waitMode() == WaitMode.LEGACY,
        policy.failFast(),
        policy.cancel());
  }

  /** Whether somebody ended the action: then nothing is to be put right after it. */
  static boolean isCancelled(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClusterException met
          && met.reason() == ClusterException.Reason.CANCELLED) {
        return true;
      }
    }
    return false;
  }

  private static WaitMode mode(ActionPolicy policy) {
    return policy.rollbackOnFailure() && policy.waitMode() == WaitMode.HOOKS_ONLY
        ? WaitMode.WATCHER
        : policy.waitMode();
  }

  private static boolean isPaused(KubeObject object) {
    return object.kind().equals("Deployment")
        && object.group().equals("apps")
        && object.tree().get("spec") instanceof Map<?, ?> spec
        && Boolean.TRUE.equals(spec.get("paused"));
  }
}
