package io.autohelm.benchmarks;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The oracle: a Go program made of Helm's own packages, which tells how long a rendering took. */
final class HelmClock implements Closeable {
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  HelmClock(String program) throws IOException {
    process =
        new ProcessBuilder(program, "speed").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Has it render; empty where Helm refuses. */
  Optional<Times> time(ChartCase one) throws IOException {
    String values = one.values().isEmpty() ? "" : one.values().get(0).toString();
    questions.println(one.chart() + "\t" + values);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the oracle ended; it must be built from this project's source");
    }
    String[] words = answer.split(" ", -1);
    return words.length < 2
        ? Optional.empty()
        : Optional.of(new Times(Double.parseDouble(words[0]), Double.parseDouble(words[1])));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
