package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.values.SetSyntax;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The recorded cases of {@code golden/values}, and our own way through one. */
final class RecordedCharts {
  private RecordedCharts() {}

  /**
   * A chart and what {@code helm template} said of it.
   *
   * @param args {@code --set} and the like, and {@code -f} with a path below the chart
   * @param out its output, or null
   * @param error its error without the word Error, or null
   */
  record Case(String name, Map<String, String> files, List<String> args, String out, String error) {
    Path write(Path folder) throws IOException {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      return folder;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Golden.read("values/cases.jsonl").lines().map(RecordedCharts::parse);
  }

  @SuppressWarnings("unchecked") // the file is ours
  static Case parse(String line) {
    Map<String, Object> tree = (Map<String, Object>) Json.parseExact(line);
    return new Case(
        (String) tree.get("name"),
        (Map<String, String>) tree.get("files"),
        (List<String>) tree.get("args"),
        (String) tree.get("out"),
        (String) tree.get("error"));
  }

  /** What the engine makes of a chart on disk, as {@code helm template} prints it. */
  static String render(Path folder, List<String> args) throws IOException {
    Chart chart = Charts.load(folder);
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String text = args.get(i + 1);
      switch (args.get(i)) {
        case "-f" -> {
          Path file = folder.resolve(text);
          values =
              ValuesLayers.merge(
                  List.of(values, ValuesLayers.read(Files.readString(file), "CHART/" + text)));
        }
        case "--set" -> SetSyntax.set(text, values);
        case "--set-string" -> SetSyntax.setString(text, values);
        case "--set-json" -> SetSyntax.setJson(text, values);
        default -> SetSyntax.setLiteral(text, values);
      }
    }
    return Renderer.standard(Clock.systemUTC(), warning -> {})
        .render(
            new RenderRequest(
                chart,
                values,
                new ReleaseContext("r", "ns", 1, false),
                Capabilities.withoutCluster(),
                (apiVersion, kind, namespace, name) -> Map.of(),
                false))
        .manifestText();
  }

  static boolean isOurs(RuntimeException failure) {
    return failure instanceof ChartException
        || failure instanceof ValuesException
        || failure instanceof RenderException;
  }
}
