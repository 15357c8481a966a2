package io.autohelm.engine.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Of which values a schema's findings speak: told by Helm's words for them, a line each. */
final class RefusedPaths {
  private static final Pattern FINDING = Pattern.compile("^\\s*- at '(.*?)': (.*)$");
  private static final Pattern ADDITIONAL =
      Pattern.compile("additional properties (.*) not allowed");
  private static final Pattern QUOTED = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'");

  private RefusedPaths() {}

  /**
   * The paths as {@link ValuesOrigins.Leaf#path} writes them, each once; a value that may not be
   * there at all by its own path. A finding about all values of a chart has none.
   *
   * @param scope before each path: where the chart's values stand among those of its parent
   */
  static List<String> of(String findings, Map<String, @Nullable Object> values, String scope) {
    List<String> paths = new ArrayList<>();
    for (String line : findings.split("\n", -1)) {
      Matcher finding = FINDING.matcher(line);
      if (!finding.matches()) {
        continue;
      }
      List<String> steps = steps(finding.group(1));
      Matcher additional = ADDITIONAL.matcher(finding.group(2));
      if (additional.matches()) {
        Matcher name = QUOTED.matcher(additional.group(1));
        while (name.find()) {
          List<String> below = new ArrayList<>(steps);
          below.add(name.group(1).replaceAll("\\\\(.)", "$1"));
          add(path(values, below), scope, paths);
        }
      } else {
        add(path(values, steps), scope, paths);
      }
    }
    return paths;
  }

  private static void add(String path, String scope, List<String> paths) {
    if (!path.isEmpty() && !paths.contains(scope + path)) {
      paths.add(scope + path);
    }
  }

  /** The steps of a JSON pointer. */
  private static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    if (pointer.startsWith("/")) {
      for (String step : pointer.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }

  private static String path(Map<String, @Nullable Object> values, List<String> steps) {
    StringBuilder path = new StringBuilder();
    Object value = values;
    for (String step : steps) {
      if (value instanceof List<?> list) {
        path.append('[').append(step).append(']');
        boolean isThere = step.matches("[0-9]{1,8}") && Integer.parseInt(step) < list.size();
        value = isThere ? list.get(Integer.parseInt(step)) : null;
      } else {
        path.append(path.length() == 0 ? "" : ".").append(ValuesOrigins.escaped(step));
        value = value instanceof Map<?, ?> table ? table.get(step) : null;
      }
    }
    return path.toString();
  }
}
