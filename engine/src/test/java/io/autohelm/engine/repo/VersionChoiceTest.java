package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionChoiceTest {
  private static final List<String> THERE =
      List.of(
          "1.2.0", "0.9.1", "2.1.0", "2.0.0-rc.1", "2.0.9", "latest", "2.0.3+build.5", "v3.0.0");

  private static String choose(String wanted) {
    return VersionChoice.choose(THERE, version -> version, wanted, "shop");
  }

  @ParameterizedTest
  @CsvSource({
    "'', v3.0.0",
    "*, v3.0.0",
    "^2, 2.1.0",
    "~2.0, 2.0.9",
    ">=2.0.0-0 <2.0.1, 2.0.0-rc.1",
    "2.0.3, 2.0.3+build.5",
    "latest, latest",
    "3, v3.0.0",
    "1.x, 1.2.0",
  })
  void theHighestThatIsAllowedIsChosen(String wanted, String chosen) {
    assertEquals(chosen, choose(wanted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.0.4 | chart shop has no version 2.0.4; the nearest are 2.0.3+build.5, 2.0.0-rc.1, 2.0.9, 2.1.0, v3.0.0",
        "1.3.0 | chart shop has no version 1.3.0; the nearest are 1.2.0, 2.1.0, 2.0.0-rc.1, 2.0.3+build.5, 2.0.9",
        "^4    | chart shop has no version ^4; the newest are v3.0.0, 2.1.0, 2.0.9, 2.0.3+build.5, 2.0.0-rc.1",
        ">>1   | version >>1 of chart shop: improper constraint: \">>1\"",
      })
  void whatIsNotThereIsAnsweredByWhatIs(String wanted, String message) {
    RepositoryException none = assertThrows(RepositoryException.class, () -> choose(wanted));
    assertEquals(message, none.getMessage());
  }
}
