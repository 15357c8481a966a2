package io.autohelm.engine.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.testing.Golden;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts whose templates are Jinja's. */
final class JinjaChartTest {
  @Test
  void rendersWithTheSameObjectsHooksAndNotes() {
    Rendered rendered = render(Charts.load(Path.of("src/test/resources/charts/jinja-shop")));
    StringBuilder text = new StringBuilder();
    rendered
        .manifests()
        .forEach(one -> text.append("# ").append(one.source()).append('\n').append(one.content()));
    rendered
        .hooks()
        .forEach(
            hook ->
                text.append("# hook ").append(hook.path()).append('\n').append(hook.manifest()));
    text.append("# notes\n").append(rendered.notes());
    Golden.check("render/jinja-shop.txt", text.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{{ Values.nope }}|execution error at (c/templates/t.yaml:1): UnknownTokenException: Unknown token found: Values.nope",
        "{{ fail('not so') }}|execution error at (c/templates/t.yaml:1): not so",
        "a: {{ Values.nope BAR required('name it') }}|execution error at (c/templates/t.yaml:1): name it",
        "{{ 'a'.getClass() }}|execution error at (c/templates/t.yaml:1): Cannot find method 'getClass' in 'class java.lang.String'",
        "{{ 'a'.repeat(9) }}|execution error at (c/templates/t.yaml:1): Cannot find method 'repeat' in 'class java.lang.String'",
        "{% include 'none.yaml' %}|execution error at (c/templates/t.yaml:1): InterpretException: the chart has no template none.yaml",
        "{% for i in range(9999) %}{% for j in range(9999) %}x{% endfor %}{% endfor %}|execution error at (c/templates/t.yaml:1): more than 1000000 steps",
        "{% set s = 'x' %}{% for i in range(99) %}{% set s = s ~ s %}{% endfor %}|execution error at (c/templates/t.yaml:1): a variable is longer than 1048576 characters",
        "{% for i in range(99) %}{% for j in range(999) %}{% for k in range(9) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}{% endfor %}|execution error at (c/templates/t.yaml:1): the output is larger than 16777216 bytes",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}|execution error at (c/templates/t.yaml:1): Max recursion limit of 50 reached for macro 'm'",
        "{% include 't.yaml' %}|execution error at (c/templates/t.yaml:1): Warning in `t.yaml` on line 1: Include cycle detected for path: 't.yaml'",
      })
  void refuses(String template, String message) {
    Chart chart =
        Charts.ofFiles(
            List.of(
                file("Chart.yaml", "{apiVersion: v2, name: c, version: 1.0.0, engine: jinja}"),
                file("templates/t.yaml", template.replace("BAR", "|"))));
    RenderException refused = assertThrows(RenderException.class, () -> render(chart));
    assertEquals(message, refused.getMessage());
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(UTF_8), null);
  }

  private static Rendered render(Chart chart) {
    return Renderer.standard(Clock.systemUTC(), warning -> {})
        .render(
            new RenderRequest(
                chart,
                Map.of(),
                new ReleaseContext("shop", "web", 1, false),
                Capabilities.withoutCluster(),
                Lookup.NOTHING,
                false));
  }
}
