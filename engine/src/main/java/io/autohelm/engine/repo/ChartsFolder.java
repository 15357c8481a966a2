package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.semver.Constraint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The {@code charts/} folder of a chart. What is to come into it comes together in a folder aside,
 * so that a failure leaves it as it was.
 */
final class ChartsFolder {
  private final ChartFetcher fetcher;
  private final ChartDependencies.Packing packing;
  private final Consumer<String> output;

  ChartsFolder(ChartFetcher fetcher, ChartDependencies.Packing packing, Consumer<String> output) {
    this.fetcher = fetcher;
    this.packing = packing;
    this.output = output;
  }

  /** Brings exact versions, and removes the archives that are not among them. */
  void fill(FolderPlace place, List<Dependency> locked) {
    Path charts = place.folder().resolve("charts");
    try {
      if (Files.exists(charts) && !Files.isDirectory(charts)) {
        throw new RepositoryException("\"" + charts + "\" is not a directory");
      }
      Files.createDirectories(charts);
      Path aside = Files.createTempDirectory(place.folder(), "tmpcharts-");
      try {
        bring(place, locked, charts, aside);
        move(locked, aside, charts);
      } finally {
        remove(aside);
      }
    } catch (IOException e) {
      throw new RepositoryException("cannot write to " + charts + ": " + e.getMessage(), e);
    }
  }

  private record Wanted(ChartReference reference, ResolvedChart chart) {}

  private void bring(FolderPlace place, List<Dependency> locked, Path charts, Path aside)
      throws IOException {
    output.accept("Saving " + locked.size() + " charts");
    Map<String, Wanted> downloads = new LinkedHashMap<>();
    for (Dependency dependency : locked) {
      Constraint constraint = DependencyResolver.constraint(dependency);
      if (dependency.repository().isEmpty()) {
        inCharts(dependency, constraint, charts);
      } else if (DependencyResolver.isLocal(dependency)) {
        Chart chart = DependencyResolver.place(dependency, place).chart();
        if (!DependencyResolver.allows(constraint, chart.metadata().version())) {
          throw new RepositoryException(
              "can't get a valid version for dependency " + dependency.name());
        }
        packing.pack(chart, aside);
      } else {
        ChartReference reference = DependencyResolver.reference(dependency);
        ResolvedChart resolved = fetcher.resolve(reference);
        boolean isNew =
            downloads.putIfAbsent(resolved.url(), new Wanted(reference, resolved)) == null;
        output.accept(
            (isNew ? "Downloading " : "Already downloaded ")
                + dependency.name()
                + " from repo "
                + dependency.repository());
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    for (Wanted wanted : downloads.values()) {
      tasks.add(() -> copy(wanted, aside));
    }
    Downloads.all(tasks);
  }

  private void inCharts(Dependency dependency, Constraint constraint, Path charts) {
    output.accept(
        "Dependency "
            + dependency.name()
            + " did not declare a repository. Assuming it exists in the charts directory");
    Path folder = charts.resolve(dependency.name());
    Chart chart;
    try {
      chart = Charts.load(folder);
    } catch (ChartException e) {
      throw new RepositoryException("unable to load chart '" + folder + "': " + e.getMessage(), e);
    }
    if (!DependencyResolver.allows(constraint, chart.metadata().version())) {
      throw new RepositoryException(
          "dependency "
              + dependency.name()
              + " at version "
              + chart.metadata().version()
              + " does not satisfy the constraint "
              + dependency.version());
    }
  }

  private void copy(Wanted wanted, Path aside) {
    try {
      Path archive = fetcher.archive(wanted.reference(), wanted.chart());
      Files.copy(archive, aside.resolve(wanted.chart().fileName()));
    } catch (IOException e) {
      throw new RepositoryException(
          "cannot keep " + wanted.chart().url() + ": " + e.getMessage(), e);
    }
  }

  private void move(List<Dependency> locked, Path aside, Path charts) throws IOException {
    Set<String> come = new HashSet<>();
    Set<String> local = new HashSet<>();
    locked.stream()
        .filter(dependency -> dependency.repository().isEmpty())
        .forEach(dependency -> local.add(dependency.name()));
    List<Path> before = files(charts);
    for (Path file : files(aside)) {
      come.add(file.getFileName().toString());
      try {
        Charts.load(file);
      } catch (ChartException e) {
        output.accept(
            "Could not verify " + file + " for moving: " + e.getMessage() + " (Skipping)");
        continue;
      }
      ContentCache.readable(file);
      ContentCache.move(file, charts.resolve(file.getFileName()));
    }
    output.accept("Deleting outdated charts");
    for (Path file : before) {
      if (come.contains(file.getFileName().toString())) {
        continue;
      }
      try {
        if (!local.contains(Charts.load(file).name())) {
          Files.delete(file);
        }
      } catch (ChartException e) {
        output.accept(
            "Could not verify " + file + " for deletion: " + e.getMessage() + " (Skipping)");
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> !Files.isDirectory(file)).sorted().toList();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
