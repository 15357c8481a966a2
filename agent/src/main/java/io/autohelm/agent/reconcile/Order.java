package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a person has said by a command, beside what Git says.
 *
 * @param subject the release as {@code namespace/name}, the source's name, or the digest that is
 *     consented to
 * @param by who said it, for people
 * @param reason why, for people; may be empty
 * @param revision the revision that is gone back to; 0 for the last good one before the newest, and
 *     for orders of other kinds
 */
public record Order(Kind kind, String subject, String by, String reason, Instant at, int revision) {
  /** What may be said. */
  public enum Kind {
    /** The release is left alone until the order is withdrawn. */
    SUSPEND,
    /** All releases of the source are left alone until the order is withdrawn. */
    SUSPEND_SOURCE,
    /** The release is looked at now, and what failed is tried again; withdrawn when it is done. */
    SYNC,
    /** The source is read again now, and its releases are looked at; withdrawn when it is done. */
    SYNC_SOURCE,
    /**
     * An earlier revision is brought back, and what is declared now is left alone until it changes;
     * withdrawn when it is done.
     */
    ROLLBACK,
    /** What bears this digest may be done: a plan, or deletions. */
    CONSENT;

    /** Whether the order is about a source, not about one release. */
    boolean isOfSource() {
      return this == SUSPEND_SOURCE || this == SYNC_SOURCE;
    }
  }

  public static Order suspend(ReleaseId id, String by, String reason, Instant at) {
    return new Order(Kind.SUSPEND, id.toString(), by, reason, at, 0);
  }

  /**
   * Leaves alone all releases of a source.
   *
   * @param source its name
   */
  public static Order suspendSource(String source, String by, String reason, Instant at) {
    return new Order(Kind.SUSPEND_SOURCE, source, by, reason, at, 0);
  }

  public static Order sync(ReleaseId id, String by, Instant at) {
    return new Order(Kind.SYNC, id.toString(), by, "", at, 0);
  }

  /**
   * Reads a source again.
   *
   * @param source its name
   */
  public static Order syncSource(String source, String by, Instant at) {
    return new Order(Kind.SYNC_SOURCE, source, by, "", at, 0);
  }

  /**
   * Goes back to a revision.
   *
   * @param revision 0 for the last good one before the newest
   */
  public static Order rollback(ReleaseId id, int revision, String by, String reason, Instant at) {
    return new Order(Kind.ROLLBACK, id.toString(), by, reason, at, revision);
  }

  public static Order consent(String digest, String by, String reason, Instant at) {
    return new Order(Kind.CONSENT, digest, by, reason, at, 0);
  }

  /** Who and when, and why where that is told. */
  String told() {
    return "by "
        + by
        + " at "
        + at.truncatedTo(ChronoUnit.SECONDS)
        + (reason.isEmpty() ? "" : ": " + reason);
  }
}
