package io.autohelm.agent;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.declaration.ValuePlaces;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.values.Origin;
import io.autohelm.engine.values.ValuesException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who set the values that a chart's schema refuses: the schema's words name no file. */
record RefusedValues(DesiredRelease release, Chart chart, SourceFiles files, ValuePlaces places) {
  private static final int MOST = 10;

  /** The values that a failure says are refused; empty where it is another failure. */
  static List<String> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ValuesException values && !values.refused().isEmpty()) {
        return values.refused();
      }
    }
    return List.of();
  }

  /** A line for each value that somebody set: its place, as compilers write it, and its path. */
  List<String> told(List<String> refused, Map<String, List<ValuesHistory.Setting>> history) {
    Set<String> lines = new LinkedHashSet<>();
    for (String path : refused) {
      ValuesHistory.Setting setting = setting(path, history);
      if (setting != null && setting.origin() != null) {
        lines.add(place(path, setting.origin(), history).text() + ": sets " + path);
      }
    }
    List<String> all = new ArrayList<>(lines);
    if (all.size() > MOST) {
      List<String> some = new ArrayList<>(all.subList(0, MOST));
      some.add("and " + (all.size() - MOST) + " more");
      return some;
    }
    return all;
  }

  /** A table as a whole has no place in a file of values: that of its first line is the nearest. */
  private ValuePlace place(
      String path, Origin origin, Map<String, List<ValuesHistory.Setting>> history) {
    boolean isTable = !history.containsKey(path);
    return ValuePlace.of(
        isTable ? new Origin(origin.source(), origin.line(), path) : origin,
        release,
        chart,
        files,
        places);
  }

  /** Of a table, what is declared counts before what the chart sets by itself. */
  private static ValuesHistory.@Nullable Setting setting(
      String path, Map<String, List<ValuesHistory.Setting>> history) {
    List<ValuesHistory.Setting> own = history.get(path);
    if (own != null) {
      return own.get(0);
    }
    ValuesHistory.Setting found = null;
    for (Map.Entry<String, List<ValuesHistory.Setting>> entry : history.entrySet()) {
      boolean isBelow =
          entry.getKey().startsWith(path + ".") || entry.getKey().startsWith(path + "[");
      ValuesHistory.Setting setting = entry.getValue().get(0);
      if (isBelow && (found == null || (found.isOfChart() && !setting.isOfChart()))) {
        found = setting;
      }
    }
    return found;
  }
}
