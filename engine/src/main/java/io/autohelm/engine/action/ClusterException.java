package io.autohelm.engine.action;

import io.autohelm.engine.health.FailureReason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** The namespace is being deleted: nothing can be made in it any more. */
    TERMINATING,
    /** Another field manager owns what was to be applied, or the object has changed meanwhile. */
    CONFLICT,
    /** There is an object of that name. */
    EXISTS,
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
    /** Somebody else may act on the release by now: the one who met this stops. */
    LOCK_LOST,
    /** Somebody ended the wait by {@link Cancel}. */
    CANCELLED,
    OTHER
  }

  /**
   * A field that somebody else owns.
   *
   * @param manager the name of the field manager that owns it
   * @param field its path as Kubernetes writes it, for example {@code .spec.replicas}
   */
  public record FieldConflict(String manager, String field) implements Serializable {}

  private final Reason reason;
  private final ArrayList<FieldConflict> conflicts = new ArrayList<>();
  private final @Nullable FailureReason failure;

  public ClusterException(Reason reason, String message) {
    this(reason, message, (Throwable) null);
  }

  public ClusterException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.failure = null;
  }

  /**
   * A wait that came to nothing.
   *
   * @param failure what keeps the objects back, where it is known
   */
  public ClusterException(Reason reason, String message, Optional<FailureReason> failure) {
    super(message);
    this.reason = reason;
    this.failure = failure.orElse(null);
  }

  public ClusterException(Reason reason, String message, List<FieldConflict> conflicts) {
    super(message);
    this.reason = reason;
    this.failure = null;
    this.conflicts.addAll(conflicts);
  }

  /** Which fields of which managers stand in the way of an apply; empty for other failures. */
  public List<FieldConflict> conflicts() {
    return List.copyOf(conflicts);
  }

  public Reason reason() {
    return reason;
  }

  /** What kept an awaited object back, where that is known. */
  public Optional<FailureReason> failure() {
    return Optional.ofNullable(failure);
  }
}
