package io.autohelm.agent.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a change is left alone before it is looked at: hardly, so that changes that come
 * together are looked at together; longer and longer where somebody undoes what we do again and
 * again.
 */
final class Calm {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration MEMORY = Duration.ofMinutes(5);

  /** So many looks in that time are nothing unusual. */
  private static final int FREE = 10;

  private final Deque<Instant> looks = new ArrayDeque<>();

  /** The time to wait before the next look. */
  Duration pause(Instant now) {
    while (!looks.isEmpty() && looks.peekFirst().plus(MEMORY).isBefore(now)) {
      looks.removeFirst();
    }
    int excess = looks.size() - FREE;
    if (excess <= 0) {
      return SHORT;
    }
    Duration pause = SHORT.multipliedBy(1L << Math.min(excess, 20));
    return pause.compareTo(LONG) > 0 ? LONG : pause;
  }

  void looked(Instant now) {
    looks.addLast(now);
  }
}
