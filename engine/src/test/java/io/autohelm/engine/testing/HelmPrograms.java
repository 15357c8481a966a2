package io.autohelm.engine.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where Helm's programs come from: the cache, or the image {@code alpine/helm} of that version. */
final class HelmPrograms {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Binaries binaries;
  private final boolean container;

  HelmPrograms(Binaries binaries, boolean container) {
    this.binaries = binaries;
    this.container = container;
  }

  TestHelm.Run run(Tool tool, List<String> arguments, Path folder, Map<String, String> environment)
      throws IOException {
    List<String> command = container ? inContainer(tool, folder, environment) : onMachine(tool);
    command.addAll(arguments);
    File stdout = File.createTempFile("helm-", ".out");
    File stderr = File.createTempFile("helm-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(stdout)
            .redirectError(stderr);
    if (!container) {
      builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
      builder.environment().putAll(environment);
    }
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(String.join(" ", command) + " ran for more than " + PATIENCE);
      }
      return new TestHelm.Run(
          process.exitValue(),
          Files.readString(stdout.toPath()),
          Files.readString(stderr.toPath()));
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      Files.deleteIfExists(stdout.toPath());
      Files.deleteIfExists(stderr.toPath());
    }
  }

  private List<String> onMachine(Tool tool) {
    return new ArrayList<>(List.of(binaries.of(tool).toString()));
  }

  /** The host's network and folders, so that addresses and paths mean the same inside. */
  private static List<String> inContainer(Tool tool, Path folder, Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(List.of("docker", "run", "--rm", "--network=host", "--workdir=" + folder));
    for (String shared : List.of(System.getProperty("java.io.tmpdir"), root().toString())) {
      command.add("--volume=" + shared + ":" + shared);
    }
    environment.forEach((name, value) -> command.add("--env=" + name + "=" + value));
    command.add("alpine/helm:" + tool.version);
    return command;
  }

  private static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && Files.exists(root.getParent().resolve("pom.xml"))) {
      root = root.getParent();
    }
    return root;
  }
}
