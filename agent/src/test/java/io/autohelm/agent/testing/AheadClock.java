package io.autohelm.agent.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, which a test moves on, so that no pause is sat out. */
public final class AheadClock extends Clock {
  private volatile Duration passed = Duration.ZERO;

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(passed);
  }

  public void pass(Duration more) {
    passed = passed.plus(more);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
