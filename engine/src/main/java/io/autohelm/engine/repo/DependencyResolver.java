package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.util.ArrayList;
import java.util.List;

/** Finds the exact version that each dependency means now. */
final class DependencyResolver {
  private static final String LOCAL = "file://";

  private final ChartFetcher fetcher;

  DependencyResolver(ChartFetcher fetcher) {
    this.fetcher = fetcher;
  }

  static boolean isLocal(Dependency dependency) {
    return dependency.repository().startsWith(LOCAL);
  }

  static ChartPlace place(Dependency dependency, ChartPlace around) {
    return around.beside(dependency.repository().substring(LOCAL.length()));
  }

  /**
   * Dependencies with exact versions, as a lock holds them.
   *
   * @param asked with addresses instead of names
   * @throws RepositoryException in Helm's words, for all of them that have no fitting version
   */
  List<Dependency> locked(List<Dependency> asked, ChartPlace place) {
    List<Dependency> locked = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Dependency dependency : asked) {
      Constraint constraint = constraint(dependency);
      if (dependency.repository().isEmpty()) {
        place.beside("charts/" + dependency.name());
        locked.add(exact(dependency, dependency.version()));
      } else if (isLocal(dependency)) {
        String version = place(dependency, place).chart().metadata().version();
        if (allows(constraint, version)) {
          locked.add(exact(dependency, version));
        } else {
          missing.add(named(dependency));
          reasons.add("the chart there has version " + version);
        }
      } else {
        try {
          locked.add(exact(dependency, fetcher.resolve(reference(dependency)).version()));
        } catch (RepositoryException e) {
          if (e.kind() != RepositoryException.Kind.NO_VERSION) {
            throw e;
          }
          missing.add(named(dependency));
          reasons.add(String.valueOf(e.getMessage()));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new RepositoryException(
          "can't get a valid version for "
              + missing.size()
              + " subchart(s): "
              + String.join(", ", missing)
              + ". Make sure a matching chart version exists in the repo, or change the version"
              + " constraint in Chart.yaml ("
              + String.join("; ", reasons)
              + ")");
    }
    return locked;
  }

  static ChartReference reference(Dependency dependency) {
    return new ChartReference(dependency.repository(), dependency.name(), dependency.version());
  }

  private static String named(Dependency dependency) {
    return "\""
        + dependency.name()
        + "\" (repository \""
        + dependency.repository()
        + "\", version \""
        + dependency.version()
        + "\")";
  }

  private static Dependency exact(Dependency dependency, String version) {
    return new Dependency(
        dependency.name(),
        version,
        dependency.repository(),
        "",
        List.of(),
        false,
        List.of(),
        "",
        List.of());
  }

  static Constraint constraint(Dependency dependency) {
    try {
      return Constraint.parse(dependency.version());
    } catch (SemverException e) {
      throw new RepositoryException(
          "dependency \""
              + dependency.name()
              + "\" has an invalid version/constraint format: "
              + e.getMessage(),
          e);
    }
  }

  static boolean allows(Constraint constraint, String version) {
    try {
      return constraint.allows(Version.parse(version));
    } catch (SemverException e) {
      return false;
    }
  }

  /**
   * No chart may come to itself by the local charts that it needs: packing it would never end.
   *
   * @throws RepositoryException that shows the way round
   */
  static void noCycle(ChartPlace place) {
    noCycle(place, List.of());
  }

  private static void noCycle(ChartPlace place, List<String> above) {
    List<String> way = entered(place, above);
    Chart chart = place.chart();
    for (Dependency dependency : chart.metadata().dependencies()) {
      boolean isHere =
          chart.dependencies().stream().anyMatch(c -> c.name().equals(dependency.name()));
      if (isLocal(dependency) && (above.isEmpty() || !isHere)) {
        noCycle(place(dependency, place), way);
      }
    }
  }

  /** The way that led to a place, with the place. */
  static List<String> entered(ChartPlace place, List<String> above) {
    List<String> way = new ArrayList<>(above);
    way.add(place.name());
    if (above.contains(place.name())) {
      throw new RepositoryException("charts depend on each other: " + String.join(" -> ", way));
    }
    return way;
  }
}
