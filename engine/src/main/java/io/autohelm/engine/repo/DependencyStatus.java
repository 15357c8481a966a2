package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How a dependency stands in {@code charts/}, by Helm's words. */
final class DependencyStatus {
  private DependencyStatus() {}

  static String of(Path folder, Dependency dependency, Chart parent) {
    String start = dependency.name() + "-";
    List<Path> archives = matching(folder, name -> name.startsWith(start) && name.endsWith(".tgz"));
    if (archives.size() > 1) {
      archives = archives.stream().filter(file -> isVersion(version(file, start))).toList();
      if (archives.size() > 1) {
        return "too many matches";
      }
    }
    if (archives.size() == 1) {
      return ofArchive(archives.get(0), dependency);
    }
    Optional<Chart> unpacked =
        parent.dependencies().stream()
            .filter(child -> child.name().equals(dependency.name()))
            .reduce((first, second) -> second);
    return unpacked.map(child -> fit(child, dependency, "unpacked")).orElse("missing");
  }

  private static String version(Path file, String start) {
    String name = file.getFileName().toString();
    return name.substring(start.length(), name.length() - ".tgz".length());
  }

  private static boolean isVersion(String text) {
    return text.matches("[0-9]+\\.[0-9]+\\.[0-9]+([-+].*)?") && parsed(text).isPresent();
  }

  private static Optional<Version> parsed(String text) {
    try {
      return Optional.of(Version.parse(text));
    } catch (SemverException e) {
      return Optional.empty();
    }
  }

  private static String ofArchive(Path archive, Dependency dependency) {
    try {
      Chart chart = Charts.load(archive);
      return chart.name().equals(dependency.name()) ? fit(chart, dependency, "ok") : "misnamed";
    } catch (ChartException e) {
      return "corrupt";
    }
  }

  private static String fit(Chart chart, Dependency dependency, String good) {
    String version = chart.metadata().version();
    if (version.equals(dependency.version())) {
      return good;
    }
    try {
      Constraint constraint = Constraint.parse(dependency.version());
      return constraint.allows(Version.parse(version)) ? good : "wrong version";
    } catch (SemverException e) {
      return "invalid version";
    }
  }

  /** The files in {@code charts/} with such names, sorted. */
  static List<Path> matching(Path folder, Predicate<String> name) {
    Path charts = folder.resolve("charts");
    if (!Files.isDirectory(charts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(charts)) {
      return files.filter(file -> name.test(file.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      throw new RepositoryException("cannot read " + charts + ": " + e.getMessage(), e);
    }
  }
}
