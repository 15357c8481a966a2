package io.autohelm.engine.lint;

import java.util.ArrayList;
import java.util.List;

/** Takes findings in the order in which the rules are asked. */
final class Findings {
  private final List<LintFinding> all = new ArrayList<>();

  void add(LintSeverity severity, String path, int line, String text) {
    all.add(new LintFinding(severity, path, line, text));
  }

  void info(String path, String text) {
    add(LintSeverity.INFO, path, 0, text);
  }

  void warning(String path, String text) {
    add(LintSeverity.WARNING, path, 0, text);
  }

  void error(String path, String text) {
    add(LintSeverity.ERROR, path, 0, text);
  }

  List<LintFinding> all() {
    return List.copyOf(all);
  }
}
