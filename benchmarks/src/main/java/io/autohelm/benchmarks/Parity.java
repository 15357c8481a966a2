package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders each chart of a folder by the real Helm and by us, with the same arguments, and prints
 * one line for each difference and the totals.
 */
public final class Parity {
  private static final Set<Verdict.Kind> GOOD =
      Set.of(
          Verdict.Kind.EQUAL,
          Verdict.Kind.EQUAL_TO_ONE,
          Verdict.Kind.EQUAL_MASKED,
          Verdict.Kind.REFUSED_ALIKE);

  private static final int MOST_RUNS = 10;

  private Parity() {}

  /** The arguments: FOLDER [--helm PROGRAM] [--keep FOLDER] [--ours FOLDER] [--only TEXT]. */
  public static void main(String[] args) throws IOException {
    Path folder = null;
    String helm = "helm";
    Path kept = null;
    Path written = null;
    String only = "";
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--helm" -> helm = args[++i];
        case "--keep" -> kept = Path.of(args[++i]);
        case "--ours" -> written = Files.createDirectories(Path.of(args[++i]));
        case "--only" -> only = args[++i];
        default -> folder = Path.of(args[i]).toAbsolutePath().normalize();
      }
    }
    if (folder == null) {
      System.err.println(
          "usage: benchmarks/parity FOLDER [--helm PROGRAM] [--keep FOLDER] [--ours FOLDER] [--only TEXT]");
      System.exit(2);
      return;
    }
    List<ChartCase> cases = new ArrayList<>(ChartCase.of(folder));
    String wanted = only;
    cases.removeIf(one -> !one.id().contains(wanted));
    Map<Verdict.Kind, Integer> totals = compare(cases, new RealHelm(helm, kept), written);
    print(cases.size(), totals);
    System.exit(GOOD.containsAll(totals.keySet()) ? 0 : 1);
  }

  private static Map<Verdict.Kind, Integer> compare(
      List<ChartCase> cases, RealHelm helm, @Nullable Path written) throws IOException {
    Map<Verdict.Kind, Integer> totals = new EnumMap<>(Verdict.Kind.class);
    int warnings = 0;
    for (ChartCase one : cases) {
      Outcome first = helm.run(one, 1);
      Outcome second = helm.run(one, 2);
      Outcome ours = OurProgram.run(one.arguments());
      Verdict verdict = Verdict.of(first, second, ours);
      // A template that ranges over a Go map by keys or values prints in a random order.
      for (int turn = 3; turn <= MOST_RUNS && verdict.kind() == Verdict.Kind.DIFFERENT; turn++) {
        if (helm.run(one, turn).output().equals(ours.output())) {
          verdict = new Verdict(Verdict.Kind.EQUAL_TO_ONE, "");
        }
      }
      totals.merge(verdict.kind(), 1, Integer::sum);
      if (!first.isRefusal() && !ours.isRefusal() && !Verdict.sameWarnings(first, ours)) {
        warnings++;
        System.out.println("WARNINGS " + one.id() + " " + Verdict.warningsOf(first, ours));
      }
      if (!GOOD.contains(verdict.kind())) {
        System.out.println(verdict.kind() + " " + one.id() + " " + verdict.detail());
        if (written != null) {
          Path file = written.resolve(one.id());
          Files.writeString(file, ours.output() + ours.errors(), StandardCharsets.ISO_8859_1);
        }
      }
    }
    System.out.println();
    System.out.println("rendered by both, but with other warnings: " + warnings);
    return totals;
  }

  private static void print(int cases, Map<Verdict.Kind, Integer> totals) {
    System.out.println();
    System.out.println("cases " + cases);
    totals.forEach((kind, count) -> System.out.printf(Locale.ROOT, "%6d %s%n", count, kind.title));
    int rendered =
        cases
            - totals.getOrDefault(Verdict.Kind.REFUSED_ALIKE, 0)
            - totals.getOrDefault(Verdict.Kind.REFUSED_OTHERWISE, 0)
            - totals.getOrDefault(Verdict.Kind.NOT_REPEATABLE, 0);
    int equal =
        totals.getOrDefault(Verdict.Kind.EQUAL, 0)
            + totals.getOrDefault(Verdict.Kind.EQUAL_TO_ONE, 0)
            + totals.getOrDefault(Verdict.Kind.EQUAL_MASKED, 0);
    System.out.printf(
        Locale.ROOT,
        "byte-identical %d of %d that either renders: %.2f %%%n",
        equal,
        rendered,
        rendered == 0 ? 100.0 : 100.0 * equal / rendered);
  }
}
