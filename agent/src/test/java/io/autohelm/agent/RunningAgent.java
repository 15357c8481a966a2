package io.autohelm.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.git.GitCredentials;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.reconcile.Order;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.HttpText;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An agent in this JVM that watches one repository, served over HTTP, and syncs a real cluster. */
final class RunningAgent implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestCluster cluster;
  private final Path folder;
  private final String source = "it-" + UUID.randomUUID().toString().substring(0, 8);
  private final TestRepository repository;
  private final GitHttpServer server;
  private final @Nullable CanarySource canary;
  private AgentRuntime runtime;
  private @Nullable Settings started;
  private String environment = "";

  /**
   * Makes an empty repository; the agent starts with {@link #start}. Beside that repository it has
   * the {@link CanarySource}.
   */
  RunningAgent(TestCluster cluster, Path folder) {
    this(cluster, folder, true);
  }

  private RunningAgent(TestCluster cluster, Path folder, boolean meetsCanary) {
    this.cluster = cluster;
    this.folder = folder;
    this.repository = TestRepository.create(folder.resolve("config.git"));
    this.server = GitHttpServer.of(folder);
    this.canary =
        meetsCanary ? new CanarySource(cluster, folder.resolve("secret-" + source)) : null;
  }

  /** For tests that count all that an agent has: nothing is there but the repository. */
  static RunningAgent alone(TestCluster cluster, Path folder) {
    return new RunningAgent(cluster, folder, false);
  }

  /** What may be asked until it holds. */
  interface Question {
    boolean holds() throws Exception;
  }

  /** From the next start on declarations take the variables of that environment. */
  RunningAgent in(String name) {
    environment = name;
    return this;
  }

  RunningAgent start() {
    return start(UnaryOperator.identity());
  }

  /** Starts the agent with changed settings. */
  RunningAgent start(UnaryOperator<Settings> change) {
    Settings settings = change.apply(settings());
    started = canary == null ? settings : canary.joined(settings);
    runtime = AgentRuntime.start(started);
    return this;
  }

  Settings settings() {
    return new Settings(
        List.of(
            new Settings.Source(
                    source,
                    server.url("config.git"),
                    new GitRef.Branch("main"),
                    "",
                    Duration.ofSeconds(1),
                    GitCredentials.NONE,
                    environment.isEmpty() ? Map.of("environment", "test") : Map.of())
                .in(environment)),
        cluster.kubeconfig(),
        null,
        "127.0.0.1",
        0,
        folder.resolve("data"),
        4);
  }

  String source() {
    return source;
  }

  TestRepository repository() {
    return repository;
  }

  GitHttpServer server() {
    return server;
  }

  /** Says something as a command would. */
  void order(Order order) {
    runtime.desk().order(order);
  }

  /** Ends the agent, once everything that it shows was looked into. */
  void stop() {
    try {
      if (runtime != null && canary != null) canary.sweep(address(), started);
    } finally {
      if (runtime != null) runtime.close();
      runtime = null;
    }
  }

  /** The namespace of the releases that hold the secret of the run. */
  String canaryNamespace() {
    return canary.namespace();
  }

  /** Commits files in one commit. */
  void push(Map<String, String> files) {
    repository.write("main", "Change " + String.join(", ", files.keySet()), files);
  }

  /** Where the page is served. */
  URI address() {
    return runtime.address();
  }

  String get(String path) {
    return HttpText.at(address().resolve(path));
  }

  /** What the API says. */
  JsonNode json(String path) {
    try {
      return JSON.readTree(get(path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The source as the API shows it. */
  JsonNode sourceView() {
    return json("/api/v1/sources").get(0);
  }

  /** The release as the API shows it; an empty node where it does not. */
  JsonNode release(String namespace, String name) {
    for (JsonNode release : json("/api/v1/releases")) {
      if (release.path("namespace").asText().equals(namespace)
          && release.path("name").asText().equals(name)) {
        return release;
      }
    }
    return JSON.createObjectNode();
  }

  /** The value of a release's metric, or an empty text. */
  String metric(String metric, String namespace, String name) {
    return Pattern.compile(
            metric + "\\{name=\"" + name + "\",namespace=\"" + namespace + "\"} (\\S+)")
        .matcher(get("/metrics"))
        .results()
        .map(match -> match.group(1))
        .findFirst()
        .orElse("");
  }

  boolean isDeployed(String namespace, String name, int revision) {
    JsonNode view = release(namespace, name);
    return view.path("state").asText().equals("deployed")
        && view.path("revision").asInt() == revision
        && view.path("health").asText().equals("healthy");
  }

  void awaitDeployed(String namespace, String name, int revision) {
    until(
        name + " is deployed at revision " + revision, () -> isDeployed(namespace, name, revision));
  }

  /** Waits for something that must come true; the time given is far more than it ever takes. */
  void until(String what, Question question) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (question.holds()) return;
      } catch (Exception failure) {
        last = failure;
      }
      pause();
    }
    String seen =
        runtime == null ? "" : "\n" + get("/api/v1/sources") + "\n" + get("/api/v1/releases");
    throw new AssertionError("never came true: " + what + seen, last);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** A declaration of a release with more lines for its spec, each indented by two. */
  static String declaration(String namespace, String name, String chart, String spec) {
    return """
        apiVersion: autohelm.io/v1
        kind: Release
        metadata:
          name: %s
          namespace: %s
        spec:
          interval: 1s
          timeout: 60s
          chart: { path: %s }
        """
            .formatted(name, namespace, chart)
        + spec.lines().map(line -> "  " + line + "\n").collect(Collectors.joining());
  }

  /** The files of a chart below {@code charts/}: its templates are given. */
  static Map<String, String> chart(String name, String values, Map<String, String> templates) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "charts/" + name + "/Chart.yaml",
        "apiVersion: v2\nname: " + name + "\nversion: 1.2.3\nappVersion: \"7\"\n");
    files.put("charts/" + name + "/values.yaml", values);
    templates.forEach((file, text) -> files.put("charts/" + name + "/templates/" + file, text));
    return files;
  }

  /** Writes files to a folder on disk, for Helm to read. */
  static Path onDisk(Path folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }

  @Override
  public void close() {
    stop();
    server.close();
    repository.close();
    if (canary != null) canary.close();
  }
}
