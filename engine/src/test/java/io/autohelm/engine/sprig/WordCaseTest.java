package io.autohelm.engine.sprig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the library that Sprig uses makes of odd letters. */
class WordCaseTest {
  @ParameterizedTest
  @CsvSource({
    "é世, é_世",
    "世é, 世_é",
    "a世b, a_世_b",
    "ß1世b1, ß1_世_b1",
    "世1, 世1",
    "ÉÉa, é_éa",
    "aǅb, aǅb",
    "aⅠb, a_Ⅰb"
  })
  void snake(String text, String expected) {
    assertEquals(expected, WordCase.lower(text, '_'));
  }
}
