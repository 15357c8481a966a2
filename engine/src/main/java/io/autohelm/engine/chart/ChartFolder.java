package io.autohelm.engine.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a chart's folder, less those that .helmignore excludes; links are followed as Helm
 * follows them.
 */
final class ChartFolder {
  private final Path root;
  private final HelmIgnore ignore;
  private final List<ChartFile> files = new ArrayList<>();
  private final Set<Path> above = new HashSet<>();
  private long size;

  private ChartFolder(Path root, HelmIgnore ignore) {
    this.root = root;
    this.ignore = ignore;
  }

  static List<ChartFile> read(Path folder) {
    try {
      Path rules = folder.resolve(".helmignore");
      HelmIgnore ignore =
          HelmIgnore.parse(Files.isRegularFile(rules) ? Files.readString(rules) : "");
      ChartFolder reading = new ChartFolder(folder, ignore);
      reading.walk(folder);
      return reading.files;
    } catch (IOException e) {
      throw new ChartException("cannot read chart folder " + folder + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new ChartException("cannot read chart folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private void walk(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!above.add(real)) {
      throw new ChartException("folder " + folder + " contains itself by a symbolic link");
    }
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries =
          listed
              .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
              .toList();
    }
    for (Path entry : entries) {
      String name = root.relativize(entry).toString().replace('\\', '/');
      boolean isFolder = Files.isDirectory(entry);
      if (ignore.ignores(name, isFolder)) {
        continue;
      }
      if (isFolder) {
        walk(entry);
      } else if (!Files.isRegularFile(entry)) {
        throw new ChartException(
            "cannot load irregular file " + entry + " as it has file mode type bits set");
      } else {
        size += Files.size(entry);
        if (size > Charts.MAX_SIZE) {
          throw new ChartException(
              "error reading "
                  + name
                  + ": chart is larger than the maximum size "
                  + Charts.MAX_SIZE);
        }
        files.add(
            new ChartFile(
                name,
                ChartArchive.withoutByteOrderMark(Files.readAllBytes(entry)),
                Files.getLastModifiedTime(entry).toInstant()));
      }
    }
    above.remove(real);
  }
}
