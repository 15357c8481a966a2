package io.autohelm.benchmarks.micro;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartMemory;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.chart.StarterChart;
import io.autohelm.engine.gotemplate.ParsedText;
import io.autohelm.engine.gotemplate.RunSettings;
import io.autohelm.engine.gotemplate.TemplateSet;
import io.autohelm.engine.render.Capabilities;
import io.autohelm.engine.render.HelmFunctions;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.ReleaseContext;
import io.autohelm.engine.render.RenderRequest;
import io.autohelm.engine.render.Rendered;
import io.autohelm.engine.render.Renderer;
import io.autohelm.engine.sprig.SprigFunctions;
import io.autohelm.engine.values.Coalesce;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of a rendering, each by itself, and the whole. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EngineParts {
  private static final String TEMPLATE =
      """
      {{- define "labels" }}
      app: {{ .name | quote }}
      {{- end }}
      {{- range $index, $port := .ports }}
      - name: {{ printf "port-%d" $index | trunc 63 | trimSuffix "-" }}
        number: {{ add $port 1 }}
        {{- if and $.labelled (gt $index 0) }}
        labels: {{- template "labels" $ }}
        {{- end }}
      {{- end }}
      """;

  private static final Map<String, @Nullable Object> DATA =
      Map.of("name", "shop", "labelled", true, "ports", List.of(80L, 443L, 8080L, 9090L));

  private final Path folder;
  private final Chart chart;
  private final String values;
  private final Map<String, @Nullable Object> tree;
  private final ChartMemory memory = new ChartMemory(1L << 24);
  private final Renderer renderer = Renderer.standard(Clock.systemUTC(), warning -> {});
  private final TemplateSet templates =
      TemplateSet.of(
          new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom())).table());
  private final ParsedText text;

  /** Makes the chart in a temporary folder. */
  public EngineParts() {
    try {
      folder = StarterChart.create("shop", Files.createTempDirectory("benchmark"), path -> {});
      values = Files.readString(folder.resolve("values.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    chart = Charts.load(folder);
    tree = chart.values();
    text = templates.read("template", TEMPLATE);
    templates.add(text);
  }

  /** A template with a loop, conditions and functions, parsed before. */
  @Benchmark
  public StringBuilder executeTemplate() {
    StringBuilder out = new StringBuilder();
    templates.execute(text, DATA, out, RunSettings.PLAIN);
    return out;
  }

  /** The same text, parsed. */
  @Benchmark
  public ParsedText parseTemplate() {
    return templates.read("template", TEMPLATE);
  }

  /** The values of the chart, printed. */
  @Benchmark
  public String toYaml() {
    return Yaml.print(tree);
  }

  /** The text of values.yaml, read. */
  @Benchmark
  public @Nullable Object fromYaml() {
    return Yaml.parse(values);
  }

  /** The folder read and parsed. */
  @Benchmark
  public Chart loadChart() {
    return Charts.load(folder);
  }

  /** The folder read, and found to be a chart that is known. */
  @Benchmark
  public Chart loadKnownChart() {
    return memory.load(folder);
  }

  /** A user's values laid over those of the chart. */
  @Benchmark
  public Map<String, @Nullable Object> coalesceValues() {
    return Coalesce.values(chart, Map.of("replicaCount", 3.0), warning -> {});
  }

  /** The chart rendered, its templates parsed before. */
  @Benchmark
  public Rendered render() {
    return renderer.render(
        new RenderRequest(
            chart,
            Map.of("replicaCount", 3.0),
            new ReleaseContext("rel", "ns", 1, false),
            Capabilities.withoutCluster(),
            Lookup.NOTHING,
            false));
  }
}
