package io.autohelm.engine.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cluster that all test JVMs of one checkout share: joined where it runs, started where it does
 * not. From then on this JVM gives signs of life until it ends.
 */
final class SharedCluster {
  static final String LOCK = "lock";
  static final String CHILDREN = "children";
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final Path home;
  private final String kind;

  /**
   * A cluster of this checkout.
   *
   * @param kind container or binaries
   */
  SharedCluster(String kind) {
    this(home(), kind);
  }

  SharedCluster(Path home, String kind) {
    this.home = home;
    this.kind = kind;
  }

  /** The place of this user's runs for this checkout: another checkout has another cluster. */
  private static Path home() {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && Files.exists(root.getParent().resolve("pom.xml"))) {
      root = root.getParent();
    }
    String name =
        "autohelm-testbed-%s-%08x"
            .formatted(System.getProperty("user.name"), root.toString().hashCode());
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  /**
   * The kubeconfig of the running cluster.
   *
   * @throws BedUnavailable where it cannot be started
   */
  Path join() {
    try {
      Files.createDirectories(home);
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Path run = home.resolve("run");
        if (!lock.isValid() || !serves(run)) start(run);
        keepAlive(run);
        return run.resolve(RunState.KUBECONFIG);
      }
    } catch (IOException failure) {
      throw new BedUnavailable("the cluster did not start: " + failure.getMessage(), failure);
    }
  }

  /** Ends the cluster of this checkout, if one runs. */
  void end() throws IOException {
    Path run = home.resolve("run");
    if (serves(run))
      ProcessHandle.of(new RunState(run).read().pid()).ifPresent(ProcessHandle::destroy);
  }

  private static boolean serves(Path run) throws IOException {
    RunState.Word word = new RunState(run).read();
    return word.status().equals("ready")
        && ProcessHandle.of(word.pid())
            .filter(ProcessHandle::isAlive)
            .filter(process -> process.info().command().orElse("").contains("java"))
            .isPresent();
  }

  private void start(Path run) throws IOException {
    endLeftovers(run);
    Binaries.deleteTree(run);
    Files.createDirectories(run);
    RunState state = new RunState(run);
    state.giveSignOfLife();
    Path log = run.resolve("supervisor.log");
    Process supervisor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                Supervisor.class.getName(),
                run.toString(),
                kind)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      RunState.Word word = state.read();
      if (word.status().equals("ready")) return;
      if (!supervisor.isAlive() || System.nanoTime() > end) {
        supervisor.destroy();
        String why = word.detail().isEmpty() ? tail(log) : word.detail();
        throw new IOException(why + "; the logs are in " + run);
      }
      state.giveSignOfLife();
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        supervisor.destroy();
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  /** What a supervisor that was killed could not end. */
  private static void endLeftovers(Path run) throws IOException {
    Path children = run.resolve(CHILDREN);
    if (!Files.exists(children)) return;
    for (String pid : Files.readAllLines(children)) {
      ProcessHandle.of(Long.parseLong(pid))
          .filter(
              process ->
                  Stream.of(Tool.values())
                      .anyMatch(
                          tool -> process.info().command().orElse("").endsWith("/" + tool.program)))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Surefire may have put the class path into a jar's manifest; it tells the real one apart. */
  private static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  private static void keepAlive(Path run) throws IOException {
    RunState state = new RunState(run);
    state.giveSignOfLife();
    Thread pulse =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(5000);
                  state.giveSignOfLife();
                }
              } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "testbed-pulse");
    pulse.setDaemon(true);
    pulse.start();
  }
}
