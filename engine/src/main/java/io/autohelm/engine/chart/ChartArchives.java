package io.autohelm.engine.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Unpacks packaged charts. */
public final class ChartArchives {
  private ChartArchives() {}

  /**
   * Unpacks an archive into a folder of the chart's name, file by file as they are. Existing files
   * are overwritten, others left.
   *
   * @param into the folder that will hold the chart's folder
   * @return the chart's folder
   * @throws ChartException when the archive is none, or its chart has no usable name
   */
  public static Path expand(Path archive, Path into) throws IOException {
    List<ChartFile> files = ChartArchive.read(archive);
    String name = "";
    for (ChartFile file : files) {
      if (file.name().equals("Chart.yaml")) {
        try {
          name = Charts.metadata(file.text()).name();
        } catch (ChartException e) {
          throw new ChartException("cannot load Chart.yaml: " + e.getMessage(), e);
        }
      }
    }
    if (name.isEmpty()) {
      throw new ChartException("chart name not specified");
    }
    if (name.equals(".") || name.equals("..")) {
      throw new ChartException("chart name \"" + name + "\" is not allowed");
    }
    if (name.contains("/")) {
      throw new ChartException("chart name \"" + name + "\" must not contain path separators");
    }
    Path folder = into.resolve(name);
    for (ChartFile file : files) {
      // The reader let no name out of the archive's folder; links below ours are not followed.
      Path target = folder.resolve(file.name()).normalize();
      if (!target.startsWith(folder.normalize()) || leavesBy(folder, target)) {
        throw new ChartException("chart illegally references parent directory");
      }
      Files.createDirectories(parent(target));
      Files.write(target, file.data());
    }
    return folder;
  }

  /** Whether a link that is already there would lead out of the folder. */
  private static boolean leavesBy(Path folder, Path target) {
    for (Path at = target; at != null && !at.equals(folder); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        return true;
      }
    }
    return false;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }
}
