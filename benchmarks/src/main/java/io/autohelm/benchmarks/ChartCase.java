package io.autohelm.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One rendering to compare: a chart with its own values, or with one file of its {@code ci} folder
 * over them.
 *
 * @param values the values file in a list, or nothing
 */
record ChartCase(String id, Path chart, List<Path> values) {

  /** Every case of a folder whose sub-folders are charts, in the order of their names. */
  static List<ChartCase> of(Path folder) throws IOException {
    List<ChartCase> cases = new ArrayList<>();
    for (Path chart : sorted(folder)) {
      if (!Files.exists(chart.resolve("Chart.yaml"))) {
        continue;
      }
      String id = chart.getFileName().toString();
      cases.add(new ChartCase(id, chart, List.of()));
      if (Files.isDirectory(chart.resolve("ci"))) {
        for (Path values : sorted(chart.resolve("ci"))) {
          String name = values.getFileName().toString();
          if (name.endsWith("values.yaml") || name.endsWith("values.yml")) {
            cases.add(new ChartCase(id + "@" + name, chart, List.of(values)));
          }
        }
      }
    }
    return cases;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** The words after the program's name, for both programs. */
  List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "template",
                "rel",
                chart.toString(),
                "--namespace",
                "ns",
                "--kube-version",
                "v1.33.0"));
    for (Path file : values) {
      arguments.add("-f");
      arguments.add(file.toString());
    }
    return arguments;
  }
}
