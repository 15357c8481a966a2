package io.autohelm.engine.action;

import org.jspecify.annotations.Nullable;

/** An action that could not be done. What it had begun is recorded as failed. */
public final class ActionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ActionException(String message) {
    super(message);
  }

  public ActionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
