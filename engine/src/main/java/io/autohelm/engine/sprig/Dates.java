package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoNumbers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dates. */
final class Dates {
  /** The farthest second from 1970, in the year 900,000,000; Go's years go on. */
  private static final long FARTHEST = 28_400_000_000_000_000L;

  private static final String DAY_LAYOUT = "2006-01-02";
  private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

  private final Clock clock;

  Dates(Clock clock) {
    this.clock = clock;
  }

  void addTo(Table table) {
    table.add("now", "", a -> new GoTime(clock.instant(), clock.getZone()));
    table.add("ago", "any", a -> ago(a.any(0)));
    table.add("date", "string, any", a -> format(a.string(0), a.any(1), clock.getZone()));
    table.add(
        "dateInZone", "string, any, string", a -> format(a.string(0), a.any(1), zone(a.string(2))));
    table.alias("date_in_zone", "dateInZone");
    table.add("duration", "any", a -> duration(a.any(0)));
    table.add("durationRound", "any", a -> rounded(a.any(0)));
    table.add("unixEpoch", "time.Time", a -> Long.toString(time(a, 0).instant().getEpochSecond()));
    table.add("dateModify", "string, time.Time", a -> modify(a, false));
    table.add("mustDateModify", "string, time.Time", a -> modify(a, true));
    table.alias("date_modify", "dateModify");
    table.alias("must_date_modify", "mustDateModify");
    table.add("htmlDate", "any", a -> format(DAY_LAYOUT, a.any(0), clock.getZone()));
    table.add(
        "htmlDateInZone", "any, string", a -> format(DAY_LAYOUT, a.any(0), zone(a.string(1))));
    table.add("toDate", "string, string", this::toDate);
    table.add(
        "mustToDate",
        "string, string",
        a -> DateParser.parse(a.string(0), a.string(1), clock.getZone()));
  }

  private static GoTime time(Args a, int index) {
    return (GoTime) a.some(index);
  }

  private GoTime toDate(Args a) {
    try {
      return DateParser.parse(a.string(0), a.string(1), clock.getZone());
    } catch (GoError e) {
      return GoTime.ZERO;
    }
  }

  /** An unknown zone counts as UTC. */
  private ZoneId zone(String name) {
    if (name.equals("Local")) {
      return clock.getZone();
    }
    return ZONES.contains(name) && !name.equals("UTC") ? ZoneId.of(name) : ZoneOffset.UTC;
  }

  private Instant moment(@Nullable Object date) {
    if (date instanceof GoTime time) {
      return time.instant();
    }
    boolean seconds =
        date instanceof Long
            || (date instanceof GoInteger number
                && (number.kind() == GoKind.INT64 || number.kind() == GoKind.INT32));
    return seconds && date instanceof Number number
        ? Instant.ofEpochSecond(Math.max(-FARTHEST, Math.min(FARTHEST, number.longValue())))
        : clock.instant();
  }

  private String format(String layout, @Nullable Object date, ZoneId zone) {
    return new GoTime(moment(date), zone).format(layout);
  }

  private String ago(@Nullable Object date) {
    return GoTime.between(moment(date), clock.instant())
        .round(new GoDuration(GoDuration.SECOND))
        .toString();
  }

  private static String duration(@Nullable Object seconds) {
    long count = 0;
    if (seconds instanceof String text) {
      Long number = GoNumbers.integerOrNull(text, 10);
      count = number == null ? 0 : number;
    } else if (seconds instanceof GoInteger number && number.kind() == GoKind.INT64) {
      count = number.longValue();
    }
    return new GoDuration(count * GoDuration.SECOND).toString();
  }

  private String rounded(@Nullable Object duration) {
    long nanos = 0;
    if (duration instanceof String text) {
      GoDuration parsed = GoDuration.parse(text);
      nanos = parsed == null ? 0 : parsed.nanos();
    } else if (duration instanceof GoInteger number && number.kind() == GoKind.INT64) {
      nanos = number.longValue();
    } else if (duration instanceof GoTime time) {
      nanos = GoTime.between(time.instant(), clock.instant()).nanos();
    }
    long seconds = Math.abs(nanos / GoDuration.SECOND);
    boolean rest = nanos % GoDuration.SECOND != 0;
    long[] units = {365 * 86_400L, 30 * 86_400L, 86_400, 3600, 60, 1};
    String[] names = {"y", "mo", "d", "h", "m", "s"};
    for (int i = 0; i < units.length; i++) {
      // More than the unit, not as much: 24h stays 24h.
      if (seconds > units[i] || (seconds == units[i] && rest)) {
        return seconds / units[i] + names[i];
      }
    }
    return "0s";
  }

  private static GoTime modify(Args a, boolean strict) {
    GoDuration duration = GoDuration.parse(a.string(0));
    if (duration == null) {
      if (strict) {
        throw new GoError(GoDuration.complaint(a.string(0)));
      }
      return time(a, 1);
    }
    return time(a, 1).plus(duration);
  }
}
