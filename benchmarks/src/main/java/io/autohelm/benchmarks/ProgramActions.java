package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Helm's command line, a process for each action. */
final class ProgramActions implements Actor {
  private final String program;
  private final Path kubeconfig;

  ProgramActions(String program, Path kubeconfig) {
    this.program = program;
    this.kubeconfig = kubeconfig;
  }

  private void run(boolean wait, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    if (wait) {
      command.add("--wait");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void install(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException {
    run(wait, "install", release, chart.toString(), "-n", namespace, "--set", values);
  }

  @Override
  public void upgrade(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException {
    run(wait, "upgrade", release, chart.toString(), "-n", namespace, "--set", values);
  }

  @Override
  public void uninstall(String namespace, String release, boolean wait) throws IOException {
    run(wait, "uninstall", release, "-n", namespace);
  }
}
