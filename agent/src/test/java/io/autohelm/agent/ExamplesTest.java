package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.LocalRepository;
import io.autohelm.agent.testing.HttpText;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.yaml.Json;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example config repository is committed, synced to a cluster and becomes healthy. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../config-examples").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  static List<String> examples() throws IOException {
    try (Stream<Path> entries = Files.list(EXAMPLES)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void becomesHealthy(String example) throws Exception {
    Path work = Files.createDirectory(folder.resolve("config"));
    copy(EXAMPLES.resolve(example), work);
    Path kubeconfig = folder.resolve("kubeconfig");
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.standard());
        LocalRepository repository = LocalRepository.create(work)) {
      Files.writeString(kubeconfig, sandbox.kubeconfig());
      repository.commitAll("Example");
      try (AgentRuntime agent = AgentRuntime.start(settings(work, kubeconfig));
          KubeConnection connection = KubeConnection.open(kubeconfig, null, Clock.systemUTC())) {
        List<Map<?, ?>> releases = healthy(agent);
        assertFalse(releases.isEmpty());
        assertEquals(releases.size(), connection.releases().latest("").size());
        connection
            .releases()
            .latest("")
            .forEach(release -> assertEquals("deployed", release.status().text()));
      }
    }
  }

  private Settings settings(Path work, Path kubeconfig) {
    return new Settings(
        List.of(
            new Settings.Source(
                    "example",
                    work.toString(),
                    new GitRef.Head(),
                    "",
                    Duration.ofSeconds(1),
                    GitCredentials.NONE,
                    Map.of("environment", "production"))
                .in(Files.exists(work.resolve("environments")) ? "production" : "")),
        kubeconfig,
        null,
        "127.0.0.1",
        0,
        folder.resolve("data"),
        4);
  }

  private static List<Map<?, ?>> healthy(AgentRuntime agent) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String sources = "";
    String body = "";
    while (System.nanoTime() < deadline) {
      sources = get(agent, "api/v1/sources");
      body = get(agent, "api/v1/releases");
      Map<?, ?> source = (Map<?, ?>) ((List<?>) Json.parseExact(sources)).get(0);
      List<Map<?, ?>> releases = new ArrayList<>();
      ((List<?>) Json.parseExact(body)).forEach(item -> releases.add((Map<?, ?>) item));
      if (source.get("commit") != null) {
        assertTrue(((List<?>) source.get("problems")).isEmpty(), sources);
        if (Long.valueOf(releases.size()).equals(source.get("releases"))
            && releases.stream().allMatch(release -> "healthy".equals(release.get("health")))) {
          return releases;
        }
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not healthy: " + sources + body);
  }

  private static String get(AgentRuntime agent, String path) throws Exception {
    return HttpText.at(agent.address().resolve(path));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
