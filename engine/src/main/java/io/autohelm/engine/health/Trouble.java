package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Optional;

/**
 * Something that keeps an object from being ready.
 *
 * @param at the object that shows it: a pod, a claim, or the workload itself
 * @param container whose trouble it is; empty where it is the whole object's
 * @param restarts how often the container was started again
 * @param text what happened, in one sentence without the object's name
 */
public record Trouble(
    FailureReason reason, KubeObject.Id at, String container, long restarts, String text) {

  static Trouble of(FailureReason reason, KubeObject object, String text) {
    return new Trouble(reason, object.id(), "", 0, text);
  }

  /**
   * What a pod's status shows; the worst first. Nothing for a pod that is ready or being deleted.
   */
  public static List<Trouble> ofPod(KubeObject pod) {
    return PodTroubles.of(pod);
  }

  /** What the status of any other object shows by itself. */
  public static Optional<Trouble> ofObject(KubeObject object) {
    return ObjectTroubles.of(object);
  }

  /**
   * What a warning of a controller, the scheduler or a node shows: an object of kind Event of
   * version v1.
   *
   * @param about the object that it is about
   */
  public static Optional<Trouble> ofEvent(KubeObject event, KubeObject.Id about) {
    return ObjectTroubles.ofEvent(event, about);
  }

  /** Whether the container's own output may tell more. */
  public boolean hasLog() {
    return switch (reason) {
      case CRASH_LOOP, POD_FAILED, JOB_FAILED, NOT_READY -> !container.isEmpty();
      default -> false;
    };
  }

  /** Whether it is the container's run before this one whose output tells more. */
  public boolean isOfRunBefore() {
    return reason == FailureReason.CRASH_LOOP;
  }

  /** The trouble with the object that shows it. */
  public String described() {
    return at.kind()
        + " "
        + at.name()
        + (container.isEmpty() ? "" : ", container " + container)
        + ": "
        + text;
  }
}
