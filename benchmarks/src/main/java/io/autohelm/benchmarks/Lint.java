package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Examines each chart of a folder by the real {@code helm lint} and by ours, and prints one line
 * for each difference and the totals.
 */
public final class Lint {
  private static final int MOST_RUNS = 5;
  private static final int SHOWN = 160;

  private Lint() {}

  /**
   * The arguments: FOLDER [--helm PROGRAM] [--keep FOLDER] [--only TEXT] [--strict]
   * [--with-subcharts].
   */
  public static void main(String[] args) throws IOException {
    Path folder = null;
    String helm = "helm";
    Path kept = null;
    String only = "";
    List<String> options = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--helm" -> helm = args[++i];
        case "--keep" -> kept = Path.of(args[++i]);
        case "--only" -> only = args[++i];
        case "--strict", "--with-subcharts" -> options.add(args[i]);
        default -> folder = Path.of(args[i]).toAbsolutePath().normalize();
      }
    }
    if (folder == null) {
      System.err.println(
          "usage: benchmarks/lint FOLDER [--helm PROGRAM] [--keep FOLDER] [--only TEXT] [--strict] [--with-subcharts]");
      System.exit(2);
      return;
    }
    Totals totals = new Totals();
    RealHelm real = new RealHelm(helm, kept);
    for (Path chart : charts(folder)) {
      String name = chart.getFileName().toString();
      if (name.contains(only)) {
        List<String> arguments = new ArrayList<>(List.of("lint", chart.toString()));
        arguments.addAll(options);
        compare("lint" + String.join("", options) + "-" + name, arguments, real, totals);
      }
    }
    totals.print();
    System.exit(totals.verdicts == totals.charts ? 0 : 1);
  }

  private static List<Path> charts(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> Files.exists(entry.resolve("Chart.yaml"))).sorted().toList();
    }
  }

  private static final class Totals {
    int charts;
    int passed;
    int verdicts;
    int outputs;
    int logs;

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%ncharts %d, of which helm lint passes %d%n"
              + "%6d with the same verdict: %.2f %%%n"
              + "%6d with the same findings, byte for byte: %.2f %%%n"
              + "%6d with the same lines on standard error%n",
          charts,
          passed,
          verdicts,
          charts == 0 ? 100.0 : 100.0 * verdicts / charts,
          outputs,
          charts == 0 ? 100.0 : 100.0 * outputs / charts,
          logs);
    }
  }

  private static void compare(String id, List<String> arguments, RealHelm helm, Totals totals)
      throws IOException {
    Outcome theirs = helm.run(id, arguments, 1);
    Outcome ours = OurProgram.run(arguments);
    totals.charts++;
    totals.passed += theirs.isRefusal() ? 0 : 1;
    if (theirs.exitCode() == ours.exitCode()) {
      totals.verdicts++;
    } else {
      System.out.println("VERDICT " + id + " Helm " + theirs.exitCode() + " us " + ours.exitCode());
    }
    // What Helm prints may vary by itself: it takes sub-charts and map keys in a random order.
    boolean isEqual = theirs.output().equals(ours.output());
    for (int turn = 2; turn <= MOST_RUNS && !isEqual; turn++) {
      isEqual = helm.run(id, arguments, turn).output().equals(ours.output());
    }
    if (isEqual) {
      totals.outputs++;
    } else {
      System.out.println("FINDINGS " + id + " " + difference(theirs.output(), ours.output()));
    }
    if (Verdict.sameWarnings(theirs, ours)) {
      totals.logs++;
    } else {
      System.out.println("LOG " + id + " " + Verdict.warningsOf(theirs, ours));
    }
  }

  private static String difference(String theirs, String ours) {
    List<String> one = theirs.lines().toList();
    List<String> two = ours.lines().toList();
    int line = 0;
    while (line < Math.min(one.size(), two.size()) && one.get(line).equals(two.get(line))) {
      line++;
    }
    return "line " + (line + 1) + ": Helm [" + at(one, line) + "] us [" + at(two, line) + "]";
  }

  private static String at(List<String> lines, int line) {
    String text = line < lines.size() ? lines.get(line) : "<end>";
    return text.substring(0, Math.min(text.length(), SHOWN));
  }
}
