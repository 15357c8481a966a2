package io.autohelm.agent.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest(name = "{0} after {1} is {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *           | 2026-01-01T10:00    | 2026-01-01T10:01",
        "* * * * *           | 2026-01-01T10:00:59 | 2026-01-01T10:01",
        "*/15 * * * *        | 2026-01-01T10:46    | 2026-01-01T11:00",
        "5/15 * * * *        | 2026-01-01T10:46    | 2026-01-01T10:50",
        "0 22 * * *          | 2026-01-01T22:00    | 2026-01-02T22:00",
        "0 9-17/4 * * *      | 2026-01-01T09:00    | 2026-01-01T13:00",
        "0 0 * * 1-5         | 2026-01-02T00:00    | 2026-01-05T00:00", // the 2nd is a Friday
        "0 0 * * mon-FRI     | 2026-01-02T00:00    | 2026-01-05T00:00",
        "0 0 * * 0           | 2026-01-01T00:00    | 2026-01-04T00:00",
        "0 0 * * 7           | 2026-01-01T00:00    | 2026-01-04T00:00",
        "0 0 * * fri-mon     | 2026-01-05T00:00    | 2026-01-09T00:00", // the week goes round
        "0 0 * * 5-7         | 2026-01-04T00:00    | 2026-01-09T00:00",
        "0 0 13 * 5          | 2026-01-01T00:00    | 2026-01-02T00:00", // both days: either counts
        "0 0 13 * 5          | 2026-01-10T00:00    | 2026-01-13T00:00",
        "0 0 */2 * 1         | 2026-01-01T00:00    | 2026-01-05T00:00", // a star: both must fit
        "0 0 31 * *          | 2026-01-31T00:00    | 2026-03-31T00:00",
        "0 0 29 2 *          | 2026-03-01T00:00    | 2028-02-29T00:00",
        "0 0 1 jan,Jul *     | 2026-01-01T00:00    | 2026-07-01T00:00",
        "@daily              | 2026-01-01T10:00    | 2026-01-02T00:00",
        "@Hourly             | 2026-01-01T10:00    | 2026-01-01T11:00",
        "@weekly             | 2026-01-01T10:00    | 2026-01-04T00:00",
        "@yearly             | 2026-01-01T10:00    | 2027-01-01T00:00",
        // Clocks go from 02:00 to 03:00 on the 29th of March, and from 03:00 to 02:00 on the 25th
        // of October.
        "30 2 * * *          | 2026-03-28T02:30    | 2026-03-29T03:00", // when the hour would end
        "30 2 * * *          | 2026-03-29T03:00    | 2026-03-30T02:30",
        "0 * * * *           | 2026-03-29T01:00    | 2026-03-29T03:00",
        "0 3 * * *           | 2026-03-28T03:00    | 2026-03-29T03:00",
        "30 2 * * *          | 2026-10-24T02:30    | 2026-10-25T02:30",
        "30 2 * * *          | 2026-10-25T02:30    | 2026-10-26T02:30", // once, though it is twice
      })
  void comesAgain(String text, String after, String next) {
    assertEquals(
        LocalDateTime.parse(next),
        Cron.parse(text, BERLIN)
            .next(LocalDateTime.parse(after).atZone(BERLIN).toInstant())
            .orElseThrow()
            .atZone(BERLIN)
            .toLocalDateTime());
  }

  @Test
  void whatComesEveryHourComesInBothOfTheHourThatIsTwice() {
    Cron cron = Cron.parse("30 * * * *", BERLIN);
    List<String> times = new ArrayList<>();
    Instant at = Instant.parse("2026-10-24T23:00:00Z");
    for (int i = 0; i < 4; i++) {
      at = cron.next(at).orElseThrow();
      times.add(at.toString());
    }
    assertEquals(
        List.of(
            "2026-10-24T23:30:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:30:00Z"),
        times);
  }

  @Test
  void theZoneDecides() {
    Instant after = Instant.parse("2026-07-01T00:00:00Z");
    assertEquals(
        "2026-07-01T12:00:00Z",
        Cron.parse("0 8 * * *", ZoneId.of("America/New_York"))
            .next(after)
            .orElseThrow()
            .toString());
    assertEquals(
        "2026-07-01T08:00:00Z",
        Cron.parse("0 8 * * *", ZoneId.of("UTC")).next(after).orElseThrow().toString());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | expected five fields (minute, hour, day of the month, month, day of the week), met nothing",
        "0 0 * * * *   | expected five fields (minute, hour, day of the month, month, day of the week), met 0 0 * * * *",
        "@noon         | expected five fields or one of @hourly, @daily, @weekly, @monthly and @yearly, met @noon",
        "60 * * * *    | minute: expected numbers from 0 to 59, met 60",
        "x * * * *     | minute: expected numbers from 0 to 59, met x",
        "*/0 * * * *   | minute: expected numbers from 1 to 59, met */0",
        "* 5-3 * * *   | hour: expected a range that goes up, met 5-3",
        "* * 0 * *     | day of the month: expected numbers from 1 to 31, met 0",
        "* * * 13 *    | month: expected numbers from 1 to 12 or jan,..., met 13",
        "* * * * ,     | day of the week: expected numbers from 0 to 7 or sun,..., met ,",
        "0 0 30 2 *    | names a day that no year has: 0 0 30 2 *",
      })
  void refusesWhatIsNone(String text, String message) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Cron.parse(text, ZoneId.of("UTC")))
            .getMessage());
  }
}
