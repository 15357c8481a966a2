package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Prometheus of one test, on loopback, and its promtool. */
public final class TestPrometheus implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path server;
  private final Path promtool;
  private final Path folder;
  private @Nullable Process process;
  private String address = "";

  private TestPrometheus(Path server, Path promtool, Path folder) {
    this.server = server;
    this.promtool = promtool;
    this.folder = folder;
  }

  static TestPrometheus of(Path server, Path promtool) {
    try {
      return new TestPrometheus(server, promtool, Files.createTempDirectory("autohelm-prometheus"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a program came to. */
  public record Result(int exit, String output) {}

  /**
   * Runs promtool.
   *
   * @param input what it reads from its standard input
   */
  public Result promtool(String input, String... arguments) {
    try {
      Path asked = Files.writeString(Files.createTempFile(folder, "input", ""), input);
      Path log = Files.createTempFile(folder, "promtool", ".log");
      List<String> command = new ArrayList<>(List.of(promtool.toString()));
      command.addAll(List.of(arguments));
      Process run =
          new ProcessBuilder(command)
              .redirectInput(asked.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Result(run.waitFor(), Files.readString(log));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /**
   * Starts the server, which scrapes a target every second.
   *
   * @param target {@code HOST:PORT}
   * @param rules a rule file
   */
  public void start(String target, Path rules) {
    try {
      int port = freePort();
      Path config = folder.resolve("prometheus.yml");
      Files.writeString(
          config,
          """
          global: { scrape_interval: 1s, evaluation_interval: 1s }
          rule_files: ["%s"]
          scrape_configs:
            - job_name: autohelm
              honor_labels: true
              static_configs: [{ targets: ["%s"] }]
          """
              .formatted(rules.toAbsolutePath(), target));
      address = "http://127.0.0.1:" + port;
      process =
          new ProcessBuilder(
                  server.toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + port,
                  "--log.level=warn")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The answer to a query for this moment, as JSON; empty while the server does not answer. */
  public String query(String expression) {
    return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
  }

  /** What the API says at a path. */
  public String get(String path) {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(address + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException notYet) {
      return "";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroy();
      try {
        running.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      running.destroyForcibly();
    }
    Binaries.deleteTree(folder);
  }
}
