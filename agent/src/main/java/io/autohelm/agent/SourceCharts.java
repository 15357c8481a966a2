package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.ChartSource;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.values.ValuesException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Charts and values from the files of one state of a source. */
final class SourceCharts implements ChartSource {
  private final SourceFiles files;
  private final ChartShelf shelf;
  private final ValuesObjects objects;
  private final Supplier<ValuePlaces> places;

  SourceCharts(SourceFiles files, ChartShelf shelf, ValuesObjects objects) {
    this(files, shelf, objects, ValuePlaces::new);
  }

  /**
   * @param places where inline values stand, asked only when something is wrong with them
   */
  SourceCharts(
      SourceFiles files, ChartShelf shelf, ValuesObjects objects, Supplier<ValuePlaces> places) {
    this.files = files;
    this.shelf = shelf;
    this.objects = objects;
    this.places = places;
  }

  @Override
  public Chart chart(DesiredRelease release) {
    try {
      return find(release.chart());
    } catch (GitException | ChartException | RepositoryException | ValuesException e) {
      throw new ChartException(
          release.file() + ":" + release.line() + ": spec.chart: " + e.getMessage());
    }
  }

  @Override
  public ChartLag lag(DesiredRelease release) {
    return shelf.lag(release.chart());
  }

  private Chart find(ChartChoice choice) {
    if (choice instanceof ChartChoice.FromRepository repository) {
      return shelf.fromRepository(repository);
    }
    if (choice instanceof ChartChoice.FromDeclared declared) {
      return shelf.fromDeclared(declared, files, objects);
    }
    if (choice instanceof ChartChoice.FromGit git) {
      return inFiles(shelf.files(git), git.path(), GitRepository.shown(git.url()));
    }
    String path = choice instanceof ChartChoice.InCommit here ? here.path() : "";
    return inFiles(files, path, "the source");
  }

  private Chart inFiles(SourceFiles all, String path, String source) {
    String key =
        all.key(path).orElseThrow(() -> new ChartException(source + " has no chart at " + path));
    return shelf.inFiles(key, new SourcePlace(all, path));
  }

  @Override
  public Map<String, @Nullable Object> values(DesiredRelease release) {
    try {
      return new LayeredValues(files, release, objects.reading(release.id())).merged();
    } catch (GitException e) {
      throw new ValuesException(release.file() + ": " + e.getMessage());
    }
  }

  /** With the places of values that the chart's schema refuses, each on a line of its own. */
  @Override
  public String told(DesiredRelease release, Exception failure) {
    String own = ChartSource.super.told(release, failure);
    List<String> refused = RefusedValues.of(failure);
    if (refused.isEmpty()) {
      return own;
    }
    try {
      Chart chart = chart(release);
      List<String> lines =
          new RefusedValues(release, chart, files, places.get())
              .told(
                  refused,
                  new ValuesHistory(files, release, objects.reading(release.id())).of(chart));
      return lines.isEmpty()
          ? own
          : own + (own.endsWith("\n") ? "" : "\n") + String.join("\n", lines);
    } catch (ChartException | ValuesException | ClusterException | GitException e) {
      return own; // that it is refused is the news
    }
  }

  @Override
  public String redacted(DesiredRelease release, String text) {
    return objects.redaction(release.id()).over(text);
  }
}
