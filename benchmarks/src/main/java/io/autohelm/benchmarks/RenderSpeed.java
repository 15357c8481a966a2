package io.autohelm.benchmarks;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.KubeVersion;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Rendered;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.values.ValuesLayers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders a folder of charts warm in this process and, in the same run, by the oracle: a Go program
 * made of Helm's own packages, in one process too. Prints both totals and their ratios.
 */
public final class RenderSpeed {
  private static final int SHOWN = 10;

  private RenderSpeed() {}

  /** What one case took, in milliseconds. */
  private record Times(double load, double render) {
    double both() {
      return load + render;
    }
  }

  /** The arguments: FOLDER --oracle PROGRAM [--passes N]. */
  public static void main(String[] args) throws IOException {
    Path folder = null;
    String oracle = "oracle";
    int passes = 4;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--oracle" -> oracle = args[++i];
        case "--passes" -> passes = Integer.parseInt(args[++i]);
        default -> folder = Path.of(args[i]).toAbsolutePath().normalize();
      }
    }
    if (folder == null) {
      System.err.println("usage: benchmarks/render FOLDER --oracle PROGRAM [--passes N]");
      System.exit(2);
      return;
    }
    Map<String, Times> theirs = helm(oracle, folder);
    Map<String, Times> ours = new LinkedHashMap<>();
    for (int pass = 1; pass <= passes; pass++) {
      ours.clear();
      measure(ChartCase.of(folder), ours);
    }
    ours.keySet().retainAll(theirs.keySet());
    theirs.keySet().retainAll(ours.keySet());
    report(theirs, ours);
  }

  private static Map<String, Times> helm(String oracle, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(oracle, "speed", folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, Times> times = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        times.put(words[0], new Times(Double.parseDouble(words[1]), Double.parseDouble(words[2])));
      }
    }
    return times;
  }

  private static void measure(List<ChartCase> cases, Map<String, Times> times) {
    Renderer renderer = Renderer.standard(Clock.systemUTC(), warning -> {});
    Capabilities capabilities =
        Capabilities.withoutCluster().withKubeVersion(KubeVersion.parse("v1.33.0"));
    for (ChartCase one : cases) {
      try {
        long begin = System.nanoTime();
        Chart chart = Charts.load(one.chart());
        List<Map<String, @Nullable Object>> layers = new ArrayList<>();
        for (Path file : one.values()) {
          layers.add(ValuesLayers.read(Files.readString(file), file.toString()));
        }
        Map<String, @Nullable Object> values = ValuesLayers.merge(layers);
        long loaded = System.nanoTime();
        Rendered rendered =
            renderer.render(
                new RenderRequest(
                    chart,
                    values,
                    new ReleaseContext("rel", "ns", 1, false),
                    capabilities,
                    Lookup.NOTHING,
                    false));
        long done = System.nanoTime();
        if (rendered.chart() != null) {
          times.put(one.id(), new Times((loaded - begin) / 1e6, (done - loaded) / 1e6));
        }
      } catch (RuntimeException | IOException refused) {
        // What is refused is not timed; parity compares refusals.
        times.remove(one.id());
      }
    }
  }

  private static void report(Map<String, Times> theirs, Map<String, Times> ours) {
    double[] helm = totals(theirs);
    double[] us = totals(ours);
    System.out.printf(Locale.ROOT, "cases rendered by both: %d%n", ours.size());
    System.out.printf(
        Locale.ROOT,
        "load + render: Helm %.0f ms, us %.0f ms, ratio %.3f%n",
        helm[0] + helm[1],
        us[0] + us[1],
        (us[0] + us[1]) / (helm[0] + helm[1]));
    System.out.printf(
        Locale.ROOT,
        "render alone:  Helm %.0f ms, us %.0f ms, ratio %.3f%n",
        helm[1],
        us[1],
        us[1] / helm[1]);
    System.out.println("our slowest, in milliseconds (load, render; Helm's load, render):");
    ours.entrySet().stream()
        .sorted((a, b) -> Double.compare(b.getValue().both(), a.getValue().both()))
        .limit(SHOWN)
        .forEach(
            entry -> {
              Times other = theirs.getOrDefault(entry.getKey(), new Times(0, 0));
              System.out.printf(
                  Locale.ROOT,
                  "  %s %.1f %.1f; %.1f %.1f%n",
                  entry.getKey(),
                  entry.getValue().load(),
                  entry.getValue().render(),
                  other.load(),
                  other.render());
            });
  }

  private static double[] totals(Map<String, Times> times) {
    double[] totals = new double[2];
    times
        .values()
        .forEach(
            one -> {
              totals[0] += one.load();
              totals[1] += one.render();
            });
    return totals;
  }
}
