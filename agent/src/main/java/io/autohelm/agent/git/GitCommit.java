package io.autohelm.agent.git;

import java.time.Instant;

/**
 * A commit.
 *
 * @param id its full hash
 * @param subject the first line of its message
 */
public record GitCommit(String id, Instant time, String author, String subject) {
  /** The first twelve digits, enough for people. */
  public String shortId() {
    return id.substring(0, Math.min(12, id.length()));
  }
}
