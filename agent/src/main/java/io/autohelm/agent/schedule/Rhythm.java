package io.autohelm.agent.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When something is done again and again.
 *
 * @param interval the time between two; also what counts as soon where {@code cron} is given
 * @param cron the moments, instead of the interval; null where the interval counts
 */
public record Rhythm(Duration interval, @Nullable Cron cron) {
  public static Rhythm every(Duration interval) {
    return new Rhythm(interval, null);
  }
}
