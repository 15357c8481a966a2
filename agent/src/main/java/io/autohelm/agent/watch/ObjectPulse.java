package io.autohelm.agent.watch;

import io.autohelm.engine.health.Health;
import io.autohelm.engine.health.ObjectStatus;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one object's health, and when it is worth a look. An object that is ready is
 * looked at when its version changes; one that is not, now and then as well, for its pods change
 * without it. Knows no clock and no cluster.
 */
final class ObjectPulse {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration SELDOM = Duration.ofMinutes(2);

  /** Also what has not been ready for long is looked at so soon after a change. */
  private static final Duration LATEST = Duration.ofSeconds(3);

  /** Objects that change all the time and are always well are looked at less and less. */
  private static final int FREE = 5;

  private static final Duration RESTLESS = Duration.ofMinutes(1);

  private final boolean isMereExistence;
  private @Nullable Health health;
  private String judged = "?";
  private String seen = "?";
  private int looks;
  private int idleLooks;
  private Instant lastLook = Instant.EPOCH;
  private @Nullable Instant due;

  ObjectPulse(KubeObject object) {
    this.isMereExistence = isMereExistence(object);
    if (isMereExistence) {
      health = Health.READY; // it was applied; the watch tells when it goes
    }
  }

  /** Whether such an object does well because it exists, whatever may change in it. */
  private static boolean isMereExistence(KubeObject object) {
    boolean hasMoods = object.kind().equals("CronJob"); // it may be suspended
    boolean isPlainService =
        object.kind().equals("Service")
            && object.group().isEmpty()
            && !(object.tree().get("spec") instanceof Map<?, ?> spec
                && "LoadBalancer".equals(spec.get("type")));
    return isPlainService || (ObjectStatus.isMereExistence(object) && !hasMoods);
  }

  /** Empty where nothing is known yet. */
  Optional<Health> health() {
    return Optional.ofNullable(health);
  }

  /** When it is to be looked at next; empty for never. */
  Optional<Instant> due() {
    return Optional.ofNullable(due);
  }

  /** Nothing is known of it: a look is needed unless it turns out to be known by other ways. */
  void begin(Instant now) {
    if (health == null) {
      sooner(now.plus(SOON));
    }
  }

  void seen(String version, Instant now) {
    seen = version;
    boolean isBack = health != null && health.level() == Health.Level.MISSING;
    if (isMereExistence) {
      if (isBack) {
        health = Health.READY;
      }
      due = null;
    } else if (!version.equals(judged)) {
      sooner(now.plus(isBack ? SOON : afterChange(now)));
    }
  }

  private Duration afterChange(Instant now) {
    if (looks > 0) {
      return looks < 3 ? SOON : LATEST;
    }
    if (lastLook.plus(RESTLESS.multipliedBy(2)).isBefore(now)) {
      idleLooks = 0;
    }
    Duration pause = SOON.multipliedBy(1L << Math.min(10, Math.max(0, idleLooks - FREE)));
    return pause.compareTo(RESTLESS) > 0 ? RESTLESS : pause;
  }

  /** Whoever puts it right gets a moment for that. */
  void gone(Instant now) {
    seen = "";
    if (!judged.isEmpty()) {
      sooner(now.plus(AGAIN));
    }
  }

  private void sooner(Instant time) {
    Instant known = due;
    if (known == null || known.isAfter(time)) {
      due = time;
    }
  }

  /** Somebody else has just got the object. */
  void found(HealthProbe.Finding finding, Instant now) {
    if (isMereExistence || finding.version().equals(judged)) {
      return;
    }
    if (isQuiet(finding.health())) {
      looked(finding, now);
    } else {
      if (health == null) {
        health = finding.health();
      }
      sooner(now.plus(SOON)); // its pods know why
    }
  }

  private static boolean isQuiet(Health health) {
    return health.level() == Health.Level.READY || health.level() == Health.Level.SUSPENDED;
  }

  /** It was looked at. */
  void looked(HealthProbe.Finding finding, Instant now) {
    boolean wasQuiet = health != null && isQuiet(health);
    judged = finding.version();
    health = finding.health();
    boolean isQuiet = isQuiet(health);
    idleLooks = isQuiet && wasQuiet ? idleLooks + 1 : 0;
    looks = isQuiet ? 0 : looks + 1;
    lastLook = now;
    due = null;
    if (!isQuiet) {
      due = now.plus(pause());
    } else if (!seen.equals("?") && isNewer(seen, judged)) {
      due = now.plus(afterChange(now));
    }
  }

  /** It could not be looked at. */
  void failed(String why, Instant now) {
    looks++;
    if (health == null) {
      health = new Health(Health.Level.UNKNOWN, why);
    }
    due = now.plus(pause());
  }

  /** Longer and longer: what has not become ready for long is seldom ready a moment later. */
  private Duration pause() {
    Duration pause = AGAIN.multipliedBy(1L << Math.min(10, Math.max(0, looks - 3)));
    return pause.compareTo(SELDOM) > 0 ? SELDOM : pause;
  }

  /** A watch may tell late of what a look has met already. */
  private static boolean isNewer(String seen, String judged) {
    try {
      return !judged.isEmpty() && Long.parseLong(seen) > Long.parseLong(judged);
    } catch (NumberFormatException e) {
      return !seen.equals(judged);
    }
  }
}
