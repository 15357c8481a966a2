package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.time.Instant;

/**
 * What a person has said by a command, beside what Git says.
 *
 * @param subject the release as {@code namespace/name}, or the digest that is consented to
 * @param by who said it, for people
 * @param reason why, for people; may be empty
 */
public record Order(Kind kind, String subject, String by, String reason, Instant at) {
  /** What may be said. */
  public enum Kind {
    /** The release is left alone until the order is withdrawn. */
    SUSPEND,
    /** The release is looked at now, and what failed is tried again; withdrawn when it is done. */
    SYNC,
    /** What bears this digest may be done: a plan, or deletions. */
    CONSENT
  }

  public static Order suspend(ReleaseId id, String by, String reason, Instant at) {
    return new Order(Kind.SUSPEND, id.toString(), by, reason, at);
  }

  public static Order sync(ReleaseId id, String by, Instant at) {
    return new Order(Kind.SYNC, id.toString(), by, "", at);
  }

  public static Order consent(String digest, String by, String reason, Instant at) {
    return new Order(Kind.CONSENT, digest, by, reason, at);
  }

  /** Who and when, and why where that is told. */
  String told() {
    return "by " + by + " at " + at + (reason.isEmpty() ? "" : ": " + reason);
  }
}
