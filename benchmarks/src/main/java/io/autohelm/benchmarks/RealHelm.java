package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real Helm, whose outcomes may be kept in a folder for the next comparison. */
final class RealHelm {
  private static final int SECONDS = 120;
  private static final int KILLED = 124;

  private final String program;
  private final @Nullable Path kept;

  /**
   * @param kept where outcomes are kept; null to keep none
   */
  RealHelm(String program, @Nullable Path kept) {
    this.program = program;
    this.kept = kept;
  }

  /**
   * Runs Helm, or tells what an earlier run gave.
   *
   * @param turn which of the runs of that case, from 1
   */
  Outcome run(ChartCase one, int turn) throws IOException {
    return run(one.id(), one.arguments(), turn);
  }

  /**
   * Runs Helm, or tells what an earlier run gave.
   *
   * @param id names the outcome among those that are kept
   * @param turn which of the runs of that case, from 1
   */
  Outcome run(String id, List<String> arguments, int turn) throws IOException {
    if (kept == null) {
      Path folder = Files.createTempDirectory("parity");
      try {
        return run(arguments, folder, turn);
      } finally {
        for (String end : List.of(".out", ".err", ".exit")) {
          Files.deleteIfExists(folder.resolve(turn + end));
        }
        Files.delete(folder);
      }
    }
    Path folder = Files.createDirectories(kept.resolve(id));
    return Files.exists(folder.resolve(turn + ".exit"))
        ? read(folder, turn)
        : run(arguments, folder, turn);
  }

  private Outcome run(List<String> arguments, Path folder, int turn) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve(turn + ".out").toFile())
            .redirectError(folder.resolve(turn + ".err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      boolean isOver = process.waitFor(SECONDS, TimeUnit.SECONDS);
      if (!isOver) {
        process.destroyForcibly().waitFor();
      }
      Files.writeString(
          folder.resolve(turn + ".exit"), String.valueOf(isOver ? process.exitValue() : KILLED));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return read(folder, turn);
  }

  private static Outcome read(Path folder, int turn) throws IOException {
    return new Outcome(
        Integer.parseInt(Files.readString(folder.resolve(turn + ".exit")).strip()),
        Files.readString(folder.resolve(turn + ".out"), StandardCharsets.ISO_8859_1),
        Files.readString(folder.resolve(turn + ".err"), StandardCharsets.ISO_8859_1));
  }
}
