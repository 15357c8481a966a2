/**
 * Jinja templates of a chart, made into text over plain data and inside bounds.
 *
 * <p>Entry point: {@link io.autohelm.engine.jinja.JinjaTemplates}. The only door to Jinjava in this
 * module; it knows texts and trees alone, and must not know charts, releases or clusters.
 */
@NullMarked
package io.autohelm.engine.jinja;

import org.jspecify.annotations.NullMarked;
