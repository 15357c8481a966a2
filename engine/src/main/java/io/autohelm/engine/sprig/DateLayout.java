package io.autohelm.engine.sprig;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A date layout in Go's manner: an example of how Monday, January 2nd 2006, 15:04:05 in the zone
 * seven hours west of Greenwich would be written.
 */
final class DateLayout {

  enum Element {
    LITERAL(""),
    LONG_MONTH("January"),
    MONTH("Jan"),
    NUMBER_MONTH("1"),
    ZERO_MONTH("01"),
    LONG_WEEKDAY("Monday"),
    WEEKDAY("Mon"),
    DAY("2"),
    UNDER_DAY("_2"),
    ZERO_DAY("02"),
    UNDER_YEAR_DAY("__2"),
    ZERO_YEAR_DAY("002"),
    HOUR("15"),
    HOUR_12("3"),
    ZERO_HOUR_12("03"),
    MINUTE("4"),
    ZERO_MINUTE("04"),
    SECOND("5"),
    ZERO_SECOND("05"),
    LONG_YEAR("2006"),
    YEAR("06"),
    UPPER_PM("PM"),
    LOWER_PM("pm"),
    ZONE("MST"),
    ISO_ZONE("Z0700"),
    ISO_SECONDS_ZONE("Z070000"),
    ISO_SHORT_ZONE("Z07"),
    ISO_COLON_ZONE("Z07:00"),
    ISO_COLON_SECONDS_ZONE("Z07:00:00"),
    NUMBER_ZONE("-0700"),
    NUMBER_SECONDS_ZONE("-070000"),
    NUMBER_SHORT_ZONE("-07"),
    NUMBER_COLON_ZONE("-07:00"),
    NUMBER_COLON_SECONDS_ZONE("-07:00:00"),
    ZERO_FRACTION(".000"),
    TRIMMED_FRACTION(".999");

    private final String text;

    Element(String text) {
      this.text = text;
    }

    boolean isIsoZone() {
      return text.startsWith("Z07");
    }

    boolean isNumberZone() {
      return text.startsWith("-07") || isIsoZone();
    }

    boolean hasColons() {
      return text.indexOf(':') >= 0;
    }

    boolean hasZoneMinutes() {
      return isNumberZone() && this != ISO_SHORT_ZONE && this != NUMBER_SHORT_ZONE;
    }

    boolean hasZoneSeconds() {
      return isNumberZone() && text.replace(":", "").length() == 7;
    }
  }

  /** A part of the layout as it is written there. */
  record Part(Element element, String text) {}

  private final List<Part> parts;

  DateLayout(String layout) {
    List<Part> found = new ArrayList<>();
    int literal = 0;
    int at = 0;
    while (at < layout.length()) {
      Part part = partAt(layout, at);
      if (part == null) {
        at++;
        continue;
      }
      if (at > literal) {
        found.add(new Part(Element.LITERAL, layout.substring(literal, at)));
      }
      found.add(part);
      at += part.text.length();
      literal = at;
    }
    if (literal < layout.length()) {
      found.add(new Part(Element.LITERAL, layout.substring(literal)));
    }
    parts = List.copyOf(found);
  }

  List<Part> parts() {
    return parts;
  }

