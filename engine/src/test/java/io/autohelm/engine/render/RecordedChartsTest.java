package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loading, {@code --set}, values files, coalescing and the choice of sub-charts, each against what
 * Helm printed for the same chart.
 */
final class RecordedChartsTest {
  @TempDir private Path folder;

  /** Whether a chart may be installed is asked by whoever installs it, not by the renderer. */
  static Stream<RecordedCharts.Case> cases() {
    return RecordedCharts.cases()
        .filter(recorded -> recorded.error() == null || !isOfInstallation(recorded.error()));
  }

  private static boolean isOfInstallation(String error) {
    return error.contains("missing in charts/") || error.contains("not installable");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEngineSaysWhatHelmSays(RecordedCharts.Case recorded) throws Exception {
    Path chart = recorded.write(folder);
    try {
      String out = RecordedCharts.render(chart, recorded.args());
      if (recorded.error() != null) {
        fail("Helm refuses this: " + recorded.error() + "\nwe print:\n" + out);
      }
      assertEquals(recorded.out().strip(), out.strip());
    } catch (RuntimeException failure) {
      if (!RecordedCharts.isOurs(failure) || recorded.error() == null) throw failure;
      String helm = recorded.error().replace("\n\nUse --debug flag to render out invalid YAML", "");
      String said =
          String.valueOf(failure.getMessage()).replace(folder.toString(), "CHART").strip();
      assertTrue(
          helm.startsWith("failed parsing --set-json") // and says no more
              || helm.endsWith(said)
              || said.startsWith(helm),
          () -> "Helm says: " + helm + "\nwe say:    " + said);
    }
  }
}
