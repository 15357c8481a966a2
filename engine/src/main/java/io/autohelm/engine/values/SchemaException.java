package io.autohelm.engine.values;

import org.jspecify.annotations.Nullable;

/** A schema that cannot be used; the message is the validator's of Helm. */
final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }

  SchemaException(String message) {
    this(message, null);
  }
}
