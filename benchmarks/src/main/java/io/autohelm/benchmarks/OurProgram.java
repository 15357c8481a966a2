package io.autohelm.benchmarks;

import io.autohelm.agent.cli.RootCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/** {@code autohelm} inside this process: the same arguments, the same output, no start-up. */
final class OurProgram {
  private OurProgram() {}

  static Outcome run(List<String> arguments) {
    PrintStream standardOut = System.out;
    PrintStream standardErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exitCode;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(errors);
      CommandLine line =
          RootCommand.commandLine(
              config -> 1, (once, port, folder) -> 1, (request, output, problems) -> 1);
      line.setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
      exitCode = line.execute(arguments.toArray(String[]::new));
    } catch (StackOverflowError e) {
      errors.println(e);
      exitCode = 1;
    } finally {
      System.setOut(standardOut);
      System.setErr(standardErr);
    }
    return new Outcome(
        exitCode,
        out.toString(StandardCharsets.ISO_8859_1),
        err.toString(StandardCharsets.ISO_8859_1));
  }
}
