package io.autohelm.engine.chart;

import io.autohelm.engine.cache.Recent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads charts as {@link Charts} does, and remembers those that were read lately. A chart is known
 * by the names and bytes of its files, whatever folder they are in, so reading it again costs
 * reading and comparing bytes; parsing is saved, and whoever keeps something for a chart finds the
 * same one again. For any number of threads.
 *
 * <p>The times of change in a remembered chart are those of its first reading.
 */
public final class ChartMemory {
  /** What the parsed parts of a chart take beside its bytes, roughly. */
  private static final long PARSED = 32 * 1024;

  private final Recent<List<ChartFile>, Chart> charts;

  /**
   * @param bytes what the files of all remembered charts may take, about; a larger chart is read
   *     but not remembered
   */
  public ChartMemory(long bytes) {
    charts =
        new Recent<>(
            bytes, files -> PARSED + files.stream().mapToLong(file -> file.data().length).sum());
  }

  /**
   * As {@link Charts#load}.
   *
   * @throws ChartException when it is not a valid chart
   */
  public Chart load(Path path) {
    return charts.get(Charts.files(path), Charts::ofFiles);
  }

  /** As {@link Charts#loadArchive}. */
  public Chart loadArchive(InputStream archive) throws IOException {
    return charts.get(ChartArchive.read(archive), Charts::ofFiles);
  }

  /** As {@link Charts#ofFolder}. */
  public Chart ofFolder(List<ChartFile> files) {
    return charts.get(Charts.notIgnored(files), Charts::ofFiles);
  }
}
