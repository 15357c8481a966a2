package io.autohelm.engine.values;

import io.autohelm.engine.gotemplate.GoQuote;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats of moments and spans. */
final class TimeFormats {
  private static final String LAYOUT = "2006-01-02";
  private static final Pattern SIGNED = Pattern.compile("[+-]?[0-9]+");

  private TimeFormats() {}

  static @Nullable String duration(String text) {
    if (!text.startsWith("P")) {
      return "must start with P";
    }
    String rest = text.substring(1);
    if (rest.isEmpty()) {
      return "nothing after P";
    }
    if (rest.endsWith("W")) {
      String weeks = rest.substring(0, rest.length() - 1);
      if (weeks.isEmpty()) {
        return "no number in week";
      }
      return weeks.chars().allMatch(PointerFormats::isDigit) ? null : "invalid week";
    }
    String[] parts = rest.split("T", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0 && parts[i].isEmpty()) {
        return "no time elements";
      }
      if (i > 1) {
        return "more than one T";
      }
      String refusal = units(parts[i], i == 0 ? "YMD" : "HMS");
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable String units(String text, String all) {
    int allowed = 0;
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && PointerFormats.isDigit(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        return "missing number";
      }
      if (at == text.length()) {
        return "missing unit";
      }
      char unit = text.charAt(at++);
      int index = all.indexOf(unit);
      if (index < 0) {
        return "invalid unit " + SchemaFormats.quoted(unit);
      }
      if (index < allowed) {
        return "unit " + SchemaFormats.quoted(unit) + " out of order";
      }
      allowed = index + 1;
    }
    return null;
  }

  static @Nullable String period(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return "missing slash";
    }
    String start = text.substring(0, slash);
    String end = text.substring(slash + 1);
    boolean begins = start.startsWith("P");
    String refusal = begins ? duration(start) : dateTime(start);
    if (refusal != null) {
      return "invalid start " + (begins ? "duration" : "date-time") + ": " + refusal;
    }
    boolean ends = !begins && end.startsWith("P");
    refusal = ends ? duration(end) : dateTime(end);
    return refusal == null
        ? null
        : "invalid end " + (ends ? "duration" : "date-time") + ": " + refusal;
  }

  static @Nullable String date(String text) {
    String failed = "parsing time " + GoQuote.quote(text);
    String digits = "dddd-dd-dd";
    int[] starts = {0, 4, 5, 7, 8};
    int[] ends = {4, 5, 7, 8, 10};
    String[] layout = {"2006", "-", "01", "-", "02"};
    for (int i = 0; i < starts.length; i++) {
      String part = text.length() >= ends[i] ? text.substring(starts[i], ends[i]) : "";
      boolean fits = part.length() == ends[i] - starts[i];
      for (int c = 0; fits && c < part.length(); c++) {
        fits =
            digits.charAt(starts[i] + c) == 'd'
                ? PointerFormats.isDigit(part.charAt(c))
                : part.charAt(c) == '-';
      }
      if (!fits) {
        String rest = text.substring(Math.min(starts[i], text.length()));
        return failed
            + " as "
            + GoQuote.quote(LAYOUT)
            + ": cannot parse "
            + GoQuote.quote(rest)
            + " as "
            + GoQuote.quote(layout[i]);
      }
      if (i == 2) {
        int month = Integer.parseInt(part);
        if (month < 1 || month > 12) {
          return failed + ": month out of range";
        }
      }
    }
    if (text.length() > 10) {
      return failed + ": extra text: " + GoQuote.quote(text.substring(10));
    }
    int year = Integer.parseInt(text.substring(0, 4));
    int month = Integer.parseInt(text.substring(5, 7));
    int day = Integer.parseInt(text.substring(8, 10));
    return day < 1 || day > YearMonth.of(year, month).lengthOfMonth()
        ? failed + ": day out of range"
        : null;
  }

  private static final Pattern CLOCK = Pattern.compile("(..):(..):(..)(.*)", Pattern.DOTALL);

  static @Nullable String time(String text) {
    if (text.length() < 9) {
      return "less than 9 characters long";
    }
    Matcher clock = CLOCK.matcher(text);
    if (!clock.matches()) {
      return "missing colon in correct place";
    }
    int[] parts = new int[3];
    for (int i = 0; i < 3; i++) {
      String part = clock.group(i + 1);
      if (!SIGNED.matcher(part).matches()) {
        return "invalid hour/min/sec";
      }
      parts[i] = Integer.parseInt(part);
      if (parts[i] < 0) {
        return "non-positive hour/min/sec";
      }
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 60) {
      return "hour/min/sec out of range";
    }
    String rest = clock.group(4);
    if (rest.startsWith(".")) {
      int end = 1;
      while (end < rest.length() && PointerFormats.isDigit(rest.charAt(end))) {
        end++;
      }
      if (end == 1) {
        return "no digits in second fraction";
      }
      rest = rest.substring(end);
    }
    int minutes = parts[0] * 60 + parts[1];
    if (!rest.equalsIgnoreCase("z")) {
      if (rest.length() != 6) {
        return "offset must be 6 characters long";
      }
      int sign = rest.charAt(0) == '+' ? -1 : rest.charAt(0) == '-' ? 1 : 0;
      if (sign == 0) {
        return "offset must begin with plus/minus";
      }
      if (rest.charAt(3) != ':') {
        return "missing colon in offset in correct place";
      }
      String hours = rest.substring(1, 3);
      String mins = rest.substring(4);
      if (!SIGNED.matcher(hours).matches() || !SIGNED.matcher(mins).matches()) {
        return "invalid hour/min in offset";
      }
      int h = Integer.parseInt(hours);
      int m = Integer.parseInt(mins);
      if (h < 0 || m < 0) {
        return "non-positive hour/min in offset";
      }
      if (h > 23 || m > 59) {
        return "hour/min in offset out of range";
      }
      minutes = Math.floorMod(minutes + sign * (h * 60 + m), 24 * 60);
    }
    return parts[2] == 60 && minutes != 23 * 60 + 59 ? "invalid leap second" : null;
  }

  static @Nullable String dateTime(String text) {
    if (text.length() < 20) {
      return "less than 20 characters long";
    }
    if (text.charAt(10) != 't' && text.charAt(10) != 'T') {
      return "11th character must be t or T";
    }
    String refusal = date(text.substring(0, 10));
    if (refusal != null) {
      return "invalid date element: " + refusal;
    }
    refusal = time(text.substring(11));
    return refusal == null ? null : "invalid time element: " + refusal;
  }
}
