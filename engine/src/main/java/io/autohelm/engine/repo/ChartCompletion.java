package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartLock;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.semver.Constraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives an unpacked chart the dependencies that its {@code charts/} folder lacks, in memory: by its
 * lock where it has one, else in the highest versions that it allows. Local charts are completed in
 * turn. What {@code charts/} holds already is taken as it is.
 */
public final class ChartCompletion {
  private final ChartFetcher fetcher;
  private final NamedRepositories names;

  public ChartCompletion(ChartFetcher fetcher, NamedRepositories names) {
    this.fetcher = fetcher;
    this.names = names;
  }

  /** Whether a chart lacks a dependency that it declares. */
  public static boolean isIncomplete(Chart chart) {
    return chart.metadata().dependencies().stream()
        .anyMatch(dependency -> !isHere(chart, dependency));
  }

  private static boolean isHere(Chart chart, Dependency dependency) {
    return chart.dependencies().stream().anyMatch(child -> child.name().equals(dependency.name()));
  }

  /**
   * The chart of a place, complete.
   *
   * @throws RepositoryException when a dependency cannot be had, the lock does not fit, or charts
   *     depend on each other in a circle
   */
  public Chart complete(ChartPlace place) {
    return complete(place, List.of());
  }

  private Chart complete(ChartPlace place, List<String> above) {
    List<String> way = DependencyResolver.entered(place, above);
    Chart chart = place.chart();
    if (!isIncomplete(chart)) {
      return chart;
    }
    List<Dependency> asked = names.resolved(chart.metadata().dependencies());
    ChartLock lock = chart.lock();
    if (lock != null) {
      ChartDependencies.checkLock(chart, asked, lock);
    }
    List<Chart> children = new ArrayList<>(chart.dependencies());
    Map<Dependency, Chart> remote = new ConcurrentHashMap<>();
    List<Runnable> downloads = new ArrayList<>();
    Map<String, Dependency> wanted = new LinkedHashMap<>();
    for (Dependency dependency : lock == null ? asked : lock.dependencies()) {
      if (!isHere(chart, dependency)) {
        // The same chart under two aliases is one archive; in two versions it is two.
        wanted.put(
            dependency.name() + " " + dependency.version() + " " + dependency.repository(),
            dependency);
      }
    }
    for (Dependency dependency : wanted.values()) {
      if (!dependency.repository().isEmpty() && !DependencyResolver.isLocal(dependency)) {
        downloads.add(() -> remote.put(dependency, fetched(dependency)));
      }
    }
    Downloads.all(downloads);
    for (Dependency dependency : wanted.values()) {
      Chart found = remote.get(dependency);
      children.add(found == null ? local(dependency, place, way) : found);
    }
    return chart.withDependencies(children);
  }

  private Chart fetched(Dependency dependency) {
    ChartReference reference = DependencyResolver.reference(dependency);
    return fetcher.chart(reference, fetcher.resolve(reference));
  }

  private Chart local(Dependency dependency, ChartPlace place, List<String> way) {
    if (dependency.repository().isEmpty()) {
      throw new RepositoryException(
          place.name()
              + " depends on "
              + dependency.name()
              + ", which names no repository and is not in its charts/ folder");
    }
    Constraint constraint = DependencyResolver.constraint(dependency);
    Chart found = complete(DependencyResolver.place(dependency, place), way);
    if (!DependencyResolver.allows(constraint, found.metadata().version())) {
      throw new RepositoryException(
          "can't get a valid version for dependency "
              + dependency.name()
              + ": the chart at "
              + dependency.repository()
              + " has version "
              + found.metadata().version()
              + ", "
              + dependency.version()
              + " is wanted");
    }
    return found;
  }
}
