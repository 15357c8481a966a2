package io.autohelm.engine.values;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Dependency;
import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fits a chart to values: sub-charts that tags and conditions switch off are left out, aliases
 * become names, and {@code import-values} bring a child's values to its parent. Helm's
 * ProcessDependencies.
 */
public final class DependencySelection {
  private final Consumer<String> warnings;

  private DependencySelection(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** The chart as it will be rendered with {@code given}; the arguments are not changed. */
  public static Chart select(
      Chart chart, Map<String, @Nullable Object> given, Consumer<String> warnings) {
    DependencySelection selection = new DependencySelection(warnings);
    return selection.importValues(selection.enabled(chart, given, ""));
  }

  private Chart enabled(Chart chart, Map<String, @Nullable Object> given, String path) {
    List<Dependency> declared = chart.metadata().dependencies();
    if (!chart.metadata().dependenciesGiven()) {
      return chart;
    }
    List<Chart> present = new ArrayList<>();
    for (Chart existing : chart.dependencies()) {
      if (declared.stream().noneMatch(d -> isFor(d, existing))) {
        present.add(existing);
      }
    }
    for (Dependency dependency : declared) {
      for (Chart existing : chart.dependencies()) {
        if (isFor(dependency, existing)) {
          present.add(
              existing.withMetadata(existing.metadata().withName(dependency.effectiveName())));
          break;
        }
      }
    }
    Chart named = chart.withDependencies(present);
    Map<String, @Nullable Object> values = Coalesce.values(named, given, warnings);

    List<Dependency> kept = new ArrayList<>();
    Set<String> dropped = new HashSet<>();
    for (Dependency dependency : declared) {
      String name = dependency.effectiveName();
      if (isEnabled(dependency, values, path)) {
        kept.add(dependency.withName(name).withEnabled(true));
      } else {
        dropped.add(name);
      }
    }
    List<Chart> children = new ArrayList<>();
    for (Chart child : present) {
      if (!dropped.contains(child.name())) {
        children.add(enabled(child, values, path + child.name() + "."));
      }
    }
    return chart
        .withMetadata(
            chart
                .metadata()
                .withDependencies(kept.stream().filter(d -> !dropped.contains(d.name())).toList()))
        .withDependencies(children);
  }

  private static boolean isFor(Dependency dependency, Chart chart) {
    return chart.name().equals(dependency.name())
        && allows(dependency.version(), chart.metadata().version());
  }

  /** False also where either text cannot be read, as in Helm. */
  private static boolean allows(String constraint, String version) {
    try {
      return Constraint.parse(constraint).allows(Version.parse(version));
    } catch (SemverException e) {
      return false;
    }
  }

  private boolean isEnabled(
      Dependency dependency, Map<String, @Nullable Object> values, String path) {
    for (String condition : dependency.condition().strip().split(",", -1)) {
      if (condition.isEmpty()) {
        continue;
      }
      Object value = Marked.plain(Tables.scalar(values, path + condition));
      if (value instanceof Boolean decided) {
        return decided;
      }
      if (value != null) {
        warnings.accept(
            "returned non-bool value path=" + condition + " chart=" + dependency.name());
      }
    }
    return isEnabledByTags(dependency, values);
  }

  private boolean isEnabledByTags(Dependency dependency, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> tags = Tables.table(values.get("tags"));
    if (tags == null) {
      return true;
    }
    boolean on = false;
    boolean off = false;
    for (String tag : dependency.tags()) {
      Object value = Marked.plain(tags.get(tag));
      if (value instanceof Boolean decided) {
        on |= decided;
        off |= !decided;
      } else if (tags.containsKey(tag)) {
        warnings.accept("returned non-bool value tag=" + tag + " chart=" + dependency.name());
      }
    }
    return on || !off;
  }

  private Chart importValues(Chart chart) {
    Chart below =
        chart.withDependencies(chart.dependencies().stream().map(this::importValues).toList());
    List<Dependency> declared = below.metadata().dependencies();
    if (declared.isEmpty()) {
      return below;
    }
    Map<String, @Nullable Object> merged = Coalesce.merge(below, Map.of(), warnings);
    Map<String, @Nullable Object> imported = new LinkedHashMap<>();
    List<Dependency> rewritten = new ArrayList<>();
    for (Dependency dependency : declared) {
      List<@Nullable Object> pairs = new ArrayList<>();
      for (Object item : dependency.importValues()) {
        Map<String, @Nullable Object> pair = Tables.table(item);
        if (pair != null) {
          String child = String.valueOf(pair.get("child"));
          String parent = String.valueOf(pair.get("parent"));
          pairs.add(Map.of("child", child, "parent", parent));
          Map<String, @Nullable Object> table =
              Tables.find(merged, dependency.name() + "." + child);
          if (table == null) {
            warnings.accept(
                "ImportValues missing table from chart chart="
                    + dependency.name()
                    + " path="
                    + child);
          } else {
            imported =
                Coalesce.mergeTables(imported, nested(parent, Tables.deepCopy(table)), warnings);
          }
        } else if (item instanceof String export) {
          String child = "exports." + export;
          pairs.add(Map.of("child", child, "parent", "."));
          Map<String, @Nullable Object> table =
              Tables.find(merged, dependency.name() + "." + child);
          if (table == null) {
            warnings.accept(
                "ImportValues missing table chart=" + dependency.name() + " path=" + child);
          } else {
            imported = Coalesce.mergeTables(imported, Tables.deepCopy(table), warnings);
          }
        }
      }
      rewritten.add(dependency.withImportValues(pairs));
    }
    return below
        .withMetadata(below.metadata().withDependencies(rewritten))
        .withValues(
            imported.isEmpty()
                ? merged
                : Coalesce.mergeTables(Tables.deepCopy(merged), imported, warnings));
  }

  private static Map<String, @Nullable Object> nested(
      String path, Map<String, @Nullable Object> table) {
    if (path.equals(".")) {
      return table;
    }
    Map<String, @Nullable Object> current = table;
    String[] keys = path.split("\\.", -1);
    for (int i = keys.length - 1; i >= 0; i--) {
      Map<String, @Nullable Object> outer = new LinkedHashMap<>();
      outer.put(keys[i], current);
      current = outer;
    }
    return current;
  }
}
