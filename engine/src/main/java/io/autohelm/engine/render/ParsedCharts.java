package io.autohelm.engine.render;

import io.autohelm.engine.cache.Recent;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parsed templates of the charts that were rendered last. They are known by the names and bytes
 * of all templates that take part, for which sub-charts do depends on the values; a chart that is
 * read anew finds its templates again.
 */
final class ParsedCharts {
  /** A template as a key: where it stands and what it holds. */
  private record Part(String name, ChartFile file) {}

  private final Map<String, GoFunction> functions;
  private final Recent<List<Part>, ParsedTemplates> recent;

  /**
   * @param functions what the templates may call
   * @param bytes how many bytes of templates are kept
   */
  ParsedCharts(Map<String, GoFunction> functions, long bytes) {
    this.functions = functions;
    this.recent =
        new Recent<>(
            bytes, parts -> parts.stream().mapToLong(part -> part.file().data().length).sum());
  }

  long hits() {
    return recent.hits();
  }

  long misses() {
    return recent.misses();
  }

  ParsedTemplates of(List<TemplateSource> sources) {
    List<Part> parts = new ArrayList<>(sources.size());
    for (TemplateSource source : sources) {
      parts.add(new Part(source.name(), source.file()));
    }
    return recent.get(parts, missing -> ParsedTemplates.parse(functions, sources));
  }
}
