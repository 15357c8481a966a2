package io.autohelm.engine.render;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.patch.PostRenderers;
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
 * @param postRenderers what is changed in the rendered objects, hooks among them
 * @param enableDns whether the template function {@code getHostByName} asks; otherwise it is empty
 */
public record RenderRequest(
    Chart chart,
    Map<String, @Nullable Object> values,
    ReleaseContext release,
    Capabilities capabilities,
    Lookup lookup,
    boolean subNotes,
    boolean skipSchema,
    PostRenderers postRenderers,
    boolean enableDns) {
  /** A rendering whose templates learn no addresses. */
  public RenderRequest(
      Chart chart,
      Map<String, @Nullable Object> values,
      ReleaseContext release,
      Capabilities capabilities,
      Lookup lookup,
      boolean subNotes,
      boolean skipSchema,
      PostRenderers postRenderers) {
    this(chart, values, release, capabilities, lookup, subNotes, skipSchema, postRenderers, false);
  }

  /** A rendering whose objects stay as the templates print them. */
  public RenderRequest(
      Chart chart,
      Map<String, @Nullable Object> values,
      ReleaseContext release,
      Capabilities capabilities,
      Lookup lookup,
      boolean subNotes,
      boolean skipSchema) {
    this(chart, values, release, capabilities, lookup, subNotes, skipSchema, PostRenderers.NONE);
  }

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
