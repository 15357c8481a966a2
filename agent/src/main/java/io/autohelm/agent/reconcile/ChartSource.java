package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.engine.chart.Chart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives what a declaration refers to, from the state of the source that declared it. */
public interface ChartSource {

  /**
   * The chart.
   *
   * @throws io.autohelm.engine.chart.ChartException when there is none or it is not valid
   */
  Chart chart(DesiredRelease release);

  /** What newer versions there are of the chart that was given last; asks nobody. */
  default ChartLag lag(DesiredRelease release) {
    return ChartLag.NONE;
  }

  /**
   * The values: files and objects of the cluster first, inline values above.
   *
   * @throws io.autohelm.engine.values.ValuesException when a file is missing or not YAML
   */
  Map<String, @Nullable Object> values(DesiredRelease release);

  /**
   * A failure for people: its own words first, and what the declaration has to do with it, where
   * that is known.
   */
  default String told(DesiredRelease release, Exception failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** A text for people, in which what Secrets gave to the release's values is hidden. */
  default String redacted(DesiredRelease release, String text) {
    return text;
  }
}
