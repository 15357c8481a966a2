package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code time.Time}: a moment and the zone in which it is shown.
 *
 * @param zone never null; UTC shows as {@code UTC}
 * @param zoneName what is shown as the zone's abbreviation; empty for the zone's own
 */
public record GoTime(Instant instant, ZoneId zone, String zoneName) implements GoObject {
  /** Go's zero time, the first moment of the year 1. */
  static final GoTime ZERO = new GoTime(Instant.parse("0001-01-01T00:00:00Z"), ZoneOffset.UTC);

  private static final String TEXT_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST";
  private static final String JSON_LAYOUT = "2006-01-02T15:04:05.999999999Z07:00";

  GoTime(Instant instant, ZoneId zone) {
    this(instant, zone, "");
  }

  /**
   * Reads a time as Go's {@code time.ParseInLocation}.
   *
   * @param local the zone of a text that names none
   * @param zoneName the name of that zone, empty for its own
   * @throws GoError in Go's words
   */
  public static GoTime parse(String layout, String text, ZoneId local, String zoneName) {
    GoTime time = DateParser.parse(layout, text, local);
    return new GoTime(time.instant, time.zone, zoneName);
  }

  /** Shows the time as Go's {@code Format}. */
  public String format(String layout) {
    return new DateLayout(layout).format(instant, zone, zoneName);
  }

  GoTime plus(GoDuration duration) {
    return new GoTime(instant.plusNanos(duration.nanos()), zone, zoneName);
  }

  /** The time between, as far as a Go duration reaches. */
  static GoDuration between(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    try {
      return new GoDuration(duration.toNanos());
    } catch (ArithmeticException e) {
      return new GoDuration(duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  @Override
  public String typeName() {
    return "time.Time";
  }

  @Override
  public Object plain() {
    return format(JSON_LAYOUT);
  }

  @Override
  public String text() {
    return format(TEXT_LAYOUT);
  }

  private ZonedDateTime zoned() {
    return instant.atZone(zone);
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return switch (name) {
      case "String" -> GoFunction.of("", args -> text());
      case "Format" -> GoFunction.of("string", args -> format((String) args.get(0) + ""));
      case "Unix" -> GoFunction.of("", args -> GoInteger.int64(instant.getEpochSecond()));
      case "UnixMilli" -> GoFunction.of("", args -> GoInteger.int64(instant.toEpochMilli()));
      case "UnixMicro" -> GoFunction.of("", args -> GoInteger.int64(nanos() / 1000));
      case "UnixNano" -> GoFunction.of("", args -> GoInteger.int64(nanos()));
      case "Year" -> GoFunction.of("", args -> (long) zoned().getYear());
      case "Month" -> GoFunction.of("", args -> monthName());
      case "Day" -> GoFunction.of("", args -> (long) zoned().getDayOfMonth());
      case "Hour" -> GoFunction.of("", args -> (long) zoned().getHour());
      case "Minute" -> GoFunction.of("", args -> (long) zoned().getMinute());
      case "Second" -> GoFunction.of("", args -> (long) zoned().getSecond());
      case "Nanosecond" -> GoFunction.of("", args -> (long) zoned().getNano());
      case "YearDay" -> GoFunction.of("", args -> (long) zoned().getDayOfYear());
      case "Weekday" -> GoFunction.of("", args -> weekdayName());
      case "UTC" -> GoFunction.of("", args -> new GoTime(instant, ZoneOffset.UTC));
      case "IsZero" -> GoFunction.of("", args -> instant.equals(ZERO.instant));
      case "Add" -> GoFunction.of("time.Duration", args -> plus((GoDuration) given(args.get(0))));
      case "AddDate" -> GoFunction.of("int, int, int", args -> addDate(args));
      case "Sub" -> GoFunction.of("time.Time", args -> between(other(args.get(0)), instant));
      case "Before" -> GoFunction.of("time.Time", args -> instant.isBefore(other(args.get(0))));
      case "After" -> GoFunction.of("time.Time", args -> instant.isAfter(other(args.get(0))));
      case "Equal" -> GoFunction.of("time.Time", args -> instant.equals(other(args.get(0))));
      default -> null;
    };
  }

  private static Object given(@Nullable Object value) {
    return Objects.requireNonNull(value, "an argument that was checked");
  }

  private static Instant other(@Nullable Object value) {
    return ((GoTime) given(value)).instant;
  }

  private long nanos() {
    return instant.getEpochSecond() * GoDuration.SECOND + instant.getNano();
  }

  private String monthName() {
    return zoned().getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private String weekdayName() {
    return zoned().getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** Days beyond the month's end run on into the next one, as in Go. */
  private GoTime addDate(List<@Nullable Object> args) {
    ZonedDateTime time = zoned();
    long years = (Long) given(args.get(0));
    long months = (Long) given(args.get(1));
    long days = (Long) given(args.get(2));
    ZonedDateTime moved =
        time.withDayOfMonth(1)
            .plusYears(years)
            .plusMonths(months)
            .plusDays(days + time.getDayOfMonth() - 1);
    return new GoTime(moved.toInstant(), zone, zoneName);
  }
}
