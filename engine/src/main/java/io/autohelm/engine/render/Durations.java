package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoFunction;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoNumbers;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.gotemplate.GoStrings;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.sprig.GoDuration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Helm 4's duration functions: what is no duration counts as none. */
final class Durations {
  private static final long MOST_SECONDS = Long.MAX_VALUE / GoDuration.SECOND;
  private static final double MOST_SECONDS_DECIMAL = (double) Long.MAX_VALUE / 1e9;

  private interface Measure {
    Object of(GoDuration duration);
  }

  private interface Rounding {
    GoDuration apply(GoDuration duration, GoDuration unit);
  }

  private Durations() {}

  static void addTo(Map<String, GoFunction> table) {
    table.put("mustToDuration", GoFunction.of("any", args -> read(args.get(0))));
    measure(table, "durationSeconds", GoDuration::seconds, 0.0);
    measure(
        table,
        "durationMilliseconds",
        d -> GoInteger.int64(d.nanos() / 1_000_000),
        GoInteger.int64(0));
    measure(
        table, "durationMicroseconds", d -> GoInteger.int64(d.nanos() / 1000), GoInteger.int64(0));
    measure(table, "durationNanoseconds", d -> GoInteger.int64(d.nanos()), GoInteger.int64(0));
    measure(table, "durationMinutes", GoDuration::minutes, 0.0);
    measure(table, "durationHours", GoDuration::hours, 0.0);
    measure(table, "durationDays", d -> d.hours() / 24.0, 0.0);
    measure(table, "durationWeeks", d -> d.hours() / 24.0 / 7.0, 0.0);
    round(table, "durationRoundTo", GoDuration::round);
    round(table, "durationTruncateTo", GoDuration::truncate);
  }

  private static void measure(
      Map<String, GoFunction> table, String name, Measure measure, Object none) {
    table.put(
        name,
        GoFunction.of(
            "any",
            args -> {
              try {
                return measure.of(read(args.get(0)));
              } catch (GoError e) {
                return none;
              }
            }));
  }

  private static void round(Map<String, GoFunction> table, String name, Rounding rounding) {
    table.put(
        name,
        GoFunction.of(
            "any, any",
            args -> {
              GoDuration duration;
              try {
                duration = read(args.get(0));
              } catch (GoError e) {
                return new GoDuration(0);
              }
              try {
                return rounding.apply(duration, read(args.get(1)));
              } catch (GoError e) {
                return duration;
              }
            }));
  }

  private static GoDuration read(@Nullable Object value) {
    if (value instanceof GoDuration duration) {
      return duration;
    }
    if (value instanceof String text) {
      return readText(text);
    }
    if (value == null) {
      throw new GoError("invalid duration");
    }
    if (value instanceof Double || value instanceof Float) {
      return seconds(((Number) value).doubleValue());
    }
    if (value instanceof Long || value instanceof GoInteger) {
      long seconds = ((Number) value).longValue();
      if (seconds > MOST_SECONDS || seconds < -MOST_SECONDS || isHuge(value)) {
        throw new GoError("duration seconds overflow: " + value);
      }
      return new GoDuration(seconds * GoDuration.SECOND);
    }
    throw new GoError("unsupported duration type " + GoValues.typeName(value));
  }

  private static boolean isHuge(Object value) {
    return value instanceof GoInteger number
        && number.longValue() < 0
        && !number.toString().startsWith("-");
  }

  private static GoDuration readText(String text) {
    String trimmed = GoStrings.trimSpace(text);
    if (trimmed.isEmpty()) {
      throw new GoError("empty duration");
    }
    GoDuration duration = GoDuration.parse(trimmed);
    if (duration != null) {
      return duration;
    }
    Double number = GoNumbers.floatOrNull(trimmed);
    if (number == null) {
      throw new GoError("could not parse duration " + GoQuote.quote(text));
    }
    return seconds(number);
  }

  private static GoDuration seconds(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      throw new GoError("invalid duration seconds: " + GoFormat.shortest(seconds));
    }
    if (Math.abs(seconds) > MOST_SECONDS_DECIMAL) {
      throw new GoError("duration seconds overflow: " + GoFormat.shortest(seconds));
    }
    return new GoDuration((long) (seconds * 1e9));
  }
}
