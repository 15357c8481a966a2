package io.autohelm.agent.git;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param id its full hash
 * @param subject the first line of its message
 * @param signer who signed it, as its source demands; null where nothing is demanded
 */
public record GitCommit(
    String id, Instant time, String author, String subject, @Nullable String signer) {
  GitCommit signedBy(@Nullable String other) {
    return new GitCommit(id, time, author, subject, other);
  }

  /** The first twelve digits, enough for people. */
  public String shortId() {
    return id.substring(0, Math.min(12, id.length()));
  }
}
