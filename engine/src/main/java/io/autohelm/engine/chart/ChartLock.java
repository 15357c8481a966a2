package io.autohelm.engine.chart;

import java.util.List;

/**
 * Chart.lock: the exact versions that were chosen for the dependencies.
 *
 * @param generated when, as written in the file (RFC 3339)
 * @param digest Helm's hash of the dependencies of Chart.yaml and of this lock
 */
public record ChartLock(String generated, String digest, List<Dependency> dependencies) {
  public ChartLock {
    dependencies = List.copyOf(dependencies);
  }
}
