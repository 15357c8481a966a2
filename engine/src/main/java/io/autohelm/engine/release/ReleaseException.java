package io.autohelm.engine.release;

/** A record that cannot be read or written. */
public final class ReleaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it failed, for callers that branch on it. */
  public enum Reason {
    /** The revision was already recorded: somebody else acts on this release. */
    EXISTS,
    NOT_FOUND,
    /** The content is not a release record. */
    DAMAGED,
    /** Somebody else changed the record since its writer saw it last: the writer is to stop. */
    OVERTAKEN,
    /** The record is larger than the API server takes. */
    TOO_LARGE
  }

  private final Reason reason;

  public ReleaseException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ReleaseException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
