package io.autohelm.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes an index.yaml of many versions and has it read by Helm's own packages (a Go program that
 * reads the file) and by this project (another JVM with 64 MiB of heap that asks a server for it,
 * the time of its start included), one after the other. Prints heap and time of both.
 */
public final class IndexSpeed {
  private static final int VERSIONS = 100_000;
  private static final int EACH = 100;
  private static final String CHART = "chart-0500";
  private static final String CONSTRAINT = "^1.2";

  private IndexSpeed() {}

  /** The arguments: --helm-index PROGRAM [--versions N]. */
  public static void main(String[] args) throws IOException {
    String program = "helmindex";
    int versions = VERSIONS;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--helm-index" -> program = args[i + 1];
        case "--versions" -> versions = Integer.parseInt(args[i + 1]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    Path folder = Files.createTempDirectory("autohelm-index");
    try {
      Path index = folder.resolve("index.yaml");
      write(index, versions);
      System.out.printf(
          Locale.ROOT, "%d versions, %d MB%n", versions, Files.size(index) / 1_000_000);
      String[] theirs = run(List.of(program, index.toString(), CHART, CONSTRAINT));
      long start = System.nanoTime();
      String[] ours =
          run(
              List.of(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx64m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  IndexRead.class.getName(),
                  index.toString(),
                  CHART,
                  CONSTRAINT,
                  folder.resolve("cache").toString()));
      long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      report(theirs, ours, whole);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void report(String[] theirs, String[] ours, long whole) {
    if (!theirs[0].equals(ours[0])) {
      throw new IllegalStateException("Helm finds " + theirs[0] + ", we find " + ours[0]);
    }
    double time = Double.parseDouble(theirs[1]);
    double heap = Double.parseDouble(theirs[2]);
    System.out.printf(Locale.ROOT, "Helm:  %6.0f ms, %5.0f MiB of heap%n", time, heap);
    System.out.printf(
        Locale.ROOT,
        "ours:  %6d ms, %5s MiB of heap; %s ms of it the index, %s ms when it has not changed%n",
        whole,
        ours[3],
        ours[1],
        ours[2]);
    System.out.printf(
        Locale.ROOT,
        "ratio: %.2f of the time, 1/%.0f of the heap%n",
        whole / time,
        heap / Double.parseDouble(ours[3]));
  }

  private static String[] run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException(command.get(0) + " said nothing");
      }
      return line.split(" ", -1);
    }
  }

  private static void write(Path index, int versions) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(index)) {
      out.write("apiVersion: v1\nentries:\n");
      for (int i = 0; i < versions; i++) {
        int chart = i / EACH;
        int number = EACH - 1 - i % EACH;
        String name = String.format(Locale.ROOT, "chart-%04d", chart);
        if (i % EACH == 0) {
          out.write("  " + name + ":\n");
        }
        String version = number / 40 + "." + number / 5 % 8 + "." + number % 5;
        out.write(
            """
              - apiVersion: v2
                appVersion: "%2$s"
                created: "2026-01-02T10:11:12.123456789Z"
                dependencies:
                - condition: postgresql.enabled
                  name: postgresql
                  repository: https://charts.example.org/stable
                  version: ~12.1.0
                description: A chart for service number %3$d
                digest: %4$064x
                keywords:
                - service
                name: %1$s
                type: application
                urls:
                - https://charts.example.org/%1$s-%2$s.tgz
                version: %2$s
            """
                .indent(2)
                .formatted(name, version, chart, i));
      }
    }
  }
}
