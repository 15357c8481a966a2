package io.autohelm.agent.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may order something: whoever has the token. It is read at each use, so that it may be
 * exchanged. Without one nobody may. Safe for many threads.
 */
public final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** A shorter token could be guessed. */
  static final int SHORTEST = 16;

  /** How many wrong tokens of one address are told apart, and logged, in a minute. */
  private static final int TRIES = 10;

  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 1000;
  private static final String BEARER = "Bearer ";

  private final @Nullable Path file;
  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  private record Failures(Instant since, int count) {}

  /**
   * @param file with the token; null where nothing may be ordered
   */
  public Gate(@Nullable Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** What is said to somebody who wants to order something. */
  enum Answer {
    OPEN,
    /** Nothing can be ordered here. */
    CLOSED,
    /** No token came along. */
    NO_TOKEN,
    WRONG_TOKEN,
    /** This one is wrong as well, after too many from the same address. */
    TOO_MANY
  }

  /** Why nothing can be ordered, and what helps; empty where it can. */
  public String closed() {
    if (file == null) {
      return "Actions are switched off: name a file with a token as http.tokenFile in the agent's"
          + " configuration.";
    }
    String token = token();
    if (token == null) {
      return "Actions are switched off: http.tokenFile cannot be read.";
    }
    return token.length() < SHORTEST
        ? "Actions are switched off: the token in http.tokenFile has less than "
            + SHORTEST
            + " characters."
        : "";
  }

  /** Whether anything can be ordered. */
  public boolean isOpen() {
    return closed().isEmpty();
  }

  private @Nullable String token() {
    try {
      return file == null ? null : Files.readString(file).strip();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Judges who comes.
   *
   * @param authorization the header; null where there is none
   * @param address whence, for the log and for the count of failures
   */
  Answer judge(@Nullable String authorization, String address) {
    String token = token();
    if (token == null || token.length() < SHORTEST) {
      return Answer.CLOSED;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Answer.NO_TOKEN;
    }
    // Who has the token is let in whatever others do who come through the same proxy. What keeps
    // guesses out is the token's length, not the count of them.
    byte[] given =
        authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
    if (MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
      return Answer.OPEN;
    }
    return failed(address) <= TRIES ? Answer.WRONG_TOKEN : Answer.TOO_MANY;
  }

  private boolean isRecent(Failures known) {
    return clock.instant().isBefore(known.since().plus(SPAN));
  }

  /** The number of wrong ones in this minute. */
  private synchronized int failed(String address) {
    Failures known = failures.remove(address);
    Failures now =
        known == null || !isRecent(known)
            ? new Failures(clock.instant(), 1)
            : new Failures(known.since(), known.count() + 1);
    failures.put(address, now);
    if (failures.size() > MOST_ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
    if (now.count() <= TRIES) {
      LOG.warn(
          "an order from {} was refused: wrong token{}",
          address,
          now.count() == TRIES ? "; more of them are not logged for a minute" : "");
    }
    return now.count();
  }
}
