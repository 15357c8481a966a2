package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;

/** A table as Helm prints it: columns padded to their widest cell, with a tab between them. */
final class HelmTable {
  private static final String ELLIPSIS = "...";

  private final int widest;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param widest the most columns that a cell may take; 0 for no bound
   */
  HelmTable(int widest) {
    this.widest = widest;
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The rows, each but the last with a line break behind it. */
  String text() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = 0;
        for (String line : row.get(i).split("\n", -1)) {
          width = Math.max(width, width(line));
        }
        width = widest == 0 ? width : Math.min(width, widest);
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return String.join("\n", lines);
  }

  /** A cell with line breaks makes its row several lines high. */
  private static String line(List<String> row, List<Integer> widths) {
    List<String[]> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < row.size(); i++) {
      String[] lines = fitted(row.get(i), widths.get(i)).split("\n", -1);
      cells.add(lines);
      height = Math.max(height, lines.length);
    }
    List<String> printed = new ArrayList<>();
    for (int y = 0; y < height; y++) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        String part = y < cells.get(i).length ? cells.get(i)[y] : " ";
        parts.add(fitted(part, widths.get(i)));
      }
      printed.add(String.join("\t", parts));
    }
    return String.join("\n", printed);
  }

  private static String fitted(String text, int width) {
    int own = width(text);
    if (width == 0 || own == width) {
      return text;
    }
    if (own < width) {
      return text + " ".repeat(width - own);
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int c : text.codePoints().toArray()) {
      cut.appendCodePoint(c);
      int columns = width(c);
      if (used + columns >= width - ELLIPSIS.length()) {
        break;
      }
      used += columns;
    }
    return cut.append(ELLIPSIS).toString();
  }

  private static int width(String text) {
    return text.codePoints().map(HelmTable::width).sum();
  }

  /** The columns that a terminal gives a character. */
  private static int width(int c) {
    if (Character.isISOControl(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.ENCLOSING_MARK
        || Character.getType(c) == Character.FORMAT) {
      return 0;
    }
    boolean isWide =
        Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN
            || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
            || Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA
            || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA
            || (c >= 0xFF01 && c <= 0xFF60)
            || (c >= 0x1F300 && c <= 0x1FAFF);
    return isWide ? 2 : 1;
  }
}
