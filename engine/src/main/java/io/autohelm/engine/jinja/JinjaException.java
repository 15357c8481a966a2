package io.autohelm.engine.jinja;

import org.jspecify.annotations.Nullable;

/** A template that cannot be read or refuses its data; the message names the file and the line. */
public final class JinjaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String template;
  private final int line;

  JinjaException(String template, int line, String message, @Nullable Throwable cause) {
    super(template + (line > 0 ? ":" + line : "") + ": " + message, cause, false, false);
    this.template = template;
    this.line = line;
  }

  public String template() {
    return template;
  }

  /** From 1; 0 where none is known. */
  public int line() {
    return line;
  }
}
