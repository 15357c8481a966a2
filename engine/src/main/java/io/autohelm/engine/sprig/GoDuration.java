package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.GoQuote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code time.Duration}.
 *
 * @param nanos its length
 */
public record GoDuration(long nanos) implements GoObject {
  public static final long SECOND = 1_000_000_000L;

  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private static final Map<String, Long> UNITS =
      Map.of(
          "ns",
          1L,
          "us",
          1000L,
          "\u00b5s",
          1000L,
          "\u03bcs",
          1000L,
          "ms",
          1_000_000L,
          "s",
          SECOND,
          "m",
          MINUTE,
          "h",
          HOUR);

  /** Reads {@code 1h2m3.5s}; null where the text is no duration. */
  public static @Nullable GoDuration parse(String text) {
    int at = 0;
    boolean negative = false;
    if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
      negative = text.charAt(0) == '-';
      at = 1;
    }
    if (text.substring(at).equals("0")) {
      return new GoDuration(0);
    }
    if (at == text.length()) {
      return null;
    }
    BigDecimal total = BigDecimal.ZERO;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && isNumber(text.charAt(at))) {
        at++;
      }
      String number = text.substring(start, at);
      int unitStart = at;
      while (at < text.length() && !isNumber(text.charAt(at))) {
        at++;
      }
      Long unit = UNITS.get(text.substring(unitStart, at));
      boolean points = number.indexOf('.') != number.lastIndexOf('.');
      if (unit == null || number.isEmpty() || number.equals(".") || points) {
        return null;
      }
      total =
          total.add(
              new BigDecimal(number.endsWith(".") ? number + "0" : number)
                  .multiply(BigDecimal.valueOf(unit))
                  .setScale(0, RoundingMode.DOWN));
    }
    BigDecimal signed = negative ? total.negate() : total;
    boolean fits =
        signed.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
            && signed.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
    return fits ? new GoDuration(signed.longValue()) : null;
  }

  private static boolean isNumber(char c) {
    return c == '.' || (c >= '0' && c <= '9');
  }

  /** What Go's {@code time.ParseDuration} says of a text that is none. */
  public static String complaint(String text) {
    String body = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    String quoted = GoQuote.quote(text);
    if (body.isEmpty() || !isNumber(body.charAt(0))) {
      return "time: invalid duration " + quoted;
    }
    int at = 0;
    while (at < body.length() && isNumber(body.charAt(at))) {
      int start = at;
      while (at < body.length() && isNumber(body.charAt(at))) {
        at++;
      }
      int unitStart = at;
      while (at < body.length() && !isNumber(body.charAt(at))) {
        at++;
      }
      String unit = body.substring(unitStart, at);
      if (body.substring(start, unitStart).equals(".")) {
        return "time: invalid duration " + quoted;
      }
      if (unit.isEmpty()) {
        return "time: missing unit in duration " + quoted;
      }
      if (!UNITS.containsKey(unit)) {
        return "time: unknown unit " + GoQuote.quote(unit) + " in duration " + quoted;
      }
    }
    return "time: invalid duration " + quoted;
  }

  public double seconds() {
    long whole = nanos / SECOND;
    return whole + (nanos % SECOND) / 1e9;
  }

  public double minutes() {
    long whole = nanos / MINUTE;
    return whole + (nanos % MINUTE) / 60e9;
  }

  public double hours() {
    long whole = nanos / HOUR;
    return whole + (nanos % HOUR) / 3600e9;
  }

  /** Cut towards zero to a multiple of the unit; itself where the unit is not positive. */
  public GoDuration truncate(GoDuration unit) {
    return unit.nanos <= 0 ? this : new GoDuration(nanos - nanos % unit.nanos);
  }

  /** The nearest multiple of the unit, halves away from zero; itself for no positive unit. */
  public GoDuration round(GoDuration unit) {
    if (unit.nanos <= 0) {
      return this;
    }
    long rest = nanos % unit.nanos;
    if (nanos < 0) {
      rest = -rest;
      if (lessThanHalf(rest, unit.nanos)) {
        return new GoDuration(nanos + rest);
      }
      long down = nanos - unit.nanos + rest;
      return new GoDuration(down < nanos ? down : Long.MIN_VALUE);
    }
    if (lessThanHalf(rest, unit.nanos)) {
      return new GoDuration(nanos - rest);
    }
    long up = nanos + unit.nanos - rest;
    return new GoDuration(up > nanos ? up : Long.MAX_VALUE);
  }

  private static boolean lessThanHalf(long rest, long unit) {
    return Long.compareUnsigned(rest + rest, unit) < 0;
  }

  @Override
  public String typeName() {
    return "time.Duration";
  }

  @Override
  public GoKind kind() {
    return GoKind.INT64;
  }

  @Override
  public Object plain() {
    return GoInteger.int64(nanos);
  }

  @Override
  public String text() {
    return toString();
  }

  @Override
  public @Nullable GoFunction method(String name) {
    return switch (name) {
      case "String" -> GoFunction.of("", args -> toString());
      case "Hours" -> GoFunction.of("", args -> hours());
      case "Minutes" -> GoFunction.of("", args -> minutes());
      case "Seconds" -> GoFunction.of("", args -> seconds());
      case "Milliseconds" -> GoFunction.of("", args -> GoInteger.int64(nanos / 1_000_000));
      case "Microseconds" -> GoFunction.of("", args -> GoInteger.int64(nanos / 1000));
      case "Nanoseconds" -> GoFunction.of("", args -> GoInteger.int64(nanos));
      default -> null;
    };
  }

  /** As Go prints it: {@code 72h3m0.5s}. */
  @Override
  public String toString() {
    if (nanos == 0) {
      return "0s";
    }
    BigDecimal size = BigDecimal.valueOf(nanos).abs();
    String sign = nanos < 0 ? "-" : "";
    if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
      long small = Math.abs(nanos);
      if (small < 1000) {
        return sign + small + "ns";
      }
      return small < 1_000_000
          ? sign + shifted(small, 3) + "\u00b5s"
          : sign + shifted(small, 6) + "ms";
    }
    BigDecimal[] minutes = size.divideAndRemainder(BigDecimal.valueOf(MINUTE));
    String seconds = shifted(minutes[1].longValue(), 9) + "s";
    long whole = minutes[0].longValue();
    if (whole == 0) {
      return sign + seconds;
    }
    return whole < 60
        ? sign + whole + "m" + seconds
        : sign + whole / 60 + "h" + whole % 60 + "m" + seconds;
  }

  private static String shifted(long number, int places) {
    BigDecimal value = BigDecimal.valueOf(number, places).stripTrailingZeros();
    return value.signum() == 0 ? "0" : value.toPlainString();
  }
}
