package io.autohelm.engine.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.sprig.SprigFunctions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two mistakes in a number Helm's TOML package tells of. */
class TomlNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "007E-, underscores must be surrounded by digits",
    "007.5, cannot have leading zeroes",
    "007_.5, underscores must be surrounded by digits"
  })
  void underscoresComeBeforeZeroes(String number, String why) {
    Object told =
        new HelmFunctions(new SprigFunctions(Clock.systemUTC(), new SecureRandom()))
            .table()
            .get("fromToml")
            .call(List.of("x = " + number + "\n"));
    assertEquals(
        "toml: line 1 (last key \"x\"): Invalid float \"" + number + "\": " + why,
        ((Map<?, ?>) told).get("Error"));
  }
}
