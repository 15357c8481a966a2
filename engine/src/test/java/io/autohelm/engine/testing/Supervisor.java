package io.autohelm.engine.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that keeps one cluster for all test JVMs of a build: it starts the cluster,
 * tells where it is, and ends it when no test JVM has given a sign of life for a minute.
 */
final class Supervisor {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Supervisor() {}

  /** Arguments: the run folder, and {@code container} or {@code binaries}. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    RunState state = new RunState(folder);
    RunningCluster cluster;
    try {
      cluster =
          arguments[1].equals("container")
              ? ContainerCluster.start()
              : BinaryCluster.start(folder, Binaries.ofUser());
      Files.writeString(folder.resolve(RunState.KUBECONFIG), cluster.kubeconfig());
      state.write("ready", "");
    } catch (IOException | RuntimeException failure) {
      failure.printStackTrace();
      state.write("failed", String.valueOf(failure.getMessage()));
      throw failure;
    }
    String end = watch(folder, cluster);
    System.out.println(Instant.now() + " ending: " + end);
    cluster.stop();
    if (end.equals(IDLE)) clear(folder);
    System.exit(0);
  }

  /**
   * A test JVM may have begun anew in this folder while the cluster was stopping: then it is not
   * ours.
   */
  private static void clear(Path folder) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolveSibling(SharedCluster.LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && new RunState(folder).read().pid() == ProcessHandle.current().pid()) {
        Binaries.deleteTree(folder);
      }
    }
  }

  private static final String IDLE = "no test is running any more";

  private static String watch(Path folder, RunningCluster cluster) throws Exception {
    RunState state = new RunState(folder);
    while (true) {
      Thread.sleep(1000);
      String casualty = cluster.casualty();
      if (!casualty.isEmpty()) {
        state.write("failed", casualty + " ended");
        return casualty + " ended";
      }
      if (!Files.exists(folder)) return "the run folder is gone";
      if (state.lastSignOfLife().isBefore(Instant.now().minus(PATIENCE)) && retire(folder)) {
        return IDLE;
      }
    }
  }

  /** Under the lock that test JVMs take, so that none of them begins to use what is ending. */
  private static boolean retire(Path folder) throws IOException {
    RunState state = new RunState(folder);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolveSibling(SharedCluster.LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock == null) return false;
      if (!state.lastSignOfLife().isBefore(Instant.now().minus(PATIENCE))) return false;
      state.write("ended", IDLE);
      return true;
    }
  }
}
