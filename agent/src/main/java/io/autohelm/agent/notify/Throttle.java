package io.autohelm.agent.notify;

import io.autohelm.agent.declaration.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many notices go out: of one release ten at once and then one in half a minute, of all a
 * hundred at once and then five a second. Not safe for several threads.
 */
final class Throttle {
  private static final double RELEASE_BURST = 10;
  private static final double RELEASE_RATE = 1 / 30.0;
  private static final double ALL_BURST = 100;
  private static final double ALL_RATE = 5;

  private static final class Bucket {
    private final double burst;
    private final double rate;
    private double tokens;
    private Instant filled;

    Bucket(double burst, double rate, Instant now) {
      this.burst = burst;
      this.rate = rate;
      this.tokens = burst;
      this.filled = now;
    }

    boolean has(Instant now) {
      double seconds = Math.max(0, Duration.between(filled, now).toMillis() / 1000.0);
      tokens = Math.min(burst, tokens + seconds * rate);
      filled = now;
      return tokens >= 1;
    }

    boolean isFull(Instant now) {
      return has(now) && tokens >= burst;
    }
  }

  private final Map<ReleaseId, Bucket> releases = new HashMap<>();
  private final Bucket all;

  Throttle(Instant now) {
    this.all = new Bucket(ALL_BURST, ALL_RATE, now);
  }

  /** Whether one more may go out; it counts then. */
  boolean allows(ReleaseId id, Instant now) {
    Bucket own = releases.computeIfAbsent(id, key -> new Bucket(RELEASE_BURST, RELEASE_RATE, now));
    boolean isAllowed = own.has(now) && all.has(now);
    if (isAllowed) {
      own.tokens--;
      all.tokens--;
    }
    if (releases.size() > 1000) {
      releases.values().removeIf(bucket -> bucket.isFull(now));
    }
    return isAllowed;
  }
}
