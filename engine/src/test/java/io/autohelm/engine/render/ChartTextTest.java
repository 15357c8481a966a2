package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.manifest.Hook;
import io.autohelm.engine.manifest.Manifest;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each chart of the folder {@code golden/charts} prints what real Helm printed for it. */
class ChartTextTest {
  @TempDir Path folder;

  static Stream<ChartText> charts() throws IOException {
    return ChartText.all();
  }

  @ParameterizedTest
  @MethodSource("charts")
  void printsWhatHelmPrints(ChartText chart) throws IOException {
    List<Path> values = chart.writeTo(folder);
    assertEquals(chart.helm(), rendered(values));
  }

  private String rendered(List<Path> values) throws IOException {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Path file : values) {
      layers.add(ValuesLayers.read(Files.readString(file), file.toString()));
    }
    try {
      Rendered rendered =
          Renderer.standard(Clock.systemUTC(), warning -> {})
              .render(
                  new RenderRequest(
                      Charts.load(folder),
                      ValuesLayers.merge(layers),
                      new ReleaseContext("rel", "ns", 1, false),
                      Capabilities.withoutCluster(),
                      Lookup.NOTHING,
                      false));
      StringBuilder manifests = new StringBuilder();
      for (Manifest manifest : rendered.manifests()) {
        manifests.append(document(manifest.source(), manifest.content()));
      }
      StringBuilder hooks = new StringBuilder();
      for (Hook hook : rendered.hooks()) {
        hooks.append(document(hook.path(), hook.manifest()));
      }
      return manifests.toString().strip() + "\n" + hooks;
    } catch (RenderException | ValuesException e) {
      return "Error: " + e.getMessage() + "\n";
    }
  }

  private static String document(String source, String content) {
    return "---\n# Source: " + source + "\n" + content + "\n";
  }
}
