package io.autohelm.engine.yaml;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.scanner.ScannerException;

/** SnakeYAML's complaints in go-yaml's words, which charts see and people search for. */
final class SyntaxErrors {
  static final String CONVERTING = "error converting YAML to JSON: yaml: ";

  private static final Pattern COLON_OF_ITS_OWN = Pattern.compile("(?m)^[ \t]*:([ \t\r\n]|$)");

  /** The beginning of the parser's text, and go-yaml's text for the same. */
  private static final String[][] WORDS = {
    {"expected ',' or ']'", "did not find expected ',' or ']'"},
    {"expected ',' or '}'", "did not find expected ',' or '}'"},
    {"expected the node content", "did not find expected node content"},
    {"expected '<document start>'", "did not find expected <document start>"},
    {"found duplicate YAML directive", "found duplicate %YAML directive"},
    {"duplicate tag handle", "found duplicate %TAG directive"},
  };

  private SyntaxErrors() {}

  static YamlException worded(String text, YAMLException failure) {
    if (!(failure instanceof MarkedYAMLException marked)) {
      return new YamlException(CONVERTING + failure.getMessage());
    }
    Mark problem = marked.getProblemMark();
    int line = goLine(marked);
    return new YamlException(
        CONVERTING + (line == 0 ? "" : "line " + line + ": ") + problem(marked),
        problem == null ? 0 : shownLine(text, problem),
        problem == null ? 0 : problem.getColumn() + 1);
  }

  /** Go-yaml adds one to the line only for what its scanner found, and never says line 0. */
  private static int goLine(MarkedYAMLException failure) {
    int problem = line(failure.getProblemMark());
    if (problem != 0) return problem + (failure instanceof ScannerException ? 1 : 0);
    return line(failure.getContextMark());
  }

  /** The end of a text is shown on its last line, not behind it. */
  private static int shownLine(String text, Mark mark) {
    boolean behind = mark.getIndex() >= text.length() && mark.getColumn() == 0;
    return behind ? Math.max(mark.getLine(), 1) : mark.getLine() + 1;
  }

  private static int line(@Nullable Mark mark) {
    return mark == null ? 0 : mark.getLine();
  }

  private static String problem(MarkedYAMLException failure) {
    String problem = String.valueOf(failure.getProblem());
    if (problem.startsWith("expected <block end>")) {
      return String.valueOf(failure.getContext()).contains("mapping")
          ? "did not find expected key"
          : "did not find expected '-' indicator";
    }
    if (problem.startsWith("found undefined tag handle")) return "found undefined tag handle";
    for (String[] pair : WORDS) {
      if (problem.startsWith(pair[0])) return pair[1];
    }
    return problem;
  }

  /**
   * After a key marked by a question mark SnakeYAML takes a scalar as its value without a colon.
   */
  static void checkExplicitKey(String text, Event key, Event value) {
    if (!(key instanceof ScalarEvent) || !(value instanceof ScalarEvent)) return;
    Mark met = value.getStartMark();
    if (met == value.getEndMark()) return;
    int before = contentBefore(text, key.getStartMark().getIndex());
    if (before < 0 || text.charAt(before) != '?') return;
    if (COLON_OF_ITS_OWN
        .matcher(text.substring(key.getEndMark().getIndex(), met.getIndex()))
        .find()) return;
    throw new YamlException(
        CONVERTING
            + (met.getLine() == 0 ? "" : "line " + met.getLine() + ": ")
            + "did not find expected key",
        met.getLine() + 1,
        met.getColumn() + 1);
  }

  /** The last character before a place that is neither blank nor in a comment; -1 where none is. */
  private static int contentBefore(String text, int place) {
    int at = place - 1;
    while (true) {
      while (at >= 0 && (Cursor.isBlank(text.charAt(at)) || "\r\n".indexOf(text.charAt(at)) >= 0)) {
        at--;
      }
      int line = text.lastIndexOf('\n', at) + 1;
      int comment = line > at ? -1 : text.indexOf('#', line);
      boolean isComment =
          comment >= 0
              && comment <= at
              && (comment == line || Cursor.isBlank(text.charAt(comment - 1)));
      if (!isComment) {
        return at;
      }
      at = comment - 1;
    }
  }
}
