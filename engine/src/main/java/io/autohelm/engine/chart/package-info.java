/**
 * What a chart is: Chart.yaml, templates, default values, files and sub-charts, read from a folder,
 * an archive or any set of named files.
 *
 * <p>Entry point: {@link io.autohelm.engine.chart.Charts}. This package knows YAML and versions; it
 * must not know values given by a user, rendering, repositories or clusters.
 */
@NullMarked
package io.autohelm.engine.chart;

import org.jspecify.annotations.NullMarked;
