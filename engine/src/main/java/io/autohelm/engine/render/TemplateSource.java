package io.autohelm.engine.render;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template file of a chart or of one of its dependencies.
 *
 * @param name its path from the top chart, such as {@code shop/charts/db/templates/svc.yaml}
 * @param scope what dot is for it; all templates of one chart share one map. It must be one that
 *     can change, since rendering puts {@code Template} there and charts may put more.
 * @param basePath the chart's templates folder, {@code .Template.BasePath}
 */
public record TemplateSource(
    String name, String text, Map<String, @Nullable Object> scope, String basePath) {}
