package io.autohelm.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a sandbox is started.
 *
 * @param port the loopback port; 0 takes a free one
 * @param delay how long after a write the controllers look at an object
 * @param historySize how many changes are kept for watches that start in the past; older ones are
 *     410 Gone
 * @param clock stamps objects
 * @param chance makes names and uids
 */
public record SandboxOptions(
    int port, Duration delay, int historySize, Clock clock, RandomGenerator chance) {
  /** A free port, controllers that act after 50 ms, 10,000 changes of history. */
  public static SandboxOptions standard() {
    return new SandboxOptions(
        0, Duration.ofMillis(50), 10_000, Clock.systemUTC(), RandomGenerator.getDefault());
  }

  /** The same with another port. */
  public SandboxOptions withPort(int other) {
    return new SandboxOptions(other, delay, historySize, clock, chance);
  }

  /** The same with another delay. */
  public SandboxOptions withDelay(Duration other) {
    return new SandboxOptions(port, other, historySize, clock, chance);
  }

  /** The same with another length of history. */
  public SandboxOptions withHistorySize(int other) {
    return new SandboxOptions(port, delay, other, clock, chance);
  }
}
