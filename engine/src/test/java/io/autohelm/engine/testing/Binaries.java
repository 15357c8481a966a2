package io.autohelm.engine.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The programs of the test bed in a cache folder, built from Go modules where they are missing.
 *
 * <p>A tool is built aside and moved into its place in one step, under a lock of its own: what
 * stands in the cache is whole, and two builders do the work once.
 */
final class Binaries {
  /** What fake nodes and pods go through, from kwok's own module. */
  private static final List<String> STAGES =
      List.of(
          "node/fast/node-initialize",
          "node/heartbeat-with-lease/node-heartbeat-with-lease",
          "pod/fast/pod-ready",
          "pod/fast/pod-complete",
          "pod/fast/pod-delete");

  private final Path cache;

  Binaries(Path cache) {
    this.cache = cache;
  }

  /** The cache that the environment asks for, or the user's. */
  static Binaries ofUser() {
    String asked = System.getenv("AUTOHELM_TESTBED_CACHE");
    Path cache =
        asked == null || asked.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "autohelm", "testbed")
            : Path.of(asked);
    String platform = System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    return new Binaries(
        cache.resolve(platform.toLowerCase(Locale.ROOT).replace(' ', '-')).toAbsolutePath());
  }

  Path of(Tool tool) {
    return cache.resolve(tool.place()).resolve(tool.program);
  }

  /** The stages that came with kwok. */
  Path stages() {
    return cache.resolve(Tool.KWOK.place()).resolve("stages.yaml");
  }

  boolean has(List<Tool> tools) {
    return tools.stream().allMatch(tool -> Files.isExecutable(of(tool)));
  }

  static boolean hasGo() {
    try {
      Process process =
          new ProcessBuilder("go", "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Builds what is missing.
   *
   * @throws BedUnavailable where there is no Go, or a build fails
   */
  void require(List<Tool> tools) {
    for (Tool tool : tools) {
      if (!has(List.of(tool))) build(tool);
    }
  }

  private void build(Tool tool) {
    if (!hasGo()) throw new BedUnavailable("neither Docker nor Go is at hand");
    Path place = cache.resolve(tool.place());
    try {
      Files.createDirectories(cache);
      Path lockFile = cache.resolve(tool.place() + ".lock");
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || has(List.of(tool))) return; // another builder was quicker
        System.err.printf(
            "test bed: building %s with Go into %s (once; all of it takes about thirteen minutes)%n",
            tool.place(), cache);
        Path aside = Files.createTempDirectory(cache, "building-");
        try {
          compile(tool, aside);
          if (tool == Tool.KWOK) collectStages(aside);
          deleteTree(place);
          Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          deleteTree(aside);
        }
      }
    } catch (IOException failure) {
      throw new BedUnavailable("building " + tool.place() + " failed: " + failure, failure);
    }
  }

  private static void compile(Tool tool, Path aside) throws IOException {
    List<String> command = new ArrayList<>(List.of("go"));
    Path folder = aside;
    if (tool.module.isEmpty()) {
      command.addAll(List.of("install", "-trimpath", "-ldflags", tool.linkerFlags(), tool.target));
    } else {
      Path source = aside.resolve("source");
      copyModule(source);
      folder = source.resolve(tool.module);
      String output = aside.resolve(tool.program).toString();
      command.addAll(
          List.of("build", "-trimpath", "-ldflags", tool.linkerFlags(), "-o", output, tool.target));
    }
    run(command, folder, aside);
    deleteTree(aside.resolve("source"));
  }

  private static void copyModule(Path source) throws IOException {
    for (String file : Tool.MODULE_FILES) {
      Path copy = source.resolve(file);
      Files.createDirectories(copy.getParent());
      try (InputStream content = resource(file)) {
        Files.copy(content, copy);
      }
    }
  }

  static InputStream resource(String name) {
    InputStream content = Binaries.class.getResourceAsStream("/testbed/" + name);
    if (content == null)
      throw new IllegalStateException("resource testbed/" + name + " is missing");
    return content;
  }

  private static void collectStages(Path aside) throws IOException {
    String kwok = "sigs.k8s.io/kwok@v" + Tool.KWOK.version;
    String told = run(List.of("go", "mod", "download", "-json", kwok), aside, aside);
    String folder = told.replaceFirst("(?s).*\"Dir\": \"([^\"]*)\".*", "$1");
    List<String> stages = new ArrayList<>();
    for (String stage : STAGES) {
      stages.add(Files.readString(Path.of(folder, "kustomize", "stage", stage + ".yaml")));
    }
    Files.writeString(aside.resolve("stages.yaml"), String.join("\n---\n", stages));
  }

  private static String run(List<String> command, Path folder, Path bin) throws IOException {
    File log = bin.resolve("go.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().put("GOWORK", "off");
    builder.environment().put("GOBIN", bin.toString());
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    try {
      int exit = process.waitFor();
      String output = Files.readString(log.toPath());
      Files.delete(log.toPath());
      if (exit == 0) return output;
      String end = output.substring(Math.max(0, output.length() - 2000));
      throw new IOException(String.join(" ", command) + " ended with " + exit + ":\n" + end);
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  static void deleteTree(Path root) {
    if (!Files.exists(root)) return;
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
