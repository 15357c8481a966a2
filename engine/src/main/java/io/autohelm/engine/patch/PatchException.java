package io.autohelm.engine.patch;

/** A patch that is none, or that does not fit the object which it selects. */
public final class PatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PatchException(String message) {
    super(message);
  }

  PatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
