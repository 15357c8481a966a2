package io.autohelm.engine.action;

import org.jspecify.annotations.Nullable;

/** The cluster refused, failed or did not answer. The message says for which object. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, for callers that branch on it. */
  public enum Reason {
    /**
     * No connection, a time-out of the connection, or the server says that it is not able now: try
     * later.
     */
    UNREACHABLE,
    /** The credentials were refused or do not suffice. */
    FORBIDDEN,
    /** Another field manager owns what was to be applied. */
    CONFLICT,
    /** The object is not valid for this cluster. */
    INVALID,
    /** The cluster does not serve this kind. */
    UNKNOWN_KIND,
    /** Something exists that belongs to somebody else. */
    NOT_OWNED,
    /** What was awaited did not happen in time. */
    TIMEOUT,
    /** What was awaited cannot happen any more, for example a failed Job. */
    FAILED,
    OTHER
  }

  private final Reason reason;

  public ClusterException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ClusterException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
