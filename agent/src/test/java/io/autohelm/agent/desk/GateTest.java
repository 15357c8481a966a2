package io.autohelm.agent.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.AheadClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GateTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0123456789abcdef, Bearer 0123456789abcdef, OPEN",
    "0123456789abcdef, bearer 0123456789abcdef, OPEN",
    "0123456789abcdef, Bearer 0123456789abcdeg, WRONG_TOKEN",
    "0123456789abcdef, Bearer 0123456789abcde, WRONG_TOKEN",
    "0123456789abcdef, 'Bearer ', WRONG_TOKEN",
    "0123456789abcdef, Basic 0123456789abcdef, NO_TOKEN",
    "0123456789abcdef, , NO_TOKEN",
    "0123456789abcde, Bearer 0123456789abcde, CLOSED"
  })
  void theTokenOpens(String token, String header, Gate.Answer answer) throws IOException {
    Gate gate = new Gate(Files.writeString(folder.resolve("token"), token + "\n"), NOON);
    assertEquals(answer, gate.judge(header, "10.0.0.1"));
    assertEquals(answer != Gate.Answer.CLOSED, gate.isOpen());
  }

  @Test
  void theFileIsReadAtEachUse() throws IOException {
    Path file = folder.resolve("token");
    Gate gate = new Gate(file, NOON);
    assertTrue(gate.closed().contains("cannot be read"));
    Files.writeString(file, "the first token 1");
    assertEquals(Gate.Answer.OPEN, gate.judge("Bearer the first token 1", "a"));
    Files.writeString(file, "the second token 2");
    assertEquals(Gate.Answer.WRONG_TOKEN, gate.judge("Bearer the first token 1", "a"));
    assertFalse(new Gate(null, NOON).isOpen());
  }

  @Test
  void whoGuessesIsToldToWaitAndLocksNobodyOut() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "0123456789abcdef");
    AheadClock clock = new AheadClock();
    Gate gate = new Gate(file, clock);
    for (int i = 0; i < 10; i++) {
      assertEquals(Gate.Answer.WRONG_TOKEN, gate.judge("Bearer guess", "a"));
    }
    assertEquals(Gate.Answer.TOO_MANY, gate.judge("Bearer guess", "a"));
    assertEquals(Gate.Answer.OPEN, gate.judge("Bearer 0123456789abcdef", "a"));
    assertEquals(Gate.Answer.TOO_MANY, gate.judge("Bearer guess", "a"));
    assertEquals(Gate.Answer.WRONG_TOKEN, gate.judge("Bearer guess", "b"));
    clock.pass(Duration.ofMinutes(1));
    assertEquals(Gate.Answer.WRONG_TOKEN, gate.judge("Bearer guess", "a"));
  }
}
