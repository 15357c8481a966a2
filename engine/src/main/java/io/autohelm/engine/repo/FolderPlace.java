package io.autohelm.engine.repo;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import java.nio.file.Files;
import java.nio.file.Path;

/** A chart's folder on disk. */
record FolderPlace(Path folder) implements ChartPlace {
  @Override
  public String name() {
    return folder.toAbsolutePath().normalize().toString();
  }

  @Override
  public Chart chart() {
    return Charts.load(folder);
  }

  @Override
  public ChartPlace beside(String path) {
    Path found = path.startsWith("/") ? Path.of(path) : folder.resolve(path).normalize();
    if (!Files.exists(found)) {
      throw new RepositoryException("directory " + found + " not found");
    }
    return new FolderPlace(found);
  }
}
