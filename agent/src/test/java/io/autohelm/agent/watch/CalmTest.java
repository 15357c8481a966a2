package io.autohelm.agent.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CalmTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"0, 300", "1, 300", "10, 300", "11, 600", "12, 1200", "16, 19200", "40, 60000"})
  void theMoreLooksTheLongerThePause(int looks, long millis) {
    Calm calm = new Calm();
    for (int i = 0; i < looks; i++) {
      calm.looked(NOW.plusSeconds(i));
    }
    assertEquals(Duration.ofMillis(millis), calm.pause(NOW.plusSeconds(looks)));
    assertEquals(
        Duration.ofMillis(300), calm.pause(NOW.plusSeconds(looks + 301)), "it is forgotten");
  }
}
