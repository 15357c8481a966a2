package io.autohelm.agent.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A span of time that comes again, in which changes are allowed or denied.
 *
 * @param start when it begins, each time
 * @param duration how long it lasts, in time that passes, whatever the clocks are put to
 * @param manual whether what a person asks for goes through while this window keeps the rest out
 * @param drift whether drift is put right while this window keeps the rest out
 */
public record Window(Kind kind, Cron start, Duration duration, boolean manual, boolean drift) {
  private static final Duration CLOSE = Duration.ofMinutes(1);

  /** What holds while it lasts. */
  public enum Kind {
    ALLOW,
    DENY
  }

  /** When it ends, where it lasts now. */
  Optional<Instant> endAt(Instant now) {
    // What begins often has begun a moment ago: the search goes back farther and farther.
    for (Duration back = CLOSE; ; back = back.multipliedBy(2)) {
      boolean isAll = back.compareTo(duration) >= 0;
      Optional<Instant> begun = start.next(now.minus(isAll ? duration : back));
      Instant latest = null;
      while (begun.isPresent() && !begun.get().isAfter(now)) {
        latest = begun.get();
        begun = start.next(latest);
      }
      if (latest != null || isAll) {
        return Optional.ofNullable(latest).map(begin -> begin.plus(duration));
      }
    }
  }

  boolean isOn(Instant now) {
    return start.next(now.minus(duration)).filter(begin -> !begin.isAfter(now)).isPresent();
  }

  /** The next moment at which it begins or ends. */
  Optional<Instant> turnAfter(Instant now) {
    return endAt(now).or(() -> start.next(now));
  }

  /** As people would say it. */
  @Override
  public String toString() {
    return (kind == Kind.ALLOW ? "allow " : "deny ") + start + " for " + text(duration);
  }

  private static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
