package io.autohelm.engine.repo;

import java.io.IOException;

/** A connection that broke while a body came over it, as opposed to a disk that is full. */
final class NetworkException extends IOException {
  private static final long serialVersionUID = 1L;

  NetworkException(IOException cause) {
    super(
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
  }
}
