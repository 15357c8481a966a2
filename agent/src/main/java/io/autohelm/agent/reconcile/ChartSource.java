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

  /**
   * The values: files first, inline values above.
   *
   * @throws io.autohelm.engine.values.ValuesException when a file is missing or not YAML
   */
  Map<String, @Nullable Object> values(DesiredRelease release);
}
