package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The process dies at every step of every action on a real API server; of what the next one makes
 * of it Helm's own word is asked now and then.
 */
@RealCluster
@RealHelm
final class KillWalkIT {
  /** Every how many deaths Helm is asked. */
  private static final int SAMPLE = 5;

  @TempDir private Path folder;

  /** Every action, dying in one way; with {@code -Dkillwalk.full=true} in both. */
  static Stream<Arguments> deaths() {
    return KillWalk.isFull()
        ? KillWalk.everyDeath()
        : Stream.of(
            Arguments.of(KillWalk.Action.INSTALL, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.UPGRADE, KillWalk.Death.BEFORE),
            Arguments.of(KillWalk.Action.MIGRATE, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.ROLLBACK, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.REVERT, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.UNINSTALL, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.REINSTALL, KillWalk.Death.BEFORE),
            Arguments.of(KillWalk.Action.MOVE, KillWalk.Death.AFTER),
            Arguments.of(KillWalk.Action.TEST, KillWalk.Death.AFTER));
  }

  @ParameterizedTest(name = "{0}, dead {1} a change")
  @MethodSource("deaths")
  void whoeverDiesIsFollowedByOneThatComesToAGoodEnd(
      KillWalk.Action action, KillWalk.Death death, TestCluster cluster, TestHelm helm) {
    String namespace = cluster.createNamespace();
    try (KillWalk walk = new KillWalk(cluster.kubeconfigText(), namespace)) {
      int deaths =
          walk.walk(
              action,
              death,
              UUID.randomUUID().toString().substring(0, 4),
              (step, release, isPresent) -> {
                if (isPresent && step % SAMPLE == 0) {
                  ask(step % 2 == 0 ? Major.FOUR : Major.THREE, helm, namespace, release);
                }
              });
      System.out.println("kill walk: " + action + " " + death + ": " + deaths + " deaths");
      assertTrue(deaths >= 4, action + " was interrupted " + deaths + " times");
    }
  }

  private enum Major {
    THREE {
      @Override
      TestHelm.Run run(TestHelm helm, String... arguments) {
        return helm.helm3(arguments);
      }
    },
    FOUR {
      @Override
      TestHelm.Run run(TestHelm helm, String... arguments) {
        return helm.helm4(arguments);
      }
    };

    abstract TestHelm.Run run(TestHelm helm, String... arguments);
  }

  private void ask(Major major, TestHelm helm, String namespace, String release) {
    assertTrue(
        major.run(helm, "status", release, "-n", namespace).ok().contains("STATUS: deployed"));
    assertEquals(
        1,
        major
            .run(helm, "history", release, "-n", namespace)
            .ok()
            .lines()
            .filter(line -> line.contains("deployed"))
            .count());
    Path chart = folder.resolve(release);
    try {
      for (Map.Entry<String, String> file : KillWalk.files(release, "three").entrySet()) {
        Path path = chart.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    major.run(helm, "upgrade", release, chart.toString(), "-n", namespace).ok();
    assertTrue(major.run(helm, "get", "manifest", release, "-n", namespace).ok().contains("three"));
  }
}
