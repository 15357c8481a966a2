package io.autohelm.agent.declaration;

/**
 * Something wrong with a declaration that its author can mend.
 *
 * @param file the path from the source's root
 * @param line from 1; 0 where the file as a whole is meant
 * @param path the field, for example {@code spec.chart.path}; empty where none is meant
 * @param message what was expected and what was met
 */
public record Problem(String file, int line, String path, String message) {
  /** {@code file:line: path: message}, as compilers write it. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + message;
  }
}
