package io.autohelm.agent.declaration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From which line of a template each line of its output comes. Loops and conditions move lines, so
 * the template is rendered a second time with a mark before each line of plain text; the marks come
 * out where the lines do.
 */
final class RenderedLines {
  private static final char BEGIN = '\uE0F0';
  private static final char END = '\uE0F1';
  private static final Pattern MARK = Pattern.compile(BEGIN + "([0-9]+)" + END);

  private final List<String> source;
  private final List<String> rendered;

  /** For each line of the output, from 0, the line of the template, from 1. */
  private final List<Integer> origins;

  private RenderedLines(String source, String rendered, List<Integer> origins) {
    this.source = lines(source);
    this.rendered = lines(rendered);
    this.origins = origins;
  }

  private static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }

  /** Whether each line became one line. */
  static boolean isLineByLine(String source, String rendered) {
    return lines(source).size() == lines(rendered).size();
  }

  /** Each line comes from the line of its number, as far as there is one. */
  static RenderedLines same(String source, String rendered) {
    int last = lines(source).size();
    List<Integer> origins = new ArrayList<>();
    for (int line = 1; line <= lines(rendered).size(); line++) {
      origins.add(Math.min(line, last));
    }
    return new RenderedLines(source, rendered, origins);
  }

  /** The template with a mark at the beginning of each line that does not begin inside a tag. */
  static String marked(String source) {
    StringBuilder text = new StringBuilder();
    String awaited = "";
    int number = 0;
    for (String line : lines(source)) {
      number++;
      if (number > 1) {
        text.append('\n');
      }
      if (awaited.isEmpty()) {
        text.append(BEGIN).append(number).append(END);
      }
      text.append(line);
      awaited = awaited(line, awaited);
    }
    return text.toString();
  }

  /** What ends the tag that is open at the end of a line; empty where none is. */
  private static String awaited(String line, String before) {
    String awaited = before;
    for (int at = 0; at + 1 < line.length(); at++) {
      String two = line.substring(at, at + 2);
      if (awaited.isEmpty()) {
        awaited = two.equals("{{") ? "}}" : two.equals("{%") ? "%}" : two.equals("{#") ? "#}" : "";
        at += awaited.isEmpty() ? 0 : 1;
      } else if (two.equals(awaited)) {
        awaited = "";
        at++;
      }
    }
    return awaited;
  }

  /**
   * Reads the marks.
   *
   * @param marked what the marked template was rendered to
   */
  static RenderedLines of(String source, String rendered, String marked) {
    if (!MARK.matcher(marked).replaceAll("").equals(rendered)) {
      return same(source, rendered); // a mark changed what is trimmed, or the output is random
    }
    List<Integer> origins = new ArrayList<>();
    int current = 1;
    for (String line : lines(marked)) {
      Matcher mark = MARK.matcher(line);
      int first = 0;
      while (mark.find()) {
        current = Integer.parseInt(mark.group(1));
        // What follows the last mark is the line's own text, unless nothing does.
        first = mark.end() < line.length() || first == 0 ? current : first;
      }
      origins.add(first == 0 ? current : first);
    }
    return new RenderedLines(source, rendered, origins);
  }

  /** The template's line. */
  int inSource(int line) {
    return line < 1 || line > origins.size() ? line : origins.get(line - 1);
  }

  /** The place in the template; without column where a tag moved the text. */
  Place inSource(Place place) {
    if (place.line() < 1 || place.line() > rendered.size()) {
      return place;
    }
    int line = inSource(place.line());
    boolean isSame = source.get(line - 1).equals(rendered.get(place.line() - 1));
    return new Place(line, isSame ? place.column() : 0);
  }

  /** The problem with its place in the template. */
  Problem inSource(Problem problem) {
    Place place = inSource(new Place(problem.line(), problem.column()));
    return problem.at(place.line(), place.column());
  }
}
