package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.values.Coalesce;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chart and the values of an upgrade, after those of the revision before had their say. */
record ReusedValues(Chart chart, Map<String, @Nullable Object> values) {

  /**
   * Chart and values for the next revision.
   *
   * @param current the revision whose values may be used again
   */
  static ReusedValues of(ReleaseRequest request, Release current) {
    Map<String, @Nullable Object> given = request.values();
    return switch (request.policy().values()) {
      case RESET -> new ReusedValues(request.chart(), given);
      case REUSE ->
          new ReusedValues(
              request
                  .chart()
                  .withValues(Coalesce.values(current.chart(), current.config(), warning -> {})),
              Coalesce.tables(given, current.config()));
      case RESET_THEN_REUSE ->
          new ReusedValues(request.chart(), Coalesce.tables(given, current.config()));
      case STANDARD ->
          new ReusedValues(request.chart(), given.isEmpty() ? current.config() : given);
    };
  }
}
