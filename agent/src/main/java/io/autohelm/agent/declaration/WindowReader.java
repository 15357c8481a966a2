package io.autohelm.agent.declaration;

import io.autohelm.agent.schedule.Cron;
import io.autohelm.agent.schedule.Window;
import io.autohelm.agent.schedule.Windows;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads cron expressions and windows, in declarations and in the agent's configuration. */
public final class WindowReader {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  /** The fields of a window, for whoever allows more beside them. */
  public static final List<String> FIELDS =
      List.of("kind", "schedule", "duration", "timeZone", "manual", "correctDrift");

  private WindowReader() {}

  /** The windows of the field {@code windows}. */
  public static Windows windows(FieldReader reader) {
    List<Window> windows = new ArrayList<>();
    for (FieldReader table : reader.tables("windows")) {
      table.allow(FIELDS.toArray(String[]::new));
      window(table).ifPresent(windows::add);
    }
    return new Windows(windows);
  }

  /** One window; empty where it has mistakes. */
  public static Optional<Window> window(FieldReader table) {
    if (table.isAbsent("kind")) {
      table.problem(table.lineOf("kind"), "kind", "is required");
    }
    Window.Kind kind = table.choice("kind", Window.Kind.ALLOW, Window.Kind.class);
    Cron start = null;
    if (table.isAbsent("schedule")) {
      table.problem(table.lineOf("schedule"), "schedule", "is required");
    } else {
      start = cron(table);
    }
    if (table.isAbsent("duration")) {
      table.problem(table.lineOf("duration"), "duration", "is required");
    }
    Duration duration = table.duration("duration", SHORTEST, SHORTEST);
    if (duration.compareTo(LONGEST) > 0) {
      table.problem(table.lineOf("duration"), "duration", "must be at most 366d");
      duration = LONGEST;
    }
    boolean manual = table.flag("manual", false);
    boolean drift = table.flag("correctDrift", false);
    return start == null
        ? Optional.empty()
        : Optional.of(new Window(kind, start, duration, manual, drift));
  }

  /** The expression in {@code schedule}, by the clocks of {@code timeZone}; null without one. */
  public static @Nullable Cron cron(FieldReader table) {
    ZoneId zone = zone(table);
    Optional<String> text = table.text("schedule");
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Cron.parse(text.get(), zone);
    } catch (IllegalArgumentException e) {
      table.problem(table.lineOf("schedule"), "schedule", String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * A schedule in place of an interval.
   *
   * @return null where the interval counts
   */
  public static @Nullable Cron insteadOfInterval(FieldReader table) {
    if (table.has("schedule") && table.has("interval")) {
      table.problem(
          table.lineOf("schedule"), "schedule", "cannot stand beside interval: only one can count");
    }
    if (!table.has("schedule") && table.has("timeZone")) {
      table.problem(table.lineOf("timeZone"), "timeZone", "goes with schedule, which is missing");
    }
    return cron(table);
  }

  private static ZoneId zone(FieldReader table) {
    String name = table.text("timeZone").orElse("UTC");
    try {
      return name.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      Set<String> known = ZoneId.getAvailableZoneIds();
      table.problem(
          table.lineOf("timeZone"),
          "timeZone",
          "expected a time zone such as Europe/Berlin, met "
              + name
              + Suggestions.nearest(name, known)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse(""));
      return ZoneOffset.UTC;
    }
  }
}
