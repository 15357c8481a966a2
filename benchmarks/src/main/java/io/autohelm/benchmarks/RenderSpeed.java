package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Renders a folder of charts in this process and by the oracle, case by case in turn, so that both
 * meet the same machine. Prints both totals and their ratios.
 */
public final class RenderSpeed {
  private static final int SHOWN = 10;

  private final List<Measured> measured = new ArrayList<>();

  private RenderSpeed() {}

  /** A case that both render. */
  private record Measured(String id, Times helm, Times us, boolean arithmetic) {
    double excess() {
      return us.both() - helm.both();
    }
  }

  /** The arguments: FOLDER --oracle PROGRAM [--warmup N] [--passes N] [--cold] [--table FILE]. */
  public static void main(String[] args) throws IOException {
    Path folder = null;
    String oracle = "oracle";
    int warmUp = 3;
    int passes = 3;
    boolean warm = true;
    Path table = null;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--oracle" -> oracle = args[++i];
        case "--warmup" -> warmUp = Integer.parseInt(args[++i]);
        case "--passes" -> passes = Integer.parseInt(args[++i]);
        case "--cold" -> warm = false;
        case "--table" -> table = Path.of(args[++i]);
        default -> folder = Path.of(args[i]).toAbsolutePath().normalize();
      }
    }
    if (folder == null) {
      System.err.println(
          "usage: benchmarks/render FOLDER --oracle PROGRAM [--warmup N] [--passes N] [--cold] [--table FILE]");
      System.exit(2);
      return;
    }
    RenderSpeed speed = new RenderSpeed();
    speed.measure(ChartCase.of(folder), oracle, warm, warmUp, passes);
    System.out.printf(
        Locale.ROOT,
        "passes: %d to warm up, %d counted (median of each case); kept by us from pass to pass: %s%n",
        warmUp,
        passes,
        warm ? "parsed charts and templates, known by their bytes, and schemas" : "schemas alone");
    speed.report();
    if (table != null) {
      speed.write(table);
    }
  }

  private void measure(List<ChartCase> cases, String oracle, boolean warm, int warmUp, int passes)
      throws IOException {
    Map<ChartCase, List<Times>> helm = new LinkedHashMap<>();
    Map<ChartCase, List<Times>> us = new LinkedHashMap<>();
    Map<ChartCase, Boolean> arithmetic = new LinkedHashMap<>();
    OurClock ours = new OurClock(warm);
    try (HelmClock theirs = new HelmClock(oracle)) {
      for (int pass = 1; pass <= warmUp + passes; pass++) {
        for (ChartCase one : cases) {
          Optional<Times> their = theirs.time(one);
          Optional<Times> our = ours.time(one);
          if (pass > warmUp && their.isPresent() && our.isPresent()) {
            helm.computeIfAbsent(one, key -> new ArrayList<>()).add(their.get());
            us.computeIfAbsent(one, key -> new ArrayList<>()).add(our.get());
            arithmetic.put(one, ours.didArithmetic());
          }
        }
      }
    }
    us.forEach(
        (one, times) ->
            measured.add(
                new Measured(
                    one.id(),
                    Times.median(helm.getOrDefault(one, List.of())),
                    Times.median(times),
                    arithmetic.getOrDefault(one, false))));
  }

  private void report() {
    print("all cases rendered by both", each -> true);
    print("those that make keys or hash passwords", Measured::arithmetic);
    print("the others", each -> !each.arithmetic());
    print("slowest of ours", Comparator.comparingDouble(each -> -each.us().both()));
    print("those where Helm is ahead most", Comparator.comparingDouble(each -> -each.excess()));
  }

  private void print(String title, Predicate<Measured> which) {
    Times helm = new Times(0, 0);
    Times us = new Times(0, 0);
    int count = 0;
    for (Measured each : measured) {
      if (which.test(each)) {
        helm = helm.plus(each.helm());
        us = us.plus(each.us());
        count++;
      }
    }
    if (count == 0) {
      return;
    }
    System.out.printf(Locale.ROOT, "%s: %d%n", title, count);
    print("load + render", helm.both(), us.both(), count);
    print("render alone", helm.render(), us.render(), count);
  }

  private static void print(String what, double helm, double us, int count) {
    System.out.printf(
        Locale.ROOT,
        "  %-13s  Helm %8.0f ms (%6.2f a case), us %8.0f ms (%6.2f a case), ratio %.3f%n",
        what,
        helm,
        helm / count,
        us,
        us / count,
        us / helm);
  }

  private void print(String title, Comparator<Measured> order) {
    System.out.println(title + ", in milliseconds (our load, render; Helm's load, render):");
    measured.stream()
        .sorted(order)
        .limit(SHOWN)
        .forEach(each -> System.out.println("  " + line(each)));
  }

  private static String line(Measured each) {
    return String.format(
        Locale.ROOT,
        "%s %.2f %.2f; %.2f %.2f",
        each.id(),
        each.us().load(),
        each.us().render(),
        each.helm().load(),
        each.helm().render());
  }

  private void write(Path table) throws IOException {
    StringBuilder text = new StringBuilder("case\tload\trender\tHelm load\tHelm render\tkeys\n");
    for (Measured each : measured) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s\t%.3f\t%.3f\t%.3f\t%.3f\t%s\n",
              each.id(),
              each.us().load(),
              each.us().render(),
              each.helm().load(),
              each.helm().render(),
              each.arithmetic()));
    }
    Files.writeString(table, text);
  }
}
