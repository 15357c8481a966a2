package io.autohelm.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.schedule.Windows.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 2026-01-05 is a Monday. Windows: kind, +m for manual, +d for drift, start, hours; by semicolon.
 */
final class WindowsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Windows windows(String text) {
    List<Window> windows = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      if (!each.isBlank()) {
        String[] parts = each.strip().split(" ", 2);
        int hours = parts[1].lastIndexOf(' ');
        windows.add(
            new Window(
                parts[0].startsWith("allow") ? Window.Kind.ALLOW : Window.Kind.DENY,
                Cron.parse(parts[1].substring(0, hours), BERLIN),
                Duration.ofHours(Long.parseLong(parts[1].substring(hours + 1))),
                parts[0].contains("+m"),
                parts[0].contains("+d")));
      }
    }
    return new Windows(windows);
  }

  @ParameterizedTest(name = "[{0}] for {1} at {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                            | CHANGE  | 2026-01-05T10:00:00Z | open",
        // Allowed from 22:00 to 02:00 in Berlin, which is 21:00Z to 01:00Z in winter.
        "allow 0 22 * * * 4                            | CHANGE  | 2026-01-05T21:00:00Z | open",
        "allow 0 22 * * * 4                            | CHANGE  | 2026-01-06T00:59:59Z | open",
        "allow 0 22 * * * 4                            | CHANGE  | 2026-01-06T01:00:00Z | 2026-01-06T21:00:00Z",
        "allow 0 22 * * * 4                            | CHANGE  | 2026-01-05T20:59:59Z | 2026-01-05T21:00:00Z",
        "allow 0 22 * * * 4                            | CHANGE  | 2026-07-05T20:00:00Z | open",
        "deny 0 22 * * * 4                             | CHANGE  | 2026-01-05T21:00:00Z | 2026-01-06T01:00:00Z",
        "deny 0 22 * * * 4                             | CHANGE  | 2026-01-05T20:59:59Z | open",
        // One of two that allow suffices.
        "allow 0 8 * * * 1; allow 0 10 * * * 1         | CHANGE  | 2026-01-05T09:30:00Z | open",
        "allow 0 8 * * * 1; allow 0 10 * * * 1         | CHANGE  | 2026-01-05T08:30:00Z | 2026-01-05T09:00:00Z",
        // What denies beats what allows.
        "allow 0 8 * * * 9; deny 0 12 * * * 1          | CHANGE  | 2026-01-05T11:30:00Z | 2026-01-05T12:00:00Z",
        "allow 0 8 * * * 4; deny 0 11 * * * 2          | CHANGE  | 2026-01-05T10:30:00Z | 2026-01-06T07:00:00Z",
        // Denials that follow on each other.
        "deny 0 8 * * * 2; deny 0 10 * * * 2           | CHANGE  | 2026-01-05T07:30:00Z | 2026-01-05T11:00:00Z",
        "deny 0 * * * * 2                              | CHANGE  | 2026-01-05T07:30:00Z | never",
        // So dense that a search from one to the next would take long.
        "deny * * * * * 8000                           | CHANGE  | 2026-01-05T07:30:00Z | never",
        // By command: only where every window that keeps it out says so.
        "deny+m 0 8 * * * 2                            | COMMAND | 2026-01-05T07:30:00Z | open",
        "deny 0 8 * * * 2                              | COMMAND | 2026-01-05T07:30:00Z | 2026-01-05T09:00:00Z",
        "deny+m 0 8 * * * 2; deny 0 8 * * * 2          | COMMAND | 2026-01-05T07:30:00Z | 2026-01-05T09:00:00Z",
        "allow+m 0 8 * * * 2                           | COMMAND | 2026-01-05T12:00:00Z | open",
        "allow+m 0 8 * * * 2                           | CHANGE  | 2026-01-05T12:00:00Z | 2026-01-06T07:00:00Z",
        "allow+m 0 8 * * * 2; allow 0 3 * * * 1        | COMMAND | 2026-01-05T12:00:00Z | 2026-01-06T02:00:00Z",
        // Drift likewise.
        "deny+d 0 8 * * * 2                            | DRIFT   | 2026-01-05T07:30:00Z | open",
        "deny 0 8 * * * 2                              | DRIFT   | 2026-01-05T07:30:00Z | 2026-01-05T09:00:00Z",
        "allow+d 0 8 * * * 2                           | DRIFT   | 2026-01-05T12:00:00Z | open",
        // Clocks go forward at 01:00Z: from 02:30, that is from 03:00, for two hours.
        "allow 30 2 * * * 2                            | CHANGE  | 2026-03-29T00:59:00Z | 2026-03-29T01:00:00Z",
        "allow 30 2 * * * 2                            | CHANGE  | 2026-03-29T02:59:59Z | open",
        "allow 30 2 * * * 2                            | CHANGE  | 2026-03-29T03:00:00Z | 2026-03-30T00:30:00Z",
        // Clocks go back at 01:00Z: from 02:30 the first time, for two hours that pass.
        "allow 30 2 * * * 2                            | CHANGE  | 2026-10-25T00:30:00Z | open",
        "allow 30 2 * * * 2                            | CHANGE  | 2026-10-25T02:29:59Z | open",
        "allow 30 2 * * * 2                            | CHANGE  | 2026-10-25T02:30:00Z | 2026-10-26T01:30:00Z",
      })
  void opens(String windows, Purpose purpose, String now, String expected) {
    Windows.Verdict verdict = Windows.at(List.of(windows(windows)), purpose, Instant.parse(now));
    assertEquals(
        expected,
        verdict.isOpen() ? "open" : verdict.opens() == null ? "never" : verdict.opens().toString());
  }

  @ParameterizedTest(name = "[{0}] and [{1}] at {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "allow 0 8 * * * 4 | allow 0 10 * * * 4 | 2026-01-05T08:00:00Z | 2026-01-05T09:00:00Z",
        "allow 0 8 * * * 4 | allow 0 10 * * * 4 | 2026-01-05T09:00:00Z | open",
        "allow 0 8 * * * 4 | allow 0 10 * * * 4 | 2026-01-05T11:00:00Z | 2026-01-06T09:00:00Z",
        "allow 0 8 * * * 1 | allow 0 10 * * * 1 | 2026-01-05T09:00:00Z | never",
        "''                | deny 0 10 * * * 1  | 2026-01-05T09:00:00Z | 2026-01-05T10:00:00Z",
      })
  void everyLevelMustBeOpen(String upper, String lower, String now, String expected) {
    Windows.Verdict verdict =
        Windows.at(List.of(windows(upper), windows(lower)), Purpose.CHANGE, Instant.parse(now));
    assertEquals(
        expected,
        verdict.isOpen() ? "open" : verdict.opens() == null ? "never" : verdict.opens().toString());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "deny 0 8 * * * 2  | closed by the window deny 0 8 * * * (Europe/Berlin) for 2h; opens at 2026-01-05T09:00:00Z",
        "allow 0 9 * * * 2 | closed outside the window allow 0 9 * * * (Europe/Berlin) for 2h; opens at 2026-01-05T08:00:00Z",
      })
  void saysWhy(String windows, String reason) {
    assertEquals(
        reason,
        Windows.at(List.of(windows(windows)), Purpose.CHANGE, Instant.parse("2026-01-05T07:30:00Z"))
            .reason());
  }
}
