package io.autohelm.agent;

import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.repo.ChartPlace;
import io.autohelm.engine.repo.RepositoryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart's folder or archive among the files of a source.
 *
 * @param path from the root, without {@code ./} and {@code ..}; empty for the root itself
 */
record SourcePlace(SourceFiles files, String path) implements ChartPlace {
  @Override
  public String name() {
    return path.isEmpty() ? "." : path;
  }

  @Override
  public Chart chart() {
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
      throw new ChartException("chart " + name() + ": " + e.getMessage());
    }
  }

  @Override
  public ChartPlace beside(String other) {
    if (other.startsWith("/")) {
      throw new RepositoryException(
          "chart " + name() + " depends on file://" + other + ": a source has no absolute paths");
    }
    List<String> parts = new ArrayList<>(path.isEmpty() ? List.of() : List.of(path.split("/", -1)));
    for (String part : other.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw new RepositoryException(
              "chart " + name() + " depends on file://" + other + ", which is outside the source");
        }
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    String found = String.join("/", parts);
    if (files.key(found).isEmpty()) {
      throw new RepositoryException("directory " + found + " not found");
    }
    return new SourcePlace(files, found);
  }
}
