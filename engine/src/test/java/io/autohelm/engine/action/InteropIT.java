package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Helm 3, Helm 4 and this library take turns with one release. Whatever we do in Helm 4's place,
 * the records, the objects and what was said are what they are when Helm 4 does it. What was seen
 * is written to {@code target/interop}, to be compared by eye; {@code -Dinterop.scenario=NAME}
 * plays one alone.
 */
@RealCluster
@RealHelm
class InteropIT {
  private static final Path SEEN = Path.of("target", "interop");

  private static final String NOT_SERVED = "the server could not find the requested resource";
  private static final int ATTEMPTS = 3;

  /** What real Helms came to, by their pair and the scenario; each is asked once. */
  private static final Map<String, List<String>> REAL = new HashMap<>();

  @TempDir Path folder;

  /** Who has a hand in it. */
  enum Who {
    HELM3,
    HELM4,
    US;

    Who real() {
      return this == US ? HELM4 : this;
    }
  }

  static Stream<Arguments> cells() {
    String only = System.getProperty("interop.scenario", "");
    return Arrays.stream(InteropScenario.values())
        .filter(scenario -> only.isEmpty() || scenario.name().equals(only))
        .flatMap(
            scenario ->
                Stream.of(
                    Arguments.of(scenario, Who.US, Who.HELM3),
                    Arguments.of(scenario, Who.HELM3, Who.US),
                    Arguments.of(scenario, Who.US, Who.HELM4),
                    Arguments.of(scenario, Who.HELM4, Who.US)));
  }

  @ParameterizedTest(name = "{0}: {1}, then {2}")
  @MethodSource("cells")
  void weAreAsGoodAsHelm4(
      InteropScenario scenario, Who first, Who second, TestCluster cluster, TestHelm helm)
      throws IOException {
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      List<String> actual = played(scenario, first, second, cluster, helm, connection);
      String recorded = "action/interop/" + first.real() + "-" + second.real() + "-" + scenario;
      boolean records = Boolean.getBoolean("golden.update");
      if (records || !isRecorded(recorded, actual)) {
        List<String> expected = REAL.get(recorded);
        if (expected == null) {
          expected = played(scenario, first.real(), second.real(), cluster, helm, connection);
          REAL.put(recorded, expected);
        }
        write(first + "-" + second + "-" + scenario, "expected", expected);
        write(first + "-" + second + "-" + scenario, "actual", actual);
        for (int i = 0; i < expected.size(); i++) {
          assertEquals(expected.get(i), actual.get(i));
        }
        if (records) {
          Golden.check(recorded + ".txt", digests(expected));
        }
      }
    }
  }

  private static boolean isRecorded(String name, List<String> actual) {
    return Files.exists(Path.of("src/test/resources/golden", name + ".txt"))
        && Golden.read(name + ".txt").equals(digests(actual));
  }

  /** Each step with the first line of what was said, and a digest of everything. */
  private static String digests(List<String> seen) {
    StringBuilder text = new StringBuilder();
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String step : seen) {
        String digest = HexFormat.of().formatHex(sha.digest(step.getBytes(StandardCharsets.UTF_8)));
        text.append(digest, 0, 16).append(' ').append(step, 0, step.indexOf('\n')).append('\n');
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    return text.toString();
  }

  /**
   * Plays, again where an API server under load did not serve a kind yet whose CRD it had accepted:
   * it then refuses whoever asks.
   */
  private List<String> played(
      InteropScenario scenario,
      Who first,
      Who second,
      TestCluster cluster,
      TestHelm helm,
      KubeConnection connection) {
    List<String> seen = List.of();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      seen = playedOnce(scenario, first, second, cluster, helm, connection);
      if (seen.stream().noneMatch(step -> step.contains(NOT_SERVED))) {
        return seen;
      }
    }
    return seen;
  }

  private List<String> playedOnce(
      InteropScenario scenario,
      Who first,
      Who second,
      TestCluster cluster,
      TestHelm helm,
      KubeConnection connection) {
    String id = "x" + UUID.randomUUID().toString().substring(0, 8);
    InteropStage stage =
        new InteropStage(
            cluster,
            connection,
            folder,
            id,
            hand(first, helm, connection),
            hand(second, helm, connection));
    try {
      scenario.play(stage);
      return new ArrayList<>(stage.seen());
    } finally {
      cluster
          .client()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName("widgets." + id + ".interop.test")
          .delete();
    }
  }

  private static Hand hand(Who who, TestHelm helm, KubeConnection connection) {
    return switch (who) {
      case HELM3 -> HelmHand.of3(helm);
      case HELM4 -> HelmHand.of4(helm);
      case US -> new OurHand(connection);
    };
  }

  private static void write(String cell, String what, List<String> seen) throws IOException {
    Files.createDirectories(SEEN);
    Files.writeString(SEEN.resolve(cell + "." + what), String.join("\n", seen));
  }
}
