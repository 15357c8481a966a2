package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.patch.PostRenderers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be released.
 *
 * @param values what the user gives, without the chart's defaults
 * @param labels more labels for the record, over those that the release has already
 * @param postRenderers what is changed in the rendered objects
 */
public record ReleaseRequest(
    String name,
    String namespace,
    Chart chart,
    Map<String, @Nullable Object> values,
    Map<String, String> labels,
    ActionPolicy policy,
    PostRenderers postRenderers) {
  /** A release whose objects stay as the chart renders them. */
  public ReleaseRequest(
      String name,
      String namespace,
      Chart chart,
      Map<String, @Nullable Object> values,
      Map<String, String> labels,
      ActionPolicy policy) {
    this(name, namespace, chart, values, labels, policy, PostRenderers.NONE);
  }

  /** The same release with other options. */
  public ReleaseRequest with(ActionPolicy other) {
    return new ReleaseRequest(name, namespace, chart, values, labels, other, postRenderers);
  }
}
