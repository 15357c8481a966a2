package io.autohelm.engine.yaml;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.scanner.ScannerException;

/** Tabs between tokens: Go takes them as blanks wherever no block key can begin. */
final class Tabs {
  private static final Pattern BLOCK_HEADER =
      Pattern.compile("(^|.*[\\s:])[|>][-+0-9]{0,2}\\s*(#.*)?");
  private static final Pattern PLAIN_ENTRY =
      Pattern.compile("\\s*([^\\s#'\"\\[{&*!|>%@`-][^#]*:\\s+|-\\s+)[^\\s#'\"\\[{&*!|>%@`][^#]*");

  private Tabs() {}

  /** The text with the tabs at the scanner's stop replaced, or null if that stop is an error. */
  static @Nullable String blanked(String text, YAMLException failure) {
    int at = stop(text, failure);
    if (at < 0 || !afterToken(text, at)) return null;
    StringBuilder blanked = new StringBuilder(text);
    for (int i = at; i < text.length() && isBlank(text.charAt(i)); i++) blanked.setCharAt(i, ' ');
    return blanked.toString();
  }

  /** What Go says of a tab that begins a line, where it differs from the scanner's own words. */
  static @Nullable String problem(String text, YAMLException failure) {
    int at = stop(text, failure);
    if (at < 0) return null;
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    if (lineStart == 0 || !text.substring(lineStart, at).isBlank()) return null;
    int end = lineStart - 1;
    String before = text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
    if (BLOCK_HEADER.matcher(before).matches()) {
      return "found a tab character where an indentation space is expected";
    }
    return PLAIN_ENTRY.matcher(before).matches()
        ? "found a tab character that violates indentation"
        : null;
  }

  /** Where the run of blanks begins at whose tab the scanner stopped, or -1. */
  private static int stop(String text, YAMLException failure) {
    if (!(failure instanceof ScannerException stopped)) return -1;
    Mark mark = stopped.getProblemMark();
    String problem = stopped.getProblem();
    if (mark == null || problem == null || !problem.startsWith("found character '\\")) return -1;
    int at = text.offsetByCodePoints(0, mark.getIndex());
    if (at >= text.length() || !isBlank(text.charAt(at))) return -1;
    int first = at;
    boolean tab = false;
    for (; first >= 0 && isBlank(text.charAt(first)); first--) tab |= text.charAt(first) == '\t';
    return tab ? first + 1 : -1;
  }

  /** Whether on the same line something precedes that does not let a block key follow. */
  private static boolean afterToken(String text, int at) {
    if (at == 0) return false;
    char last = text.charAt(at - 1);
    if (last == '\n' || last == '\r') return insideFlow(text, at);
    boolean opensEntry =
        (last == '-' || last == '?') && (at == 1 || Character.isWhitespace(text.charAt(at - 2)));
    return !opensEntry || insideFlow(text, at);
  }

  /** A guess good enough for a tab that begins a line: an opening bracket is still open. */
  private static boolean insideFlow(String text, int at) {
    int depth = 0;
    for (int i = 0; i < at; i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '{') depth++;
      else if (c == ']' || c == '}') depth--;
    }
    return depth > 0;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
