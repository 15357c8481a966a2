package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;

/**
 * How far an object has come, judged by itself alone: the states and the rules of kstatus, by which
 * Helm 4 and Flux wait.
 *
 * @param message why, for people; never empty but for what is current
 */
public record ObjectStatus(State state, String message) {

  /** The states of kstatus. */
  public enum State {
    /** What was asked for has come about. */
    CURRENT,
    /** Its controller is at it, or has not seen it yet. */
    IN_PROGRESS,
    /** Its controller says that it cannot go on. */
    FAILED,
    /** It is being deleted. */
    TERMINATING,
    /** It does not exist. */
    NOT_FOUND,
    /** It is not such as objects of its kind are. */
    UNKNOWN
  }

  /** What is said of an object that is not there. */
  public static final ObjectStatus ABSENT = new ObjectStatus(State.NOT_FOUND, "does not exist");

  static final ObjectStatus DONE = new ObjectStatus(State.CURRENT, "");

  static ObjectStatus inProgress(String message) {
    return new ObjectStatus(State.IN_PROGRESS, message);
  }

  static ObjectStatus failed(String message) {
    return new ObjectStatus(State.FAILED, message);
  }

  /** What is said of an object that could not be looked at. */
  public static ObjectStatus unknown(String why) {
    return new ObjectStatus(State.UNKNOWN, why);
  }

  /**
   * Judges an object as Helm's {@code --wait} does. A Job is current as soon as it runs.
   *
   * @param now the time; a pod counts as unschedulable when it is older than 15 seconds
   */
  public static ObjectStatus of(KubeObject object, Instant now) {
    return StatusRules.of(object, now);
  }

  /** As {@link #of}, but a Job is current when it is complete: {@code --wait-for-jobs}. */
  public static ObjectStatus withJobs(KubeObject object, Instant now) {
    return StatusRules.isJob(object) ? StatusRules.run(object) : StatusRules.of(object, now);
  }

  /**
   * Judges a hook's object: a Job must be complete and a Pod must have succeeded; anything else is
   * current because it exists.
   */
  public static ObjectStatus ofRun(KubeObject object) {
    return StatusRules.run(object);
  }

  /**
   * Whether an object of such a kind is current for no other reason than that it exists, so that
   * nobody needs to look at it again. Not so while it is being deleted.
   */
  public static boolean isMereExistence(KubeObject object) {
    return StatusRules.STATELESS.contains(StatusRules.groupKind(object));
  }

  public boolean isCurrent() {
    return state == State.CURRENT;
  }
}
