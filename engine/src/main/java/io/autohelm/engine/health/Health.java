package io.autohelm.engine.health;

import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.Collection;

/**
 * How an object, or a whole release, does at this moment: what is shown of it after it was
 * deployed, when nobody waits any more.
 *
 * @param reason why, for people; empty for what is ready
 */
public record Health(Level level, String reason) {

  /** From good to bad: of several the last one counts. */
  public enum Level {
    /** It does what it is for. */
    READY,
    /** Somebody paused it: nothing is expected of it. */
    SUSPENDED,
    /** It is on its way, or being deleted. */
    PROGRESSING,
    /** Nobody can tell. */
    UNKNOWN,
    /** It does not exist, although it should. */
    MISSING,
    /** It failed, or is short of what was asked for and does not come nearer. */
    DEGRADED
  }

  /** What is ready. */
  public static final Health READY = new Health(Level.READY, "");

  /** What should exist and does not. */
  public static final Health MISSING = new Health(Level.MISSING, "does not exist");

  static Health degraded(String reason) {
    return new Health(Level.DEGRADED, reason);
  }

  static Health progressing(String reason) {
    return new Health(Level.PROGRESSING, reason);
  }

  /** Judges an object as it is in the cluster. */
  public static Health of(KubeObject object, Instant now) {
    return HealthRules.of(object, now);
  }

  /** The worst of some; ready where there are none. */
  public static Health worst(Collection<Health> all) {
    Health worst = READY;
    for (Health health : all) {
      if (health.level().compareTo(worst.level()) > 0) {
        worst = health;
      }
    }
    return worst;
  }

  /** The same, said of one object among several. */
  public Health of(KubeObject.Id id) {
    return reason.isEmpty() ? this : new Health(level, id + " " + reason);
  }
}
