package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.values.DependencySelection;
import io.autohelm.engine.values.SetSyntax;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import io.autohelm.engine.values.ValuesOrigins;
import io.autohelm.engine.yaml.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The leaves whose origins are told are those that a rendering sees, for every recorded chart. */
final class RecordedOriginsTest {
  @TempDir private Path folder;

  static Stream<RecordedCharts.Case> cases() {
    return RecordedCharts.cases();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesAreThoseOfARendering(RecordedCharts.Case recorded) throws IOException {
    Chart chart;
    try {
      chart = Charts.load(recorded.write(folder));
    } catch (ChartException refused) {
      return; // there are no values to tell of
    }
    List<ValuesOrigins.Layer> layers = layers(recorded.args());
    Map<String, String> expected = new TreeMap<>();
    try {
      Map<String, Object> given = given(recorded.args());
      Chart selected = DependencySelection.select(chart, given, warning -> {});
      Coalesce.values(selected, given, warning -> {})
          .forEach((key, value) -> flatten(escaped(key), value, expected));
    } catch (ValuesException refused) {
      return; // nor here
    }
    Map<String, String> leaves = new TreeMap<>();
    for (ValuesOrigins.Leaf leaf : ValuesOrigins.of(chart, layers)) {
      leaves.put(leaf.path(), Json.print(leaf.value()));
      boolean isBare = leaf.value() instanceof Map || leaf.value() == null;
      assertTrue(
          leaf.origin() != null || isBare || leaf.value() instanceof List,
          () -> "nobody wrote " + leaf);
    }
    assertEquals(expected, leaves);
  }

  private static void flatten(String path, Object value, Map<String, String> into) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((key, item) -> flatten(path + "." + escaped(key.toString()), item, into));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + i + "]", list.get(i), into);
      }
    } else {
      into.put(path, Json.print(value));
    }
  }

  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace(".", "\\.");
  }

  private static BiConsumer<String, Map<String, Object>> parse(String option) {
    return switch (option) {
      case "--set" -> SetSyntax::set;
      case "--set-string" -> SetSyntax::setString;
      case "--set-json" -> SetSyntax::setJson;
      default -> SetSyntax::setLiteral;
    };
  }

  private List<ValuesOrigins.Layer> layers(List<String> args) throws IOException {
    List<ValuesOrigins.Layer> layers = new ArrayList<>();
    for (int i = 0; i < args.size(); i += 2) {
      String text = args.get(i + 1);
      layers.add(
          args.get(i).equals("-f")
              ? new ValuesOrigins.Text(text, Files.readString(folder.resolve(text)))
              : new ValuesOrigins.Option(args.get(i), text, parse(args.get(i))));
    }
    return layers;
  }

  private Map<String, Object> given(List<String> args) throws IOException {
    Map<String, Object> given = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String text = args.get(i + 1);
      if (args.get(i).equals("-f")) {
        String content = Files.readString(folder.resolve(text));
        given = ValuesLayers.merge(List.of(given, ValuesLayers.read(content, text)));
      } else {
        parse(args.get(i)).accept(text, given);
      }
    }
    return given;
  }
}
