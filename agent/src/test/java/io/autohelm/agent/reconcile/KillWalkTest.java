package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The process dies at every step of an action, in the sandbox. */
final class KillWalkTest {
  /** All with {@code -Dkillwalk.full=true}; the real API server walks through every action. */
  static Stream<Arguments> deaths() {
    return KillWalk.isFull()
        ? KillWalk.everyDeath()
        : Stream.of(
            Arguments.of(KillWalk.Action.INSTALL, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.UPGRADE, KillWalk.Death.BEFORE),
            Arguments.of(KillWalk.Action.MOVE, KillWalk.Death.BEFORE));
  }

  @ParameterizedTest(name = "{0}, dead {1} a change")
  @MethodSource("deaths")
  void whoeverDiesIsFollowedByOneThatComesToAGoodEnd(KillWalk.Action action, KillWalk.Death death) {
    try (Sandbox sandbox =
            Sandbox.start(SandboxOptions.standard().withDelay(Duration.ofMillis(5)));
        KillWalk walk = new KillWalk(sandbox.kubeconfig(), "default")) {
      int deaths = walk.walk(action, death, "w", (step, release, isPresent) -> {});
      System.out.println("kill walk: " + action + " " + death + ": " + deaths + " deaths");
      assertTrue(deaths >= 4, action + " was interrupted " + deaths + " times");
    }
  }
}
