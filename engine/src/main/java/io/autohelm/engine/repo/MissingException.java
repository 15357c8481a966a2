package io.autohelm.engine.repo;

import java.io.IOException;

/** Nothing is at an address, where nothing may well be. */
final class MissingException extends IOException {
  private static final long serialVersionUID = 1L;

  MissingException(String message) {
    super(message);
  }
}
