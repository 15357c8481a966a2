package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows with their columns aligned, two blanks between. */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();

  Columns(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row; a line break within a cell becomes a blank. */
  void add(List<String> cells) {
    rows.add(cells.stream().map(cell -> cell.replaceAll("\\s*\\n\\s*", " ")).toList());
  }

  /** The lines, each with its end. */
  String text() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** A value of an answer for a cell; empty for what is not there. */
  static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number && number == Math.rint(number)
        ? Long.toString(number.longValue())
        : value.toString();
  }

  /** The revision of a release; empty where it has none yet. */
  static String revision(Map<?, ?> release) {
    String revision = cell(release.get("revision"));
    return revision.equals("0") ? "" : revision;
  }

  /** A time to the second. */
  static String time(@Nullable Object value) {
    return cell(value).replaceFirst("\\.[0-9]+Z$", "Z");
  }

  /** An object of an answer as people name it: kind, namespace where it has one, and name. */
  static String object(Map<?, ?> object) {
    String namespace = cell(object.get("namespace"));
    return cell(object.get("kind"))
        + "/"
        + (namespace.isEmpty() ? "" : namespace + "/")
        + cell(object.get("name"));
  }
}
