package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/**
 * A template that cannot be parsed or whose execution failed. The message is the whole text that Go
 * gives, {@code template: NAME:LINE:COLUMN: executing "NAME" at <NODE>: ...}; the cause is the
 * error which a called function reported, if that is why.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Where in the template's life it failed. */
  public enum Stage {
    PARSE,
    EXECUTE,
    /** The named template does not exist; Go has another error type for this. */
    LOOKUP
  }

  private final Stage stage;
  private final String template;
  private final int line;
  private final int column;

  TemplateException(
      Stage stage,
      String template,
      int line,
      int column,
      String message,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.stage = stage;
    this.template = template;
    this.line = line;
    this.column = column;
  }

  public Stage stage() {
    return stage;
  }

  /** The name under which the text was parsed: for a {@code define}, its file's. */
  public String template() {
    return template;
  }

  /** The line, from 1; 0 where none is known. */
  public int line() {
    return line;
  }

  /** The column in bytes of UTF-8, from 0 as Go counts; 0 where none is known. */
  public int column() {
    return column;
  }

  /** The text; never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
