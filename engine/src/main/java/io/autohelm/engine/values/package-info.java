/**
 * What a chart is rendered with: defaults, the user's layers over them, and what of it each
 * sub-chart sees.
 *
 * <p>Entry points: {@link io.autohelm.engine.values.ValuesLayers} merges what a user gives, {@link
 * io.autohelm.engine.values.Coalesce} lays that over a chart, {@link
 * io.autohelm.engine.values.DependencySelection} switches sub-charts on and off, {@link
 * io.autohelm.engine.values.ValuesOrigins} tells for each leaf where it came from. This package
 * knows charts; it must not know templates, releases or clusters.
 */
@NullMarked
package io.autohelm.engine.values;

import org.jspecify.annotations.NullMarked;
