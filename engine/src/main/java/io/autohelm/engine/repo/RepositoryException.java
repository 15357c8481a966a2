package io.autohelm.engine.repo;

import org.jspecify.annotations.Nullable;

/**
 * A repository that cannot be read, a chart or version that it does not have, or an archive that is
 * not what it claims.
 */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RepositoryException(String message) {
    super(message);
  }

  RepositoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
