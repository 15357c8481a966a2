package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When what failed is tried again. */
final class RevisitTest {
  @ParameterizedTest
  @CsvSource({
    "1, timeout, PT10S",
    "2, timeout, PT20S",
    "5, timeout, PT2M40S",
    "9, timeout, PT10M",
    "3, unreachable, PT40S",
    "4, unreachable, PT1M",
    "20, unreachable, PT1M",
    "20, busy, PT1M",
  })
  void theSameWaitsLongerEachTimeAndOutagesNeverLong(int failures, String failure, Duration pause) {
    Setbacks setbacks = Setbacks.NONE;
    for (int i = 0; i < failures; i++) {
      setbacks = setbacks.failed("the same");
    }
    assertEquals(pause, Revisit.after(failure, setbacks));
    assertEquals(Duration.ofSeconds(10), Revisit.after(failure, setbacks.failed("another")));
  }
}
