package io.autohelm.agent.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.autohelm.agent.testing.Canary;
import io.autohelm.agent.testing.GitServerProcess;
import io.autohelm.agent.testing.Program;
import io.autohelm.agent.testing.TestRepository;
import io.autohelm.engine.testing.OwnCluster;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The cluster, the Git server and the agent of a soak, each of which can be killed. */
final class SoakWorld implements AutoCloseable {
  static final String STATE_NAMESPACE = "soak-state";
  static final String ORDERS = "soak-orders";
  private static final String SOURCE = "soak";
  private static final String HOOK_SECRET = "hook-" + Canary.ofThisRun().word();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final OwnCluster cluster;
  private final KubernetesClient client;
  private final TestRepository repository;
  private final Path kubeconfig;
  private final Path config;
  private final int gitPort = freePort();
  private final int agentPort = freePort();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final List<Path> logs = new ArrayList<>();
  private volatile @Nullable Process git;
  private volatile @Nullable Process agent;

  /** Starts cluster and Git server, no agent yet. */
  SoakWorld(Path folder) throws IOException {
    this.folder = folder;
    this.cluster = OwnCluster.start();
    this.kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    Config access = Config.fromKubeconfig(cluster.kubeconfig());
    access.setRequestRetryBackoffLimit(0);
    access.setRequestTimeout(5000);
    this.client = new KubernetesClientBuilder().withConfig(access).build();
    Path served = Files.createDirectory(folder.resolve("git"));
    this.repository = TestRepository.create(served.resolve("config.git"));
    this.config =
        Files.writeString(
            folder.resolve("autohelm.yaml"),
            """
            autohelm:
              sources:
                - name: %s
                  url: http://127.0.0.1:%d/config.git
                  ref: { branch: main }
                  interval: 2s
                  credentials: { username: bot, passwordFile: %s }
                  webhook: { secretFile: %s }
              cluster: { kubeconfig: %s }
              http: { host: 127.0.0.1, port: %d }
              state: { namespace: %s, name: %s }
              dataFolder: %s
            """
                .formatted(
                    SOURCE,
                    gitPort,
                    Files.writeString(folder.resolve("password"), Canary.ofThisRun().text()),
                    Files.writeString(folder.resolve("hook-secret"), HOOK_SECRET),
                    kubeconfig,
                    agentPort,
                    STATE_NAMESPACE,
                    ORDERS,
                    folder.resolve("data")));
    // Whoever ends the test ends what it started.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  kill(agent);
                  kill(git);
                }));
    startGit();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  /** An administrator's client of the cluster, which does not try again. */
  KubernetesClient client() {
    return client;
  }

  TestRepository repository() {
    return repository;
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  void startAgent() throws IOException {
    Path log = folder.resolve("agent-%03d.log".formatted(logs.size()));
    logs.add(log);
    List<String> command = Program.command("agent", "--config", config.toString());
    command.addAll(1, List.of("-XX:+UseSerialGC", "-Xmx256m"));
    agent =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  void killAgent() {
    kill(agent);
  }

  /** Tells the agent to end and waits; gives whether it did. */
  boolean endAgent() {
    Process ended = agent;
    if (ended == null) return true;
    ended.destroy();
    try {
      return ended.waitFor(90, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isAgentAlive() {
    Process now = agent;
    return now != null && now.isAlive();
  }

  long agentPid() {
    Process now = agent;
    return now == null ? 0 : now.pid();
  }

  void startGit() throws IOException {
    git =
        GitServerProcess.start(
            gitPort, folder.resolve("git"), Canary.ofThisRun().text(), folder.resolve("git.log"));
  }

  void killGit() {
    kill(git);
  }

  void startServer() throws IOException {
    cluster.startServer();
  }

  void killServer() throws IOException {
    cluster.killServer();
  }

  private static void kill(@Nullable Process process) {
    if (process == null) return;
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the agent answers; empty where it does not. */
  String get(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : "";
    } catch (IOException away) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** The same as JSON; an empty list where it does not answer. */
  JsonNode json(String path) {
    try {
      JsonNode found = JSON.readTree(get(path));
      return found == null || found.isMissingNode() ? JSON.createArrayNode() : found;
    } catch (IOException broken) {
      return JSON.createArrayNode();
    }
  }

  /** Calls as Git servers do, many times at once, and does not wait. */
  void callHooks(int times) {
    for (int caller = 0; caller < 6; caller++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < times / 6; i++) {
                  callHook(i % 5 == 0 ? "00" : signature("{}"));
                }
              },
              "webhooks");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Each call has a connection of its own, which does not stay open. */
  private void callHook(String signature) {
    try {
      HttpURLConnection call = (HttpURLConnection) uri("/hooks/" + SOURCE).toURL().openConnection();
      call.setConnectTimeout(2000);
      call.setReadTimeout(5000);
      call.setRequestMethod("POST");
      call.setDoOutput(true);
      call.setRequestProperty("Connection", "close");
      call.setRequestProperty("X-Signature", "sha256=" + signature);
      call.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
      call.getResponseCode();
      call.disconnect();
    } catch (IOException away) {
      // The agent was just killed.
    }
  }

  private static String signature(String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + agentPort + path);
  }

  /** The logs of all agents so far, the oldest first. */
  List<Path> logs() {
    return List.copyOf(logs);
  }

  @Override
  public void close() {
    kill(agent);
    kill(git);
    client.close();
    repository.close();
    cluster.close();
  }
}
