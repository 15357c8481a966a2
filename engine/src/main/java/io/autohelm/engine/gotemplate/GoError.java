package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/**
 * The ordinary error of a function called from a template, where Go returns an {@code error} or
 * panics. The message is Go's text; the cause is the error that it wraps. It carries no stack trace
 * because it tells the template's author something, not us.
 */
public final class GoError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GoError(String message) {
    this(message, null);
  }

  public GoError(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  /** The text; never null. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
