package io.autohelm.engine.yaml;

/**
 * YAML or JSON text that cannot be read, or a tree that cannot be printed.
 *
 * <p>The message is worded as Go's libraries word it, because templates can see it ({@code
 * fromYaml} hands it to the chart). Go counts lines loosely; {@link #line()} is the real one.
 */
public final class YamlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  YamlException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  YamlException(String message) {
    this(message, 0, 0);
  }

  /** The line, counted from 1, or 0 where it is not known. */
  public int line() {
    return line;
  }

  /** The column, counted from 1, or 0 where it is not known. */
  public int column() {
    return column;
  }
}
