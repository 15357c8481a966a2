package io.autohelm.engine.repo;

import org.jspecify.annotations.Nullable;

/**
 * A repository that cannot be read, a chart or version that it does not have, or an archive that is
 * not what it claims.
 */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a caller may do about it. */
  public enum Kind {
    /** The chart is there, but in no version that was asked for. */
    NO_VERSION,
    /** The repository did not answer, or not to the end: later, or a mirror, may. */
    UNREACHABLE,
    /** The chart came, and is not what was promised or what is trusted. */
    UNTRUSTED,
    /** Everything else. */
    OTHER
  }

  private final Kind kind;

  public RepositoryException(String message) {
    this(Kind.OTHER, message, null);
  }

  RepositoryException(String message, @Nullable Throwable cause) {
    this(Kind.OTHER, message, cause);
  }

  RepositoryException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
