package io.autohelm.agent;

import static io.autohelm.agent.RunningAgent.chart;
import static io.autohelm.agent.RunningAgent.declaration;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.testing.CanaryWatch;
import io.autohelm.agent.testing.GitHttpServer;
import io.autohelm.agent.testing.Program;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.testing.ApiProxy;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas, each a process of its own, of which one leads. */
@RealCluster
final class LeaderIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GREETING =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: greeting }
      data: { greeting: {{ .Values.greeting }} }
      """;

  private final String source = "leader-" + UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Process> processes = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Path> logs = new HashMap<>();
  @TempDir private Path folder;
  private TestCluster cluster;
  private String namespace;
  private TestRepository repository;
  private GitHttpServer server;
  private ApiProxy proxy;

  @BeforeEach
  void open(TestCluster realCluster) throws IOException {
    cluster = realCluster;
    namespace = realCluster.createNamespace();
    repository = TestRepository.create(folder.resolve("config.git"));
    server = GitHttpServer.of(folder);
    proxy = new ApiProxy(cluster.kubeconfigText());
    repository.write("main", "Begin", chart("app", "greeting: none\n", greetings()));
  }

  @AfterEach
  void close() throws IOException {
    processes.values().forEach(Process::destroyForcibly);
    proxy.close();
    server.close();
    repository.close();
    for (Map.Entry<String, Path> log : logs.entrySet()) {
      CanaryWatch.ofThisRun().look("log of " + log.getKey(), Files.readString(log.getValue()));
    }
  }

  private static Map<String, String> greetings() {
    return Map.of("greeting.yaml", GREETING);
  }

  @Test
  void oneLeadsAndTheOtherTakesOver() throws Exception {
    Path through = Files.writeString(folder.resolve("proxied"), proxy.kubeconfig());
    start("one", through);
    until("one leads", () -> role("one").equals("leader"));
    start("two", cluster.kubeconfig());
    until("two is ready", () -> status("two", "/health/readiness") == 200);
    assertEquals("standby", role("two"));
    assertTrue(json("two", "/api/v1/agent").path("leader").asText().startsWith("autohelm@"));
    assertTrue(body("two", "/metrics").lines().anyMatch("autohelm_leader 0.0"::equals));
    assertTrue(body("one", "/metrics").lines().anyMatch("autohelm_leader 1.0"::equals));
    assertEquals(503, status("two", "/api/v1/releases"));
    assertTrue(body("two", "/").contains("This replica stands by: autohelm@"));

    applied("first", 1);
    applied("second", 2);

    // Dead without a word.
    processes.get("one").destroyForcibly().waitFor();
    commit("third");
    long killed = System.nanoTime();
    until("two leads", () -> role("two").equals("leader"));
    System.out.println("a dead leader was followed after " + since(killed));
    appliedAlready("third", 3);
    start("one", through);
    until("one is ready", () -> status("one", "/health/readiness") == 200);
    assertEquals("standby", role("one"));
    applied("fourth", 4);

    // Asked to go.
    long asked = System.nanoTime();
    processes.get("two").destroy();
    until("one leads", () -> role("one").equals("leader"));
    System.out.println("a leader that was asked to go was followed after " + since(asked));
    assertTrue(processes.get("two").waitFor(60, TimeUnit.SECONDS));
    applied("fifth", 5);

    // Cut off from its Lease alone, so that nothing but itself keeps it from acting.
    start("two", cluster.kubeconfig());
    until("two is ready", () -> status("two", "/health/readiness") == 200);
    ConcurrentLinkedQueue<String> changes = new ConcurrentLinkedQueue<>();
    long cut = System.nanoTime();
    proxy.decide(
        request -> {
          if (request.path().endsWith("/leases/autohelm-leader")) {
            return new ApiProxy.Fate.Lost();
          }
          if (request.isMutating() && !request.path().contains("/leases")) {
            changes.add(request.method() + " " + request.path());
          }
          return new ApiProxy.Fate.Pass();
        });
    until("one stops", () -> role("one").equals("standby"));
    changes.clear();
    commit("sixth");
    until("two leads", () -> role("two").equals("leader"));
    System.out.println("a leader that was cut off was followed after " + since(cut));
    appliedAlready("sixth", 6);
    proxy.decide(
        request -> {
          if (request.isMutating()) changes.add(request.method() + " " + request.path());
          return new ApiProxy.Fate.Pass();
        });
    until(
        "one stands by",
        () -> json("one", "/api/v1/agent").path("leader").asText().startsWith("autohelm@"));
    applied("seventh", 7);
    assertEquals(List.of(), List.copyOf(changes));
    assertEquals("standby", role("one"));
    assertTrue(processes.get("one").isAlive());
    for (Path log : logs.values()) {
      List<String> traces =
          Files.readAllLines(log).stream().filter(line -> line.startsWith("\tat ")).toList();
      assertEquals(List.of(), traces, () -> log.toString());
    }
  }

  private static String since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis() + " ms";
  }

  private void commit(String greeting) {
    Map<String, String> files =
        new HashMap<>(chart("app", "greeting: " + greeting + "\n", greetings()));
    files.put("apps/app.yaml", declaration(namespace, "app", "charts/app", ""));
    repository.write("main", "Say " + greeting, files);
  }

  /** A commit is applied once: there is exactly one new revision. */
  private void applied(String greeting, int revision) throws Exception {
    commit(greeting);
    appliedAlready(greeting, revision);
  }

  private void appliedAlready(String greeting, int revision) throws Exception {
    until(
        greeting + " is deployed",
        () -> said().equals(greeting) && newest().status() == ReleaseStatus.DEPLOYED);
    assertEquals(revision, newest().revision());
  }

  private String said() {
    ConfigMap map = cluster.client().configMaps().inNamespace(namespace).withName("greeting").get();
    return map == null ? "" : map.getData().get("greeting");
  }

  private Release newest() {
    try (KubeConnection connection =
        KubeConnection.open(cluster.kubeconfig(), null, Clock.systemUTC())) {
      return connection.releases().last(namespace, "app").orElseThrow();
    }
  }

  private void start(String name, Path kubeconfig) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ports.put(name, port);
    Path config =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            autohelm:
              sources:
                - { name: %s, url: "%s", ref: { branch: main }, interval: 1s }
              cluster: { kubeconfig: %s }
              http: { host: 127.0.0.1, port: %d }
              state: { namespace: %s }
              dataFolder: %s
              leaderElection:
                enabled: true
                leaseDuration: 4s
                renewDeadline: 3s
                retryPeriod: 500ms
            """
                .formatted(
                    source,
                    server.url("config.git"),
                    kubeconfig,
                    port,
                    namespace,
                    folder.resolve("data-" + name)));
    List<String> command = new ArrayList<>(Program.command("agent", "--config", config.toString()));
    command.addAll(1, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    Path log = folder.resolve(name + "-" + port + ".log");
    logs.put(name + "-" + port, log);
    processes.put(
        name,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private String role(String name) throws Exception {
    return json(name, "/api/v1/agent").path("role").asText();
  }

  private JsonNode json(String name, String path) throws Exception {
    return JSON.readTree(body(name, path));
  }

  private String body(String name, String path) throws Exception {
    return get(name, path).body();
  }

  private int status(String name, String path) throws Exception {
    return get(name, path).statusCode();
  }

  private HttpResponse<String> get(String name, String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + ports.get(name) + path);
    return HTTP.send(
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void until(String what, Callable<Boolean> question) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (question.call()) return;
      } catch (IOException | java.util.NoSuchElementException notYet) {
        // It has not begun, or was just killed.
      }
      Thread.sleep(50);
    }
    StringBuilder told = new StringBuilder();
    for (Map.Entry<String, Path> log : logs.entrySet()) {
      told.append("\n--- ").append(log.getKey()).append('\n');
      told.append(Files.readString(log.getValue()));
    }
    throw new AssertionError("never came true: " + what + told);
  }
}
