package io.autohelm.engine.yaml;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.scanner.ScannerException;

/** SnakeYAML's complaints in go-yaml's words, which charts see and people search for. */
final class SyntaxErrors {
  private static final String CONVERTING = "error converting YAML to JSON: yaml: ";

  private static final Pattern ANCHOR = Pattern.compile("[0-9A-Za-z_-]+");
  private static final Pattern KNOWN_DIRECTIVE = Pattern.compile("%(YAML|TAG)\\b");
  private static final Pattern OTHER_VERSION = Pattern.compile("%YAML[ \t]+(?!1\\.1\\b)");
  private static final Pattern HALF_PAIR =
      Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u[dD][89a-fA-F]");

  /** The beginning of SnakeYAML's text, and go-yaml's text for the same. */
  private static final String[][] WORDS = {
    {"mapping values are not allowed here", "mapping values are not allowed in this context"},
    {
      "sequence entries are not allowed here",
      "block sequence entries are not allowed in this context"
    },
    {"mapping keys are not allowed here", "mapping keys are not allowed in this context"},
    {"found character", "found character that cannot start any token"},
    {"found unexpected document separator", "found unexpected document indicator"},
    {"found unknown escape character", "found unknown escape character"},
    {"expected escape sequence", "did not find expected hexdecimal number"},
    {
      "expected alphabetic or numeric character",
      "did not find expected alphabetic or numeric character"
    },
    {"unexpected character found", "did not find expected alphabetic or numeric character"},
    {"expected indentation indicator in the range", "found an indentation indicator equal to 0"},
    {"expected chomping or indentation", "did not find expected comment or line break"},
    {"expected a comment or a line break", "did not find expected comment or line break"},
    {"expected ',' or ']'", "did not find expected ',' or ']'"},
    {"expected ',' or '}'", "did not find expected ',' or '}'"},
    {"expected the node content", "did not find expected node content"},
    {"expected '<document start>'", "did not find expected <document start>"},
    {"found undefined tag handle", "found undefined tag handle"},
    {"expected '>'", "did not find the expected '>'"},
    {"expected URI", "did not find expected tag URI"},
    {"expected ' '", "did not find expected whitespace or line break"},
  };

  private SyntaxErrors() {}

  static YamlException worded(String text, YAMLException failure) {
    if (!(failure instanceof MarkedYAMLException marked)) {
      String message = String.valueOf(failure.getMessage());
      boolean control = message.contains("special characters are not allowed");
      return new YamlException(
          CONVERTING + (control ? "control characters are not allowed" : message));
    }
    Mark problem = marked.getProblemMark();
    int line = goLine(text, marked);
    String tab = Tabs.problem(text, failure);
    return new YamlException(
        CONVERTING
            + (line == 0 ? "" : "line " + line + ": ")
            + (tab == null ? problem(marked) : tab),
        problem == null ? 0 : problem.getLine() + 1,
        problem == null ? 0 : problem.getColumn() + 1);
  }

  /** Go-yaml adds one to the line only for what its scanner found, and never says line 0. */
  private static int goLine(String text, MarkedYAMLException failure) {
    boolean inside = "found unexpected end of stream".equals(failure.getProblem());
    int problem = line(inside ? "" : text, failure.getProblemMark());
    if (problem != 0) return problem + (failure instanceof ScannerException ? 1 : 0);
    return line(text, failure.getContextMark());
  }

  /** The line counted from 0; to Go the end of the text stands on a line of its own. */
  private static int line(String text, @Nullable Mark mark) {
    if (mark == null) return 0;
    boolean atEnd = !text.isEmpty() && mark.getIndex() >= text.codePointCount(0, text.length());
    return mark.getLine() + (atEnd && mark.getColumn() != 0 ? 1 : 0);
  }

  private static String problem(MarkedYAMLException failure) {
    String problem = String.valueOf(failure.getProblem());
    if (problem.startsWith("expected <block end>")) {
      return String.valueOf(failure.getContext()).contains("mapping")
          ? "did not find expected key"
          : "did not find expected '-' indicator";
    }
    for (String[] pair : WORDS) {
      if (problem.startsWith(pair[0])) return pair[1];
    }
    return problem;
  }

  /** A text that is one directive without a document, of which the parser says nothing. */
  static void checkLoneDirective(String text) {
    if (text.startsWith("%") && !KNOWN_DIRECTIVE.matcher(text).lookingAt()) {
      throw new YamlException(CONVERTING + "found unknown directive name", 1, 1);
    }
  }

  /** Go knows the directives YAML, of version 1.1 alone, and TAG. */
  static void checkDirectives(String text, DocumentStartEvent start) {
    int from = text.offsetByCodePoints(0, start.getStartMark().getIndex());
    if (from >= text.length() || text.charAt(from) != '%') return;
    int to = text.offsetByCodePoints(0, start.getEndMark().getIndex());
    int line = start.getStartMark().getLine();
    for (String written : text.substring(from, to).split("\n", -1)) {
      line++;
      boolean other = written.startsWith("%") && !KNOWN_DIRECTIVE.matcher(written).lookingAt();
      if (!other && !OTHER_VERSION.matcher(written).lookingAt()) continue;
      throw new YamlException(
          CONVERTING
              + (line == 1 ? "" : "line " + (other ? line : line - 1) + ": ")
              + (other ? "found unknown directive name" : "found incompatible YAML document"),
          line,
          1);
    }
  }

  static void checkAnchor(NodeEvent event) {
    String anchor = event.getAnchor();
    if (anchor == null || ANCHOR.matcher(anchor).matches()) return;
    int line = event.getStartMark().getLine() + 1;
    throw new YamlException(
        CONVERTING
            + (line == 1 ? "" : "line " + line + ": ")
            + "did not find expected alphabetic or numeric character",
        line,
        event.getStartMark().getColumn() + 1);
  }

  /** A block whose indentation is not told and whose first line begins with a tab. */
  static void checkBlock(ScalarEvent scalar) {
    if (!scalar.isLiteral() && !scalar.isFolded()) return;
    String value = scalar.getValue();
    int lines = 0;
    while (lines < value.length() && value.charAt(lines) == '\n') lines++;
    if (lines == value.length() || value.charAt(lines) != '\t') return;
    Mark mark = scalar.getStartMark();
    int[] buffer = mark.getBuffer();
    for (int i = mark.getPointer(); i < buffer.length && buffer[i] != '\n'; i++) {
      if (buffer[i] == '#') break;
      if (Character.isDigit(buffer[i])) return;
    }
    int line = mark.getLine() + lines + 2;
    throw new YamlException(
        CONVERTING
            + "line "
            + line
            + ": found a tab character where an indentation space is expected",
        line,
        0);
  }

  /** Half of a surrogate pair written as an escape: SnakeYAML joins the halves, Go refuses. */
  static void checkEscapes(ScalarEvent scalar) {
    if (!scalar.isDQuoted()
        || scalar.getValue().chars().noneMatch(c -> Character.isSurrogate((char) c))) return;
    Mark start = scalar.getStartMark();
    int length = scalar.getEndMark().getIndex() - start.getIndex();
    int from = start.getPointer();
    String written =
        new String(start.getBuffer(), from, Math.min(length, start.getBuffer().length - from));
    if (HALF_PAIR.matcher(written).find()) {
      throw new YamlException(
          CONVERTING + "found invalid Unicode character escape code",
          start.getLine() + 1,
          start.getColumn() + 1);
    }
  }
}
