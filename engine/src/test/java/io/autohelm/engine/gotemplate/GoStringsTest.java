package io.autohelm.engine.gotemplate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoStringsTest {

  @Test
  void anyBytesSurviveBeingAString() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, GoStrings.encode(GoStrings.decode(bytes)));
    }
  }

  @Test
  void ordersByBytes() {
    assertTrue(GoStrings.compare("\uFFFD", "\uD83D\uDE00") < 0);
    assertTrue(GoStrings.compare("a", "b") < 0);
    assertTrue(GoStrings.compare("ab", "a") > 0);
    assertEquals(0, GoStrings.compare("x", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "1000000, 1e+06",
    "100000, 100000",
    "0.1, 0.1",
    "0.00001, 1e-05",
    "123456.789, 123456.789",
    "5e-324, 5e-324",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "1e23, 1e+23",
    "9007199254740993, 9.007199254740992e+15",
    "1.7976931348623157e308, 1.7976931348623157e+308"
  })
  void floatsPrintShortest(double value, String expected) {
    assertEquals(expected, GoFormat.text(value));
  }

  @Test
  void shortestFloatReadsBack() {
    Random random = new Random(2);
    for (int i = 0; i < 5000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(value)) {
        assertEquals(value, GoNumbers.parseFloat(GoFormat.shortest(value)));
      }
    }
  }
}
