package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodOutputTest {
  @ParameterizedTest
  @CsvSource({"a, a", "'a\n\n  b\n', a | b", "'', ''", "' \n ', ''"})
  void linesBecomeOne(String text, String expected) {
    assertEquals(expected, PodOutput.shortened(text));
  }

  @Test
  void onlyTheEndIsTold() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 12; i++) {
      text.append(i).append('\n');
    }
    assertEquals("3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12", PodOutput.shortened(text.toString()));
    String told = PodOutput.shortened("x".repeat(5000) + "end");
    assertTrue(told.startsWith("...xxx") && told.endsWith("xend") && told.length() == 2051, told);
  }
}
