package io.autohelm.engine.repo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fetches charts in a process of its own, again and again; prints what it found. */
final class FetchProgram {
  private FetchProgram() {}

  /** The arguments: REPOSITORY CACHE BOUND TIMES NAME... */
  public static void main(String[] args) {
    ChartFetcher fetcher =
        new ChartFetcher(
            Path.of(args[1]),
            Long.parseLong(args[2]),
            new RepositoryConnections(Map.of(), List.of(), Map.of(), Clock.systemUTC()),
            Clock.systemUTC(),
            warning -> {});
    int times = Integer.parseInt(args[3]);
    for (int i = 0; i < times; i++) {
      for (String name : List.of(args).subList(4, args.length)) {
        ChartReference reference = new ChartReference(args[0], name, "");
        try {
          System.out.println(
              name + " " + fetcher.chart(reference, fetcher.resolve(reference)).name());
        } catch (RepositoryException e) {
          System.out.println(name + " refused: " + e.getMessage());
        }
      }
    }
  }

  /** Starts it; {@code before} is put before the command, as a shell's limits. */
  static Process start(String before, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:-UsePerfData", "-Xshare:auto", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FetchProgram.class.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
