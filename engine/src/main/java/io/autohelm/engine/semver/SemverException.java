package io.autohelm.engine.semver;

/** Text that is not a version or not a constraint; the message is worded as Helm's. */
public final class SemverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SemverException(String message) {
    super(message);
  }
}
