package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeaseSightingTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Instant NEW_YEAR = Instant.parse("2030-01-01T00:00:00Z");

  private static LeaseState lease(String holder, int duration, long renewed, String version) {
    return new LeaseState(
        holder,
        Duration.ofSeconds(duration),
        NEW_YEAR,
        NEW_YEAR.plusSeconds(renewed),
        3,
        "uid",
        version);
  }

  /** Times are seconds of the candidate's own clock; the Lease's own times say something else. */
  @ParameterizedTest
  @CsvSource({
    // holder, duration, first read at, renewed since, read again at, asked at, move
    "me,    15, 0, 0, 2, 100, RENEW",
    "'',    15, 0, 0, 0, 0, TAKE",
    "other, 15, 0, 0, 14, 14, FOLLOW",
    "other, 15, 0, 0, 14, 15, TAKE",
    "other, 15, 0, 2, 14, 15, FOLLOW",
    "other, 15, 0, 2, 14, 28, FOLLOW",
    "other, 15, 0, 2, 14, 29, TAKE",
    "other, 0,  0, 0, 0, 0, FOLLOW",
    "other, 0,  0, 0, 1, 1, TAKE"
  })
  void whoIsSilentForTheWholeDurationIsFollowedByAnother(
      String holder,
      int duration,
      long first,
      long renewed,
      long again,
      long asked,
      LeaseSighting.Move move) {
    LeaseSighting sighting =
        new LeaseSighting(lease(holder, duration, 0, "1"), first * SECOND)
            .next(lease(holder, duration, renewed, "2"), again * SECOND);
    assertEquals(move, sighting.move("me", asked * SECOND));
  }
}