  /** The longest element that begins there, with Go's exceptions; null where none does. */
  private static @Nullable Part partAt(String layout, int at) {
    char c = layout.charAt(at);
    if ((c == '.' || c == ',') && at + 1 < layout.length()) {
      char digit = layout.charAt(at + 1);
      int end = at + 1;
      while (end < layout.length() && layout.charAt(end) == digit) {
        end++;
      }
      boolean more = end < layout.length() && Character.isDigit(layout.charAt(end));
      if ((digit == '0' || digit == '9') && !more) {
        Element element = digit == '0' ? Element.ZERO_FRACTION : Element.TRIMMED_FRACTION;
        return new Part(element, layout.substring(at, end));
      }
      return null;
    }
    Element best = Element.LITERAL;
    for (Element element : Element.values()) {
      if (element.text.length() > best.text.length() && layout.startsWith(element.text, at)) {
        best = element;
      }
    }
    // An underscore before the year is only an underscore.
    if (best == Element.UNDER_DAY && layout.startsWith("_2006", at)) {
      return null;
    }
    // Jan is no month where it begins another word in small letters.
    boolean month = best == Element.MONTH || best == Element.WEEKDAY;
    if (month && at + 3 < layout.length() && isLower(layout.charAt(at + 3))) {
      return null;
    }
    return best == Element.LITERAL ? null : new Part(best, best.text);
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  String format(Instant instant, ZoneId zone, String zoneName) {
    ZonedDateTime time = instant.atZone(zone);
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (part.element == Element.ZONE && !zoneName.isEmpty()) {
        out.append(zoneName);
      } else {
        append(out, part, time);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Part part, ZonedDateTime time) {
    int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    switch (part.element) {
      case LITERAL -> out.append(part.text);
      case LONG_MONTH -> out.append(name(time, "MMMM"));
      case MONTH -> out.append(name(time, "MMM"));
      case NUMBER_MONTH -> out.append(time.getMonthValue());
      case ZERO_MONTH -> pad(out, time.getMonthValue(), 2, '0');
      case LONG_WEEKDAY -> out.append(name(time, "EEEE"));
      case WEEKDAY -> out.append(name(time, "EEE"));
      case DAY -> out.append(time.getDayOfMonth());
      case UNDER_DAY -> pad(out, time.getDayOfMonth(), 2, ' ');
      case ZERO_DAY -> pad(out, time.getDayOfMonth(), 2, '0');
      case UNDER_YEAR_DAY -> pad(out, time.getDayOfYear(), 3, ' ');
      case ZERO_YEAR_DAY -> pad(out, time.getDayOfYear(), 3, '0');
      case HOUR -> pad(out, time.getHour(), 2, '0');
      case HOUR_12 -> out.append(hour12);
      case ZERO_HOUR_12 -> pad(out, hour12, 2, '0');
      case MINUTE -> out.append(time.getMinute());
      case ZERO_MINUTE -> pad(out, time.getMinute(), 2, '0');
      case SECOND -> out.append(time.getSecond());
      case ZERO_SECOND -> pad(out, time.getSecond(), 2, '0');
      case LONG_YEAR -> pad(out, time.getYear(), 4, '0');
      case YEAR -> pad(out, time.getYear() % 100, 2, '0');
      case UPPER_PM -> out.append(time.getHour() >= 12 ? "PM" : "AM");
      case LOWER_PM -> out.append(time.getHour() >= 12 ? "pm" : "am");
      case ZONE -> out.append(zoneName(time));
      case ZERO_FRACTION, TRIMMED_FRACTION -> fraction(out, part, time.getNano());
      default -> offset(out, part.element, time.getOffset().getTotalSeconds());
    }
  }

  private static String name(ZonedDateTime time, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
  }

  private static void pad(StringBuilder out, int number, int width, char with) {
    if (number < 0) {
      out.append('-');
    }
    String digits = Integer.toString(Math.abs(number));
    out.append(String.valueOf(with).repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  private static String zoneName(ZonedDateTime time) {
    if (time.getZone() instanceof ZoneOffset || time.getZone().getId().equals("UTC")) {
      int seconds = time.getOffset().getTotalSeconds();
      if (seconds == 0) {
        return "UTC";
      }
      StringBuilder out = new StringBuilder();
      offset(out, Element.NUMBER_ZONE, seconds);
      return out.toString();
    }
    return name(time, "zzz");
  }

  private static void offset(StringBuilder out, Element element, int seconds) {
    if (seconds == 0 && element.isIsoZone()) {
      out.append('Z');
      return;
    }
    int size = Math.abs(seconds);
    String colon = element.hasColons() ? ":" : "";
    out.append(seconds < 0 ? '-' : '+');
    pad(out, size / 3600, 2, '0');
    if (element.hasZoneMinutes()) {
      out.append(colon);
      pad(out, size / 60 % 60, 2, '0');
    }
    if (element.hasZoneSeconds()) {
      out.append(colon);
      pad(out, size % 60, 2, '0');
    }
  }

  private static void fraction(StringBuilder out, Part part, int nanos) {
    String digits = String.format(Locale.ROOT, "%09d", nanos);
    int width = part.text.length() - 1;
    digits = width <= 9 ? digits.substring(0, width) : digits + "0".repeat(width - 9);
    if (part.element == Element.TRIMMED_FRACTION) {
      digits = digits.replaceAll("0+$", "");
      if (digits.isEmpty()) {
        return;
      }
    }
    out.append(part.text.charAt(0)).append(digits);
  }

  /** The moment of a local time in that zone; in a gap the clock goes by the offset before it. */
  static Instant instant(LocalDateTime time, ZoneId zone) {
    return time.atZone(zone).toInstant();
  }
}
