package io.autohelm.agent;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.values.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where a value was set, for people.
 *
 * @param source a file of the source, or what else it is
 * @param line 0 where it is not known
 * @param file among the source's files; null where it is none of them
 */
record ValuePlace(String source, int line, @Nullable String file) {
  String text() {
    return line > 0 ? source + ":" + line : source;
  }

  /**
   * Where a setting was made.
   *
   * @param origin null where nobody made it
   * @param places where inline values stand
   */
  static ValuePlace of(
      @Nullable Origin origin,
      DesiredRelease release,
      Chart chart,
      SourceFiles files,
      ValuePlaces places) {
    if (origin == null) {
      return new ValuePlace("nobody: an empty table of a sub-chart", 0, null);
    }
    if (origin.source().equals(ValuesHistory.INLINE)) {
      int line = places.line(release.id(), origin.path());
      return new ValuePlace(release.file(), line, release.file());
    }
    String prefix = chart.name() + "/";
    boolean isOfChart =
        origin.source().startsWith(prefix) && origin.source().endsWith("values.yaml");
    if (isOfChart && release.chart() instanceof ChartChoice.InCommit here) {
      String path = here.path() + "/" + origin.source().substring(prefix.length());
      if (isFile(files, path)) {
        return new ValuePlace(path, origin.line(), path);
      }
    }
    if (isOfChart) {
      return new ValuePlace(
          "chart " + chart.name() + "-" + chart.metadata().version() + ", " + origin.source(),
          origin.line(),
          null);
    }
    return new ValuePlace(
        origin.source(), origin.line(), isFile(files, origin.source()) ? origin.source() : null);
  }

  private static boolean isFile(SourceFiles files, String path) {
    return files.list(path).stream().anyMatch(entry -> entry.path().equals(path));
  }
}
