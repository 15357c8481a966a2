package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitRepository;
import io.autohelm.agent.reconcile.ChartSource;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Charts and values from the files of one state of a source. */
final class SourceCharts implements ChartSource {
  private final SourceFiles files;
  private final ChartShelf shelf;

  SourceCharts(SourceFiles files, ChartShelf shelf) {
    this.files = files;
    this.shelf = shelf;
  }

  @Override
  public Chart chart(DesiredRelease release) {
    try {
      return find(release.chart());
    } catch (GitException | ChartException | RepositoryException e) {
      throw new ChartException(
          release.file() + ":" + release.line() + ": spec.chart: " + e.getMessage());
    }
  }

  private Chart find(ChartChoice choice) {
    if (choice instanceof ChartChoice.FromRepository repository) {
      return shelf.fromRepository(repository);
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
      return merged(release);
    } catch (GitException e) {
      throw new ValuesException(release.file() + ": " + e.getMessage());
    }
  }

  private Map<String, @Nullable Object> merged(DesiredRelease release) {
    List<Map<String, @Nullable Object>> layers = new ArrayList<>();
    for (DesiredRelease.ValuesFile file : release.valuesFiles()) {
      Optional<SourceFiles.Entry> entry =
          files.list(file.path()).stream().filter(e -> e.path().equals(file.path())).findFirst();
      if (entry.isPresent()) {
        layers.add(
            ValuesLayers.read(
                new String(files.read(entry.get()), StandardCharsets.UTF_8), file.path()));
      } else if (!file.optional()) {
        throw new ValuesException(
            release.file() + ": the source has no values file " + file.path());
      }
    }
    layers.add(release.values());
    return ValuesLayers.merge(layers);
  }
}
