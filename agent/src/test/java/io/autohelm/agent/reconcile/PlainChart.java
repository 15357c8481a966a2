package io.autohelm.agent.reconcile;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** For tests that need a chart of which nothing matters. */
final class PlainChart {
  static final Chart CHART =
      Charts.ofFolder(
          List.of(
              new ChartFile(
                  "Chart.yaml",
                  "apiVersion: v2\nname: x\nversion: 1.0.0\n".getBytes(StandardCharsets.UTF_8),
                  null)));

  private PlainChart() {}
}
