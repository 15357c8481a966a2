package io.autohelm.benchmarks;

import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged agent as a process of its own, asked over HTTP and by what the kernel knows of it.
 */
final class AgentProcess implements AutoCloseable {
  private static final Pattern REQUESTS =
      Pattern.compile("(?m)^autohelm_api_requests_total\\{[^}]*\\} ([0-9.E+]+)$");

  private final Process process;
  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  private AgentProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it by {@code bin/autohelm}, which {@code benchmarks/run} names, as a user does. */
  static AgentProcess start(Path config, int port, String heap, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getenv().getOrDefault("AUTOHELM_PROGRAM", "bin/autohelm"),
                "agent",
                "--config",
                config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .merge("AUTOHELM_JAVA_OPTIONS", "-Xmx" + heap, (given, bound) -> given + " " + bound);
    Process process = builder.start();
    return new AgentProcess(process, URI.create("http://127.0.0.1:" + port + "/"));
  }

  /** The releases as the agent tells them; empty while it does not answer. */
  List<?> releases() {
    return Json.parse(get("api/v1/releases", "[]")) instanceof List<?> list ? list : List.of();
  }

  /** All requests that it sent to the API server. */
  double requests() {
    double all = 0;
    Matcher matcher = REQUESTS.matcher(get("metrics", ""));
    while (matcher.find()) {
      all += Double.parseDouble(matcher.group(1));
    }
    return all;
  }

  private String get(String path, String otherwise) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20)).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : otherwise;
    } catch (IOException e) {
      return otherwise; // not up yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
  }

  /** Seconds of processor time so far. */
  double cpu() {
    return cpu(process.pid());
  }

  static double cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(spent -> spent.toMillis() / 1000.0)
        .orElse(Double.NaN);
  }

  /**
   * Memory in MiB.
   *
   * @param what {@code VmRSS} for now, {@code VmHWM} for the most so far
   */
  double memory(String what) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(what + ":")) {
          return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to end, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
