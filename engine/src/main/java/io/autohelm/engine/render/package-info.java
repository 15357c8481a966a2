/**
 * A chart's templates, values and capabilities made into Kubernetes documents, as Helm's engine
 * does it.
 *
 * <p>Entry point: {@link io.autohelm.engine.render.Renderer}. Templates are parsed once into {@link
 * io.autohelm.engine.render.ParsedTemplates} and rendered any number of times by {@link
 * io.autohelm.engine.render.TemplateRun}; the templates of charts that say {@code engine: jinja} go
 * to the package {@code jinja}. What a chart asks of a cluster goes through {@link
 * io.autohelm.engine.render.Lookup}; the package must not know one.
 */
@NullMarked
package io.autohelm.engine.render;

import org.jspecify.annotations.NullMarked;
