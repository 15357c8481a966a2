package io.autohelm.agent.cli;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.ChartTree;
import io.autohelm.engine.render.Rendered;
import io.autohelm.engine.yaml.Yaml;
import java.util.Locale;
import java.util.Set;

/** What {@code show} shows of a chart. */
enum ShowPart {
  ALL,
  CHART,
  VALUES,
  README,
  CRDS;

  private static final Set<String> READMES = Set.of("readme.md", "readme.txt", "readme");
  private static final String SEPARATOR = "---\n";

  private boolean has(ShowPart part) {
    return this == ALL || this == part;
  }

  String of(Chart chart) {
    StringBuilder out = new StringBuilder();
    if (has(CHART)) {
      out.append(Yaml.print(ChartTree.metadata(chart.metadata()))).append('\n');
    }
    if (has(VALUES)) {
      separate(out);
      for (ChartFile file : chart.raw()) {
        if (file.name().equals("values.yaml")) {
          out.append(text(file)).append('\n');
        }
      }
    }
    if (has(README)) {
      chart.files().stream()
          .filter(file -> READMES.contains(file.name().toLowerCase(Locale.ROOT)))
          .findFirst()
          .ifPresent(
              file -> {
                separate(out);
                out.append(text(file)).append('\n');
              });
    }
    if (has(CRDS)) {
      for (Chart.Crd crd : chart.crds()) {
        String text = text(crd.file());
        out.append(text.startsWith("---") ? "" : SEPARATOR).append(text).append('\n');
      }
    }
    return out.toString();
  }

  private void separate(StringBuilder out) {
    if (this == ALL) {
      out.append(SEPARATOR);
    }
  }

  private static String text(ChartFile file) {
    return Rendered.text(file.data());
  }
}
