package io.autohelm.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Helm's packages in one Go process that is told over a pipe what to do. */
final class PipedActions implements Actor, AutoCloseable {
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  PipedActions(String program, Path kubeconfig) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    process = builder.start();
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  private void ask(
      String what, String namespace, String release, String chart, String values, boolean wait)
      throws IOException {
    questions.println(
        String.join("\t", what, namespace, release, chart, values, wait ? "wait" : ""));
    String answer = answers.readLine();
    if (answer == null || answer.startsWith("failed")) {
      throw new IOException("Helm's packages: " + what + " of " + release + " " + answer);
    }
  }

  @Override
  public void install(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException {
    ask("install", namespace, release, chart.toString(), values, wait);
  }

  @Override
  public void upgrade(String namespace, String release, Path chart, String values, boolean wait)
      throws IOException {
    ask("upgrade", namespace, release, chart.toString(), values, wait);
  }

  @Override
  public void uninstall(String namespace, String release, boolean wait) throws IOException {
    ask("uninstall", namespace, release, "", "", wait);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
