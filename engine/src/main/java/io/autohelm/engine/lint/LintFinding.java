package io.autohelm.engine.lint;

/**
 * What an examination found.
 *
 * @param path the file or folder below the chart, as Helm names it; may be empty
 * @param line the line of that file, from 1; of what came out of it for a finding about a rendered
 *     template; 0 where the finding is about no line
 * @param text what is wrong, in Helm's words
 */
public record LintFinding(LintSeverity severity, String path, int line, String text) {
  /** The finding as Helm prints it, without its line. */
  @Override
  public String toString() {
    return "[" + severity + "] " + path + ": " + text;
  }
}
