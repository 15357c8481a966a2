package io.autohelm.engine.lint;

import io.autohelm.engine.chart.Chart;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code crds/} hold definitions of custom resources, as they are, without templates. */
final class CrdRules {
  private static final String FOLDER = "crds/";

  private CrdRules() {}

  static void check(Path folder, ChartLint.Loaded loaded, Findings findings) {
    Path crds = folder.resolve("crds");
    if (!Files.exists(crds)) {
      return;
    }
    if (!Files.isDirectory(crds)) {
      findings.error(FOLDER, "not a directory");
      return;
    }
    Chart chart = loaded.chart();
    if (chart == null) {
      findings.error(FOLDER, loaded.problem());
      return;
    }
    for (Chart.Crd crd : chart.crds()) {
      ObjectStream objects = new ObjectStream(crd.file().text());
      while (true) {
        ObjectStream.Read read = objects.next();
        if (read == null) {
          break;
        }
        if (!read.problem().isEmpty()) {
          findings.add(
              LintSeverity.ERROR,
              crd.file().name(),
              read.line(),
              "unable to parse YAML: " + read.problem());
          return;
        }
        ObjectHead head = read.head();
        if (head != null) {
          check(crd.file().name(), read.line(), head, findings);
        }
      }
    }
  }

  private static void check(String path, int line, ObjectHead head, Findings findings) {
    if (!head.apiVersion().startsWith("apiextensions.k8s.io")) {
      findings.add(LintSeverity.ERROR, path, line, "apiVersion is not in 'apiextensions.k8s.io'");
    }
    if (!head.kind().equals("CustomResourceDefinition")) {
      findings.add(LintSeverity.ERROR, path, line, "object kind is not 'CustomResourceDefinition'");
    }
  }
}
