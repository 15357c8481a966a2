package io.autohelm.engine.testing;

/** There is no real cluster or Helm to be had; the message says why and what would help. */
final class BedUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BedUnavailable(String message) {
    super(message);
  }

  BedUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
