package io.autohelm.engine.lint;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Dependency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What Chart.yaml asks for and what lies in {@code charts/} must go together. */
final class DependencyRules {
  private DependencyRules() {}

  static void check(Path folder, ChartLint.Loaded loaded, Findings findings) {
    Chart chart = loaded.chart();
    if (chart == null) {
      findings.error("", "unable to load chart\n\t" + loaded.problem());
      return;
    }
    List<Dependency> declared = chart.metadata().dependencies();
    Set<String> wanted = declared.stream().map(Dependency::name).collect(Collectors.toSet());
    Set<String> present =
        chart.dependencies().stream().map(Chart::name).collect(Collectors.toSet());
    report(
        chart.dependencies().stream()
            .map(Chart::name)
            .filter(name -> !wanted.contains(name))
            .toList(),
        "chart metadata is missing these dependencies: ",
        LintSeverity.ERROR,
        folder,
        findings);
    report(
        repeated(declared),
        "multiple dependencies with name or alias: ",
        LintSeverity.ERROR,
        folder,
        findings);
    report(
        declared.stream().map(Dependency::name).filter(name -> !present.contains(name)).toList(),
        "chart directory is missing these dependencies: ",
        LintSeverity.WARNING,
        folder,
        findings);
  }

  private static List<String> repeated(List<Dependency> declared) {
    Set<String> met = new HashSet<>();
    List<String> repeated = new ArrayList<>();
    for (Dependency dependency : declared) {
      if (!met.add(dependency.effectiveName())) {
        repeated.add(dependency.effectiveName());
      }
    }
    return repeated;
  }

  private static void report(
      List<String> names, String text, LintSeverity severity, Path folder, Findings findings) {
    if (!names.isEmpty()) {
      findings.add(severity, folder.toString(), 0, text + String.join(",", names));
    }
  }
}
