package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.reconcile.ChartSource;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.values.ValuesException;
import io.autohelm.engine.values.ValuesLayers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
      return find(release);
    } catch (GitException e) {
      throw new ChartException(release.file() + ": " + e.getMessage());
    }
  }

  private Chart find(DesiredRelease release) {
    if (release.chart() instanceof ChartChoice.FromRepository choice) {
      return shelf.fromRepository(choice);
    }
    String path = release.chart() instanceof ChartChoice.InCommit here ? here.path() : "";
    String key =
        files
            .key(path)
            .orElseThrow(
                () -> new ChartException(release.file() + ": the source has no chart at " + path));
    return shelf.inCommit(key, () -> load(path));
  }

  private Chart load(String path) {
    List<SourceFiles.Entry> entries = files.list(path);
    if (entries.size() == 1 && entries.get(0).path().equals(path)) {
      try {
        return Charts.loadArchive(new ByteArrayInputStream(files.read(entries.get(0))));
      } catch (IOException e) {
        throw new ChartException("cannot read chart archive " + path + ": " + e.getMessage());
      } catch (ChartException e) {
        throw new ChartException("chart archive " + path + ": " + e.getMessage());
      }
    }
    List<ChartFile> chartFiles = new ArrayList<>();
    for (SourceFiles.Entry entry : entries) {
      chartFiles.add(
          new ChartFile(
              entry.path().substring(path.isEmpty() ? 0 : path.length() + 1),
              files.read(entry),
              null));
    }
    try {
      return Charts.ofFolder(chartFiles);
    } catch (ChartException e) {
      throw new ChartException("chart " + path + ": " + e.getMessage());
    }
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
