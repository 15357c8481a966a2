package io.autohelm.engine.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a .helmignore file. Like .gitignore, with Helm's differences: {@code **} is refused,
 * and a negated rule ignores all that it does not match.
 */
final class HelmIgnore {
  private record Rule(
      String pattern, boolean negated, boolean foldersOnly, boolean wholePath, Shape shape) {
    boolean matches(String path) {
      int from = wholePath ? 0 : path.lastIndexOf('/') + 1;
      return switch (shape) {
        case PLAIN -> path.length() - from == pattern.length() && path.endsWith(pattern);
        case ENDING -> path.indexOf('/', from) < 0 && path.endsWith(pattern.substring(1));
        case OTHER -> GoPathMatch.matches(pattern, path.substring(from));
      };
    }
  }

  /** Most patterns need no matching of wildcards. */
  private enum Shape {
    PLAIN,
    /** A star and plain text. */
    ENDING,
    OTHER;

    static Shape of(String pattern) {
      if (isPlain(pattern)) {
        return PLAIN;
      }
      boolean ending =
          pattern.startsWith("*") && isPlain(pattern.substring(1)) && pattern.indexOf('/') < 0;
      return ending ? ENDING : OTHER;
    }

    private static boolean isPlain(String pattern) {
      return pattern.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
    }
  }

  private final List<Rule> rules;

  private HelmIgnore(List<Rule> rules) {
    this.rules = rules;
  }

  static HelmIgnore parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String line : (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\n", -1)) {
      add(rules, line.strip());
    }
    add(rules, "templates/.?*"); // Helm's own default: hidden files beside templates
    return new HelmIgnore(rules);
  }

  private static void add(List<Rule> rules, String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    if (line.contains("**")) {
      throw new ChartException("double-star (**) syntax is not supported");
    }
    if (!GoPathMatch.isValid(line)) {
      throw new ChartException("syntax error in pattern: " + line);
    }
    String pattern = line;
    boolean negated = pattern.startsWith("!");
    if (negated) {
      pattern = pattern.substring(1);
    }
    boolean foldersOnly = pattern.endsWith("/");
    if (foldersOnly) {
      pattern = pattern.substring(0, pattern.length() - 1);
    }
    boolean wholePath = pattern.contains("/");
    if (pattern.startsWith("/")) {
      pattern = pattern.substring(1);
    }
    rules.add(new Rule(pattern, negated, foldersOnly, wholePath, Shape.of(pattern)));
  }

  /**
   * Whether the file or folder at {@code path} (below the chart, never empty) is to be left out.
   */
  boolean ignores(String path, boolean isFolder) {
    for (Rule rule : rules) {
      if (rule.negated()) {
        if ((rule.foldersOnly() && !isFolder) || !rule.matches(path)) {
          return true;
        }
      } else if ((!rule.foldersOnly() || isFolder) && rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the file is to be left out, by itself or with a folder that it is in. */
  boolean ignoresFile(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (ignores(path.substring(0, slash), true)) {
        return true;
      }
    }
    return ignores(path, false);
  }
}
