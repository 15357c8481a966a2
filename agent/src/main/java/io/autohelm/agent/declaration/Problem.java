package io.autohelm.agent.declaration;

/**
 * Something wrong with a declaration that its author can mend. What it quotes of the text is
 * shortened, and control characters are escaped, so that it can be printed anywhere.
 *
 * @param file the path from the source's root
 * @param line from 1; 0 where the file as a whole is meant
 * @param column from 1; 0 where the line as a whole is meant, or the column is not known
 * @param path the field, for example {@code spec.chart.path}; empty where none is meant
 * @param message what was expected and what was met
 */
public record Problem(String file, int line, int column, String path, String message) {
  private static final int LONGEST_PATH = 200;
  private static final int LONGEST_MESSAGE = 1000;

  public Problem {
    file = Shown.shortened(file, LONGEST_PATH);
    path = Shown.shortened(path, LONGEST_PATH);
    message = Shown.shortened(message, LONGEST_MESSAGE);
  }

  /** A problem of a whole line. */
  public Problem(String file, int line, String path, String message) {
    this(file, line, 0, path, message);
  }

  /** This problem at another place of its file. */
  Problem at(int otherLine, int otherColumn) {
    return new Problem(file, otherLine, otherColumn, path, message);
  }

  /** This problem with its file called otherwise. */
  public Problem in(String otherFile) {
    return new Problem(otherFile, line, column, path, message);
  }

  /** {@code file:line:column: path: message}, as compilers write it. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + (line > 0 && column > 0 ? ":" + column : "")
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + message;
  }
}
