package io.autohelm.agent.cli;

import io.autohelm.engine.sprig.GoTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times of records in the layouts in which Helm prints them. */
final class HelmTime {
  private static final String FULL = "2006-01-02 15:04:05.999999999 -0700 MST";
  private static final String SHORT = "Mon Jan _2 15:04:05 2006";
  private static final String EXACT = "2006-01-02T15:04:05.999999999Z07:00";
  private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
  private static final OffsetDateTime ZERO = OffsetDateTime.parse("0001-01-01T00:00:00Z");

  private HelmTime() {}

  /**
   * As Go's layout says; null is Go's zero time. A time that was written at an offset which is the
   * local one at that moment is a local time, and shows the zone's name.
   */
  static String format(@Nullable OffsetDateTime time, String layout) {
    OffsetDateTime shown = time == null ? ZERO : time;
    ZoneOffset offset = shown.getOffset();
    ZoneId local = ZoneId.systemDefault();
    boolean isLocal =
        !offset.equals(ZoneOffset.UTC)
            && local.getRules().getOffset(shown.toInstant()).equals(offset);
    return new GoTime(shown.toInstant(), isLocal ? local : offset, "").format(layout);
  }

  /** With everything that is known, as in {@code helm list}. */
  static String full(@Nullable OffsetDateTime time) {
    return format(time, FULL);
  }

  /** In words, as in {@code helm status}. */
  static String inWords(@Nullable OffsetDateTime time) {
    return format(time, SHORT);
  }

  /** To the nanosecond, for programs: as Go writes times into JSON. */
  static String exact(@Nullable OffsetDateTime time) {
    return format(time, EXACT);
  }

  /** To the second, for programs. */
  static String seconds(@Nullable OffsetDateTime time) {
    return format(time, SECONDS);
  }
}
