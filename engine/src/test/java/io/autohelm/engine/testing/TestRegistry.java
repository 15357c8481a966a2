package io.autohelm.engine.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real OCI registry (CNCF Distribution) of one test, on loopback, without TLS. */
public final class TestRegistry implements AutoCloseable {
  private static final int SECONDS = 20;

  private final Process process;
  private final Path folder;
  private final int port;

  private TestRegistry(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static TestRegistry start(Path program) {
    try {
      Path folder = Files.createTempDirectory("autohelm-registry");
      int port = freePort();
      Path config = folder.resolve("config.yml");
      Files.writeString(
          config,
          """
          version: 0.1
          log: {level: warn}
          storage: {filesystem: {rootdirectory: %s}}
          http: {addr: "127.0.0.1:%d"}
          """
              .formatted(folder.resolve("data"), port));
      ProcessBuilder builder =
          new ProcessBuilder(program.toString(), "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      builder.environment().put("OTEL_TRACES_EXPORTER", "none");
      TestRegistry registry = new TestRegistry(builder.start(), folder, port);
      registry.awaitPort();
      return registry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("no registry: " + Files.readString(folder.resolve("log")), notYet);
        }
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
