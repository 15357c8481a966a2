package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One rendering.
 *
 * @param chart as loaded; sub-charts are selected by the values
 * @param values what the user gave, without the chart's defaults; not changed
 * @param lookup what the template function {@code lookup} sees
 * @param subNotes whether the notes of sub-charts are appended to the chart's
 * @param skipSchema whether values are rendered that the chart's JSON schema refuses
 */
public record RenderRequest(
    Chart chart,
    Map<String, @Nullable Object> values,
    ReleaseContext release,
    Capabilities capabilities,
    Lookup lookup,
    boolean subNotes,
    boolean skipSchema) {
  /** A rendering that holds the values against the chart's schema. */
  public RenderRequest(
      Chart chart,
      Map<String, @Nullable Object> values,
      ReleaseContext release,
      Capabilities capabilities,
      Lookup lookup,
      boolean subNotes) {
    this(chart, values, release, capabilities, lookup, subNotes, false);
  }
}
