package io.autohelm.engine.chart;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a chart's folder, less those that .helmignore excludes; links are followed as Helm
 * follows them.
 */
final class ChartFolder {
  private final HelmIgnore ignore;
  private final List<ChartFile> files = new ArrayList<>();
  private final Set<Object> above = new HashSet<>();
  private long size;

  private ChartFolder(HelmIgnore ignore) {
    this.ignore = ignore;
  }

  static List<ChartFile> read(Path folder) {
    try {
      Path rules = folder.resolve(".helmignore");
      HelmIgnore ignore =
          HelmIgnore.parse(Files.isRegularFile(rules) ? Files.readString(rules) : "");
      ChartFolder reading = new ChartFolder(ignore);
      reading.walk(folder, key(folder, attributes(folder)), "");
      return reading.files;
    } catch (IOException e) {
      throw new ChartException("cannot read chart folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes the files of a folder and of those below it.
   *
   * @param prefix the folder's path below the chart, with a slash at its end; empty for the chart's
   */
  private void walk(Path folder, Object key, String prefix) throws IOException {
    if (!above.add(key)) {
      throw new ChartException("folder " + folder + " contains itself by a symbolic link");
    }
    for (Map.Entry<String, Path> entry : byName(folder).entrySet()) {
      String name = prefix + entry.getKey();
      Path path = entry.getValue();
      BasicFileAttributes attributes = attributes(path);
      if (ignore.ignores(name, attributes.isDirectory())) {
        continue;
      }
      if (attributes.isDirectory()) {
        walk(path, key(path, attributes), name + "/");
      } else if (!attributes.isRegularFile()) {
        throw new ChartException(
            "cannot load irregular file " + path + " as it has file mode type bits set");
      } else {
        size += attributes.size();
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
                ChartArchive.withoutByteOrderMark(Files.readAllBytes(path)),
                attributes.lastModifiedTime().toInstant()));
      }
    }
    above.remove(key);
  }

  private static SortedMap<String, Path> byName(Path folder) throws IOException {
    SortedMap<String, Path> entries = new TreeMap<>();
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
      listed.forEach(entry -> entries.put(entry.getFileName().toString(), entry));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /** Of what a link leads to; a link that leads nowhere is itself, and irregular. */
  private static BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** What tells a folder from all others, whatever links lead to it. */
  private static Object key(Path folder, BasicFileAttributes attributes) throws IOException {
    Object key = attributes.fileKey();
    return key == null ? folder.toRealPath() : key;
  }
}
