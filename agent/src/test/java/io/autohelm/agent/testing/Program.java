package io.autohelm.agent.testing;

import io.autohelm.agent.cli.RootCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, run as a user runs it. */
public final class Program {
  private static final Path JAR = Path.of("target/autohelm.jar").toAbsolutePath();
  private static final int SECONDS = 120;

  private Program() {}

  /** What a run came to. */
  public record Run(int exitCode, String stdout, String stderr) {}

  /** Runs the program to its end. */
  public static Run run(String... arguments) {
    return run(Path.of("").toAbsolutePath(), Map.of(), arguments);
  }

  /**
   * Runs the program to its end, in a folder.
   *
   * @param environment variables over our own
   */
  public static Run run(Path folder, Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile("autohelm", ".out");
      Path err = Files.createTempFile("autohelm", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(quick(arguments))
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + SECONDS + " s: " + List.of(arguments));
      }
      Run run =
          new Run(
              process.exitValue(),
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      CanaryWatch.ofThisRun().look("standard output of " + List.of(arguments), run.stdout());
      CanaryWatch.ofThisRun().look("standard error of " + List.of(arguments), run.stderr());
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Runs a command of Helm's in this JVM, with what it prints caught: one at a time. */
  public static synchronized Run here(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream console = System.out;
    PrintStream errors = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode =
          RootCommand.commandLine(
                  config -> 2, (once, port, folder) -> 2, (request, to, errs) -> 2, arguments)
              .execute(arguments);
      return new Run(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(console);
      System.setErr(errors);
    }
  }

  /** What ends soon is done sooner without the full compiler, as {@code bin/autohelm} knows. */
  private static List<String> quick(String... arguments) {
    List<String> command = command(arguments);
    command.addAll(1, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return command;
  }

  /** The command line that runs the program. */
  public static List<String> command(String... arguments) {
    if (!Files.exists(JAR)) {
      throw new AssertionError(JAR + " does not exist; this test runs after mvn package");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
