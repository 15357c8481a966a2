package io.autohelm.agent.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moments that come again, as Unix writes them: minute, hour, day of the month, month, day of the
 * week. Where both days are restricted either suffices.
 *
 * <p>Where clocks are put forward, what falls into the missing hour comes when that hour would have
 * ended. Where they are put back, a moment that is there twice comes the first time only, unless it
 * comes in every hour.
 */
public final class Cron {
  private static final Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  /** The 29th of February may be eight years away. */
  private static final int LONGEST_DAYS = 8 * 366 + 1;

  private final String text;
  private final ZoneId zone;
  private final CronField minutes;
  private final CronField hours;
  private final CronField days;
  private final CronField months;
  private final CronField weekdays;

  private Cron(String text, ZoneId zone, String[] fields) {
    this.text = text;
    this.zone = zone;
    this.minutes = CronField.parse("minute", fields[0], 0, 59, List.of(), 0);
    this.hours = CronField.parse("hour", fields[1], 0, 23, List.of(), 0);
    this.days = CronField.parse("day of the month", fields[2], 1, 31, List.of(), 0);
    this.months = CronField.parse("month", fields[3], 1, 12, MONTHS, 1);
    this.weekdays = CronField.parse("day of the week", fields[4], 0, 7, DAYS, 0);
  }

  /**
   * Reads an expression of five fields, or one of the words {@code @hourly}, {@code @daily}, {@code
   * @weekly}, {@code @monthly} and {@code @yearly}.
   *
   * @param zone whose clocks count
   * @throws IllegalArgumentException with what was expected and what was met
   */
  public static Cron parse(String text, ZoneId zone) {
    String stripped = text.strip();
    String plain = WORDS.getOrDefault(stripped.toLowerCase(Locale.ROOT), stripped);
    if (plain.startsWith("@")) {
      throw new IllegalArgumentException(
          "expected five fields or one of @hourly, @daily, @weekly, @monthly and @yearly, met "
              + shown(stripped));
    }
    String[] fields = plain.split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "expected five fields (minute, hour, day of the month, month, day of the week), met "
              + shown(stripped));
    }
    Cron cron = new Cron(stripped, zone, fields);
    if (cron.next(Instant.EPOCH).isEmpty()) {
      throw new IllegalArgumentException("names a day that no year has: " + shown(stripped));
    }
    return cron;
  }

  static String shown(String text) {
    return text.isEmpty() ? "nothing" : text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  public ZoneId zone() {
    return zone;
  }

  /** The first moment after {@code after}; empty where there is none within eight years. */
  public Optional<Instant> next(Instant after) {
    LocalDate day = after.atZone(zone).toLocalDate();
    for (int i = 0; i < LONGEST_DAYS; i++, day = day.plusDays(1)) {
      if (isOn(day)) {
        Instant found = firstOf(day, after);
        if (found != null) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  private boolean isOn(LocalDate day) {
    if (!months.has(day.getMonthValue())) {
      return false;
    }
    int weekday = day.getDayOfWeek().getValue(); // 1 is Monday, 7 Sunday, as 0 is
    boolean isWeekday = weekdays.has(weekday) || (weekday == 7 && weekdays.has(0));
    boolean isDay = days.has(day.getDayOfMonth());
    return (days.isOpen() || weekdays.isOpen()) ? (isDay && isWeekday) : (isDay || isWeekday);
  }

  private @Nullable Instant firstOf(LocalDate day, Instant after) {
    boolean isPlain = !hasOverlap(day);
    LocalDateTime local = LocalDateTime.ofInstant(after, zone);
    boolean isBegun = isPlain && local.toLocalDate().equals(day);
    Instant first = null;
    for (int hour = isBegun ? local.getHour() : 0; hour < 24; hour++) {
      if (!hours.has(hour)) {
        continue;
      }
      boolean isThisHour = isBegun && hour == local.getHour();
      for (int minute = isThisHour ? local.getMinute() : 0; minute < 60; minute++) {
        if (minutes.has(minute)) {
          Instant found = at(day.atTime(hour, minute), after);
          if (found != null && isPlain) {
            return found;
          }
          if (found != null && (first == null || found.isBefore(first))) {
            first = found; // where clocks are put back a later minute may come before
          }
        }
      }
    }
    return first;
  }

  private boolean hasOverlap(LocalDate day) {
    ZoneOffsetTransition next =
        zone.getRules().nextTransition(day.atStartOfDay(ZoneOffset.UTC).minusDays(2).toInstant());
    return next != null
        && next.isOverlap()
        && !next.getDateTimeAfter().toLocalDate().isAfter(day.plusDays(1));
  }

  /** The earliest moment after {@code after} at which clocks show this, or are put past it. */
  private @Nullable Instant at(LocalDateTime local, Instant after) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      Instant end = zone.getRules().getTransition(local).getInstant();
      return end.isAfter(after) ? end : null;
    }
    int times = hours.isOpen() ? offsets.size() : 1;
    for (int i = 0; i < times; i++) {
      Instant found = local.toInstant(offsets.get(i));
      if (found.isAfter(after)) {
        return found;
      }
    }
    return null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cron cron && cron.text.equals(text) && cron.zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + zone.hashCode();
  }

  /** The expression and its time zone. */
  @Override
  public String toString() {
    return text + " (" + (zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone) + ")";
  }
}
