package io.autohelm.engine.kube;

import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Restarts that were there before the wait began do not count against it until there is another
 * one: a changed ConfigMap may mend the container at its next start.
 */
final class OldCrashes {
  /** The clocks of the agent and the cluster differ a little. */
  private static final Duration SKEW = Duration.ofSeconds(10);

  private final Instant begun;
  private final Map<String, Long> first = new HashMap<>();

  OldCrashes(Instant begun) {
    this.begun = begun;
  }

  /** The trouble of a pod, with the restarts that count. */
  Trouble counted(KubeObject pod, Trouble trouble) {
    if (trouble.reason() != FailureReason.CRASH_LOOP || !isOld(pod)) {
      return trouble;
    }
    String key = pod.metadata().get("uid") + " " + trouble.container();
    long before = first.computeIfAbsent(key, unused -> trouble.restarts());
    return trouble.restarts() > before
        ? trouble
        : new Trouble(trouble.reason(), trouble.at(), trouble.container(), 0, trouble.text());
  }

  private boolean isOld(KubeObject pod) {
    try {
      return Instant.parse(String.valueOf(pod.metadata().get("creationTimestamp")))
          .plus(SKEW)
          .isBefore(begun);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
