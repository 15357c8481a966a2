package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be released.
 *
 * @param values what the user gives, without the chart's defaults
 * @param labels more labels for the record, over those that the release has already
 */
public record ReleaseRequest(
    String name,
    String namespace,
    Chart chart,
    Map<String, @Nullable Object> values,
    Map<String, String> labels,
    ActionPolicy policy) {}
