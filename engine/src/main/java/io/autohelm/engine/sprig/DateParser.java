package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.sprig.DateLayout.Element;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a date by a layout, once. */
final class DateParser {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  private static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  /** The text does not go on as the layout does. */
  private static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    Mismatch() {
      super("mismatch", null, false, false);
    }
  }

  private final String layout;
  private final String text;
  private final ZoneId local;
  private String rest;

  private int year;
  private int month = -1;
  private int day = -1;
  private int yearDay = -1;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private boolean morning;
  private boolean afternoon;
  private @Nullable ZoneId zone;
  private @Nullable String outOfRange;

  private DateParser(String layout, String text, ZoneId local) {
    this.layout = layout;
    this.text = text;
    this.local = local;
    this.rest = text;
  }

  /**
   * Go's {@code time.ParseInLocation}.
   *
   * @throws GoError with Go's words
   */
  static GoTime parse(String layout, String text, ZoneId local) {
    return new DateParser(layout, text, local).parse();
  }

  private GoTime parse() {
    List<DateLayout.Part> parts = new DateLayout(layout).parts();
    for (int i = 0; i < parts.size(); i++) {
      DateLayout.Part part = parts.get(i);
      if (part.element() == Element.LITERAL) {
        skip(part.text());
        continue;
      }
      String hold = rest;
      try {
        boolean fractionFollows =
            i + 1 < parts.size()
                && (parts.get(i + 1).element() == Element.ZERO_FRACTION
                    || parts.get(i + 1).element() == Element.TRIMMED_FRACTION);
        read(part, fractionFollows);
      } catch (Mismatch e) {
        throw cannot(part.text(), hold);
      }
      if (outOfRange != null) {
        throw failure(outOfRange + " out of range");
      }
    }
    if (!rest.isEmpty()) {
      throw failure("extra text: " + GoQuote.quote(rest));
    }
    return finish();
  }

  private GoError cannot(String element, String value) {
    return new GoError(
        "parsing time "
            + GoQuote.quote(text)
            + " as "
            + GoQuote.quote(layout)
            + ": cannot parse "
            + GoQuote.quote(value)
            + " as "
            + GoQuote.quote(element));
  }

  private GoError failure(String why) {
    return new GoError("parsing time " + GoQuote.quote(text) + ": " + why);
  }

  /** A run of spaces in the layout stands for any number of them. */
  private void skip(String literal) {
    String prefix = literal;
    while (!prefix.isEmpty()) {
      if (prefix.charAt(0) == ' ') {
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
          throw cannot(literal, rest);
        }
        prefix = prefix.replaceFirst("^ +", "");
        rest = rest.replaceFirst("^ +", "");
      } else if (rest.isEmpty() || rest.charAt(0) != prefix.charAt(0)) {
        throw cannot(literal, rest);
      } else {
        prefix = prefix.substring(1);
        rest = rest.substring(1);
      }
    }
  }

  private void read(DateLayout.Part part, boolean fractionFollows) throws Mismatch {
    switch (part.element()) {
      case YEAR -> {
        int two = digits(2);
        year = two >= 69 ? 1900 + two : 2000 + two;
      }
      case LONG_YEAR -> year = digits(4);
      case MONTH -> month = name(MONTHS, 3) + 1;
      case LONG_MONTH -> month = name(MONTHS, 0) + 1;
      case NUMBER_MONTH, ZERO_MONTH -> {
        month = number(part.element() == Element.ZERO_MONTH);
        check(month >= 1 && month <= 12, "month");
      }
      case WEEKDAY -> name(DAYS, 3);
      case LONG_WEEKDAY -> name(DAYS, 0);
      case DAY, UNDER_DAY, ZERO_DAY -> {
        if (part.element() == Element.UNDER_DAY) {
          skipSpace();
        }
        day = number(part.element() == Element.ZERO_DAY);
      }
      case UNDER_YEAR_DAY, ZERO_YEAR_DAY -> {
        if (part.element() == Element.UNDER_YEAR_DAY) {
          skipSpace();
          skipSpace();
        }
        yearDay = yearDay(part.element() == Element.ZERO_YEAR_DAY);
      }
      case HOUR -> {
        hour = number(false);
        check(hour < 24, "hour");
      }
      case HOUR_12, ZERO_HOUR_12 -> {
        hour = number(part.element() == Element.ZERO_HOUR_12);
        check(hour <= 12, "hour");
      }
      case MINUTE, ZERO_MINUTE -> {
        minute = number(part.element() == Element.ZERO_MINUTE);
        check(minute < 60, "minute");
      }
      case SECOND, ZERO_SECOND -> {
        second = number(part.element() == Element.ZERO_SECOND);
        check(second < 60, "second");
        if (!fractionFollows && fractionStarts()) {
          nanos = fraction();
        }
      }
      case UPPER_PM, LOWER_PM -> half(part.element() == Element.UPPER_PM);
      case ZERO_FRACTION -> {
        int width = part.text().length();
        if (rest.length() < width || !(rest.charAt(0) == '.' || rest.charAt(0) == ',')) {
          throw new Mismatch();
        }
        String after = rest.substring(width);
        rest = rest.substring(0, width);
        nanos = fraction();
        rest = rest + after;
      }
      case TRIMMED_FRACTION -> {
        if (fractionStarts()) {
          nanos = fraction();
        }
      }
      case ZONE -> zoneName();
      default -> zoneOffset(part.element());
    }
  }

  private void check(boolean fits, String what) {
    if (!fits) {
      outOfRange = what;
    }
  }

  private boolean isDigit(int at) {
    return at < rest.length() && rest.charAt(at) >= '0' && rest.charAt(at) <= '9';
  }

  private int digits(int count) throws Mismatch {
    for (int i = 0; i < count; i++) {
      if (!isDigit(i)) {
        throw new Mismatch();
      }
    }
    return take(count);
  }

  private int take(int count) {
    int value = Integer.parseInt(rest.substring(0, count));
    rest = rest.substring(count);
    return value;
  }

  private int number(boolean twoDigits) throws Mismatch {
    if (!isDigit(0) || (twoDigits && !isDigit(1))) {
      throw new Mismatch();
    }
    return take(isDigit(1) ? 2 : 1);
  }

  private int yearDay(boolean threeDigits) throws Mismatch {
    int count = 0;
    while (count < 3 && isDigit(count)) {
      count++;
    }
    if (count == 0 || (threeDigits && count != 3)) {
      throw new Mismatch();
    }
    return take(count);
  }

  private void skipSpace() {
    if (rest.startsWith(" ")) {
      rest = rest.substring(1);
    }
  }

  private int name(List<String> names, int length) throws Mismatch {
    for (int i = 0; i < names.size(); i++) {
      String name = length == 0 ? names.get(i) : names.get(i).substring(0, length);
      if (rest.regionMatches(true, 0, name, 0, name.length())) {
        rest = rest.substring(name.length());
        return i;
      }
    }
    throw new Mismatch();
  }

  private void half(boolean upper) throws Mismatch {
    String met = rest.substring(0, Math.min(2, rest.length()));
    String lower = met.toLowerCase(Locale.ROOT);
    boolean rightCase = met.equals(upper ? met.toUpperCase(Locale.ROOT) : lower);
    if (!rightCase || !(lower.equals("am") || lower.equals("pm"))) {
      throw new Mismatch();
    }
    afternoon = lower.equals("pm");
    morning = lower.equals("am");
    rest = rest.substring(2);
  }

  private boolean fractionStarts() {
    return !rest.isEmpty() && (rest.charAt(0) == '.' || rest.charAt(0) == ',') && isDigit(1);
  }

  private int fraction() throws Mismatch {
    int end = 1;
    while (isDigit(end)) {
      end++;
    }
    String digits = rest.substring(1, end);
    if (digits.isEmpty()) {
      throw new Mismatch();
    }
    rest = rest.substring(end);
    return Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  private void zoneName() throws Mismatch {
    if (rest.startsWith("UTC")) {
      zone = ZoneOffset.UTC;
      rest = rest.substring(3);
      return;
    }
    int end = 0;
    while (end < rest.length() && end < 5 && rest.charAt(end) >= 'A' && rest.charAt(end) <= 'Z') {
      end++;
    }
    if (end < 3) {
      throw new Mismatch();
    }
    rest = rest.substring(end);
  }

  private void zoneOffset(Element element) throws Mismatch {
    if (element.isIsoZone() && rest.startsWith("Z")) {
      zone = ZoneOffset.UTC;
      rest = rest.substring(1);
      return;
    }
    if (rest.isEmpty() || (rest.charAt(0) != '+' && rest.charAt(0) != '-')) {
      throw new Mismatch();
    }
    int sign = rest.charAt(0) == '-' ? -1 : 1;
    rest = rest.substring(1);
    int seconds = digits(2) * 3600;
    if (element.hasZoneMinutes()) {
      colon(element);
      seconds += digits(2) * 60;
    }
    if (element.hasZoneSeconds()) {
      colon(element);
      seconds += digits(2);
    }
    if (seconds > 18 * 3600) {
      outOfRange = "time zone offset hour";
      return;
    }
    zone = ZoneOffset.ofTotalSeconds(sign * seconds);
  }

  private void colon(Element element) throws Mismatch {
    if (element.hasColons()) {
      if (!rest.startsWith(":")) {
        throw new Mismatch();
      }
      rest = rest.substring(1);
    }
  }

  private GoTime finish() {
    if (afternoon && hour < 12) {
      hour += 12;
    } else if (morning && hour == 12) {
      hour = 0;
    }
    if (yearDay >= 0) {
      if (yearDay < 1 || yearDay > Year.of(year).length()) {
        throw failure("day-of-year out of range");
      }
      int ofMonth = Year.of(year).atDay(yearDay).getMonthValue();
      int ofDay = Year.of(year).atDay(yearDay).getDayOfMonth();
      if (month >= 0 && month != ofMonth) {
        throw failure("day-of-year does not match month");
      }
      if (day >= 0 && day != ofDay) {
        throw failure("day-of-year does not match day");
      }
      month = ofMonth;
      day = ofDay;
    }
    month = month < 0 ? 1 : month;
    day = day < 0 ? 1 : day;
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      throw failure("day out of range");
    }
    LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second, nanos);
    ZoneId at = zone == null ? local : zone;
    GoTime parsed = new GoTime(DateLayout.instant(time, at), at);
    // An offset that is also the local one means local time.
    boolean isLocal =
        zone != null
            && !zone.equals(ZoneOffset.UTC)
            && local.getRules().getOffset(parsed.instant()).equals(zone);
    return isLocal ? new GoTime(parsed.instant(), local) : parsed;
  }
}
