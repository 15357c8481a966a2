package io.autohelm.engine.health;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a wait is given up before its time, because the reason will not go away by itself.
 *
 * <p>Each reason has a grace period, counted from when the wait first met it at an object, for what
 * heals itself: a Secret that an operator makes a moment later, a node that an autoscaler brings. A
 * reason without a period is never definite.
 *
 * @param crashes after how many restarts a container that crashes is given up; 0 for never
 * @param graces how long a reason must last until it is definite
 */
public record FailFast(int crashes, Map<FailureReason, Duration> graces) {

  /** Waits to the end, whatever happens. */
  public static final FailFast NEVER = new FailFast(0, Map.of());

  /**
   * The standard. At once: an image's name that is none, a Job that failed or is past its deadline,
   * a Deployment past its progress deadline, a controller that says it is stalled. After 15 s: an
   * image that the registry does not have. After 4 restarts: a crash loop. After 30 s: pods that
   * are not admitted. After 1 min: missing configuration, containers that do not start, quota, pods
   * that cannot be made. After 2 min: an image that cannot be pulled. After 3 min: no node, no
   * volume. Never: a pod that merely is not ready.
   */
  public static final FailFast STANDARD = standard();

  public FailFast {
    graces = Map.copyOf(graces);
  }

  private static FailFast standard() {
    Map<FailureReason, Duration> graces = new EnumMap<>(FailureReason.class);
    graces.put(FailureReason.IMAGE_NAME, Duration.ZERO);
    graces.put(FailureReason.JOB_FAILED, Duration.ZERO);
    graces.put(FailureReason.DEADLINE_EXCEEDED, Duration.ZERO);
    graces.put(FailureReason.PROGRESS_DEADLINE, Duration.ZERO);
    graces.put(FailureReason.STALLED, Duration.ZERO);
    graces.put(FailureReason.IMAGE_MISSING, Duration.ofSeconds(15));
    graces.put(FailureReason.ADMISSION_DENIED, Duration.ofSeconds(30));
    graces.put(FailureReason.CONTAINER_CONFIG, Duration.ofMinutes(1));
    graces.put(FailureReason.CONTAINER_START, Duration.ofMinutes(1));
    graces.put(FailureReason.QUOTA, Duration.ofMinutes(1));
    graces.put(FailureReason.POD_CREATION, Duration.ofMinutes(1));
    graces.put(FailureReason.IMAGE_PULL, Duration.ofMinutes(2));
    graces.put(FailureReason.UNSCHEDULABLE, Duration.ofMinutes(3));
    graces.put(FailureReason.VOLUME_PENDING, Duration.ofMinutes(3));
    graces.put(FailureReason.VOLUME_MOUNT, Duration.ofMinutes(3));
    return new FailFast(4, graces);
  }

  /** The same with another period for one reason. */
  public FailFast withGrace(FailureReason reason, Duration grace) {
    Map<FailureReason, Duration> other = new EnumMap<>(FailureReason.class);
    other.putAll(graces);
    other.put(reason, grace);
    return new FailFast(crashes, other);
  }

  /** The same with another number of restarts. */
  public FailFast withCrashes(int other) {
    return new FailFast(other, graces);
  }

  /**
   * Whether waiting on cannot help.
   *
   * @param lasted for how long the trouble was seen
   */
  public boolean isDefinite(Trouble trouble, Duration lasted) {
    if (trouble.reason() == FailureReason.CRASH_LOOP) {
      return crashes > 0 && trouble.restarts() >= crashes;
    }
    return grace(trouble.reason()).map(grace -> lasted.compareTo(grace) >= 0).orElse(false);
  }

  /** How long the reason must last; empty where it is never definite by lasting. */
  public Optional<Duration> grace(FailureReason reason) {
    return Optional.ofNullable(graces.get(reason));
  }
}
