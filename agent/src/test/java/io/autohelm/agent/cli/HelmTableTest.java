package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells are padded and cut as Helm's table library does. */
class HelmTableTest {
  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource({
    "abc,        0, 'HEAD|abc |x'",
    "abcdefgh,   0, 'HEAD    |abcdefgh|x'",
    "abcdefgh,   6, 'HEAD  |abc...|x'",
    "äöüäöüäö,   6, 'HEAD  |äöü...|x'",
    "日本語日本語, 6, 'HEAD  |日本...|x'",
    "'',         6, 'HEAD|    |x'",
  })
  void cells(String text, int widest, String expected) {
    HelmTable table = new HelmTable(widest);
    table.add("HEAD");
    table.add(text, "x");
    assertEquals(expected, table.text().replace('\n', '|').replace('\t', '|'));
  }
}
