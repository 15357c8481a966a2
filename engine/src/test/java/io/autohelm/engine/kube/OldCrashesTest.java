package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.health.FailureReason;
import io.autohelm.engine.health.Trouble;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OldCrashesTest {
  private final OldCrashes crashes = new OldCrashes(Instant.parse("2026-01-01T00:01:00Z"));

  private static KubeObject pod(String created) {
    return KubeObject.parseAll(
            "apiVersion: v1\nkind: Pod\nmetadata: { name: p, uid: u, creationTimestamp: '"
                + created
                + "' }")
        .get(0);
  }

  private long counted(String created, FailureReason reason, long restarts) {
    KubeObject pod = pod(created);
    return crashes.counted(pod, new Trouble(reason, pod.id(), "c", restarts, "")).restarts();
  }

  @Test
  void onlyARestartThatTheWaitHasSeenMakesTheOldOnesCount() {
    String old = "2026-01-01T00:00:00Z";
    assertEquals(0, counted(old, FailureReason.CRASH_LOOP, 7));
    assertEquals(0, counted(old, FailureReason.CRASH_LOOP, 7));
    assertEquals(8, counted(old, FailureReason.CRASH_LOOP, 8));
    assertEquals(7, counted(old, FailureReason.NOT_READY, 7));
  }

  @Test
  void thePodsOfTheWaitItselfCountAtOnce() {
    assertEquals(7, counted("2026-01-01T00:00:55Z", FailureReason.CRASH_LOOP, 7));
    assertEquals(7, counted("no time", FailureReason.CRASH_LOOP, 7));
  }
}
