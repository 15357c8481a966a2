package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;

/**
 * An unpacked chart with what stands around it: a folder on disk, or of a commit. Dependencies that
 * say {@code file://} are looked for from here.
 */
public interface ChartPlace {
  /** Where this is, for people, and to notice that one comes by the same place again. */
  String name();

  /**
   * The chart.
   *
   * @throws io.autohelm.engine.chart.ChartException when it is not valid
   */
  Chart chart();

  /**
   * The place that {@code file://PATH} names here.
   *
   * @throws RepositoryException when there is none
   */
  ChartPlace beside(String path);
}
