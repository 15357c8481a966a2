package io.autohelm.engine.chart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads charts as Helm's loader reads them, with its limits and in its error texts. */
public final class Charts {
  /** The largest sum of all files of a chart, decompressed: Helm's 100 MiB. */
  static final long MAX_SIZE = 100L * 1024 * 1024;

  private Charts() {}

  /**
   * Reads the chart at {@code path}: a folder, or an archive as {@code helm package} makes it.
   *
   * @throws ChartException when it is not a valid chart
   */
  public static Chart load(Path path) {
    return ofFiles(files(path));
  }

  static List<ChartFile> files(Path path) {
    if (Files.isDirectory(path)) {
      return ChartFolder.read(path);
    }
    if (!Files.exists(path)) {
      throw new ChartException("path \"" + path + "\" not found");
    }
    List<ChartFile> files = ChartArchive.read(path);
    if (files.stream().noneMatch(file -> file.name().equals("Chart.yaml"))) {
      throw new ChartException("unable to detect chart version, no Chart.yaml found");
    }
    return files;
  }

  /** Reads a gzipped archive; the stream is not closed. */
  public static Chart loadArchive(InputStream archive) throws IOException {
    return ofFiles(ChartArchive.read(archive));
  }

  /**
   * Reads the text of a Chart.yaml as it stands, before any check of its content: an API version
   * that is missing is empty.
   *
   * @throws ChartException in the words of Go's decoder
   */
  public static ChartMetadata metadata(String chartYaml) {
    return MetadataReader.unchecked(chartYaml);
  }

  /**
   * Makes a chart of its files, wherever they come from.
   *
   * @param files names are paths below the chart's folder, with forward slashes
   */
  public static Chart ofFiles(List<ChartFile> files) {
    return ChartAssembly.assemble(files);
  }

  /**
   * Makes a chart of all files of a folder that is not on disk, less those that its .helmignore
   * excludes.
   *
   * @param files names are paths below the chart's folder, with forward slashes
   */
  public static Chart ofFolder(List<ChartFile> files) {
    return ofFiles(notIgnored(files));
  }

  static List<ChartFile> notIgnored(List<ChartFile> files) {
    String rules = "";
    for (ChartFile file : files) {
      if (file.name().equals(".helmignore")) {
        rules = file.text();
      }
    }
    HelmIgnore ignore = HelmIgnore.parse(rules);
    return files.stream().filter(file -> !ignore.ignoresFile(file.name())).toList();
  }
}
