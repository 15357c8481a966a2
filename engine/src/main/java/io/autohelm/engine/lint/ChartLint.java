package io.autohelm.engine.lint;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.render.Renderer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Examines chart folders by the rules of {@code helm lint}. Serves many charts, one at a time. */
public final class ChartLint {
  private final LintOptions options;
  private final Renderer renderer;

  /**
   * @param clock for templates that ask the time
   * @param log takes what Helm logs on the way
   */
  public ChartLint(LintOptions options, Clock clock, Consumer<String> log) {
    this.options = options;
    this.renderer = Renderer.standard(clock, log);
  }

  /** A chart that was read, or why it cannot be. */
  record Loaded(@Nullable Chart chart, String problem) {
    static Loaded of(Path folder) {
      try {
        return new Loaded(Charts.load(folder), "");
      } catch (ChartException e) {
        // Helm's linter reads Chart.yaml at once, not first for its API version alone.
        return new Loaded(
            null, String.valueOf(e.getMessage()).replace("loader.chartBase", "v2.Metadata"));
      }
    }
  }

  /**
   * Examines a chart.
   *
   * @param folder of the chart, absolute; it holds a Chart.yaml
   * @param values what the user gave
   * @return what was found, in Helm's order
   */
  public List<LintFinding> examine(Path folder, Map<String, @Nullable Object> values) {
    Findings findings = new Findings();
    Loaded loaded = Loaded.of(folder);
    ChartYamlRules.check(folder, findings);
    ValuesRules.check(folder, values, options.skipSchema(), findings);
    new TemplateRules(folder, renderer, options, findings).check(loaded, values);
    DependencyRules.check(folder, loaded, findings);
    CrdRules.check(folder, loaded, findings);
    return findings.all();
  }
}
