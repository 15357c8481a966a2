package io.autohelm.engine.render;

import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoStrings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template file of a chart or of one of its dependencies.
 *
 * @param name its path from the top chart, such as {@code shop/charts/db/templates/svc.yaml}
 * @param file what it holds; its own name does not matter
 * @param scope what dot is for it; all templates of one chart share one map. It must be one that
 *     can change, since rendering puts {@code Template} there and charts may put more.
 * @param basePath the chart's templates folder, {@code .Template.BasePath}
 */
public record TemplateSource(
    String name, ChartFile file, Map<String, @Nullable Object> scope, String basePath) {

  /** A source whose text is at hand. */
  public TemplateSource(
      String name, String text, Map<String, @Nullable Object> scope, String basePath) {
    this(name, new ChartFile(name, GoStrings.encode(text), null), scope, basePath);
  }

  /** The template's text, decoded anew with each call. */
  public String text() {
    return GoStrings.decode(file.data());
  }
}
