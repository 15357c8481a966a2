package io.autohelm.agent.page;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.objects.SafeString;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The few pieces of markup that are made of a value alone. */
final class Markup {
  private static final String CLOCK =
      "M8 2.2a5.8 5.8 0 100 11.6 5.8 5.8 0 000-11.6M8 5v3.2l2.2 1.4";

  /** A sign for each word, so that colour alone never tells. */
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("healthy", "M3.5 8.5l3 3 6-7"),
          Map.entry("ready", "M3.5 8.5l3 3 6-7"),
          Map.entry("deployed", "M3.5 8.5l3 3 6-7"),
          Map.entry("corrected", "M3.5 8.5l3 3 6-7"),
          Map.entry("true", "M3.5 8.5l3 3 6-7"),
          Map.entry("failed", "M4 4l8 8M12 4l-8 8"),
          Map.entry("quarantined", "M4 4l8 8M12 4l-8 8"),
          Map.entry("missing", "M4 4l8 8M12 4l-8 8"),
          Map.entry("degraded", "M8 3v6.5M8 12.5v.5"),
          Map.entry("drifted", "M3 6h8l-2.5-2.5M13 10H5l2.5 2.5"),
          Map.entry("standing", "M3 6h8l-2.5-2.5M13 10H5l2.5 2.5"),
          Map.entry("rolled-back", "M5 6.5h5a2.5 2.5 0 010 5H7M7.5 4L5 6.5 7.5 9"),
          Map.entry("waiting", CLOCK),
          Map.entry("progressing", CLOCK),
          Map.entry("suspended", "M6 4v8M10 4v8"));

  private static final Map<String, String> COLOURS =
      Map.ofEntries(
          Map.entry("healthy", "good"),
          Map.entry("ready", "good"),
          Map.entry("deployed", "good"),
          Map.entry("corrected", "good"),
          Map.entry("failed", "bad"),
          Map.entry("quarantined", "bad"),
          Map.entry("missing", "bad"),
          Map.entry("degraded", "bad"),
          Map.entry("drifted", "warn"),
          Map.entry("standing", "warn"),
          Map.entry("rolled-back", "warn"),
          Map.entry("waiting", "wait"),
          Map.entry("progressing", "wait"));

  private Markup() {}

  /** All of them, as filters. */
  static List<Filter> filters(Clock clock) {
    return List.of(
        new ValueFilter("badge", Markup::badge),
        new ValueFilter("ago", value -> ago(value, clock.instant())),
        new ValueFilter("moment", Markup::moment),
        new ValueFilter("short", value -> value.substring(0, Math.min(10, value.length()))));
  }

  private static Object badge(String word) {
    String known = word.matches("[a-z-]{1,24}") ? word : "unknown";
    String sign = SIGNS.getOrDefault(known, "M4 8h8");
    return new SafeString(
        "<span class=\"badge "
            + COLOURS.getOrDefault(known, "calm")
            + "\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\""
            + sign
            + "\"/></svg>"
            + known
            + "</span>");
  }

  private static Object ago(String text, Instant now) {
    if (text.isEmpty()) {
      return "never";
    }
    Instant time = Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
    return new SafeString(
        "<time datetime=\""
            + time
            + "\" title=\""
            + moment(text)
            + "\">"
            + told(Duration.between(time, now))
            + "</time>");
  }

  private static String moment(String text) {
    Instant time = Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
    return time.toString().replace("T", " ").replace("Z", " UTC");
  }

  /** A span of time as people say it. */
  static String told(Duration span) {
    boolean isAhead = span.isNegative();
    long seconds = span.abs().toSeconds();
    if (seconds < 10 && !isAhead) {
      return "just now";
    }
    String amount =
        seconds < 60
            ? seconds + " s"
            : seconds < 3600
                ? seconds / 60 + " min"
                : seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    return isAhead ? "in " + amount : amount + " ago";
  }

  /** A filter of one text. */
  private record ValueFilter(String name, Function<String, Object> markup) implements Filter {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public Object filter(
        @Nullable Object value, JinjavaInterpreter interpreter, String... arguments) {
      return markup.apply(value == null ? "" : value.toString());
    }
  }
}
