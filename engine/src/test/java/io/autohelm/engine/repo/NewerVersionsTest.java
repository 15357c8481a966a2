package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NewerVersionsTest {
  @ParameterizedTest
  @CsvSource({
    "1.2.3, 1.2.3 1.2.2, '', '', ''",
    "1.2.3, 1.2.9 1.2.10 1.2.4, 1.2.10, '', ''",
    "1.2.3, 1.3.0 1.4.1 1.2.4, 1.2.4, 1.4.1, ''",
    "1.2.3, 2.0.0 3.1.0 0.9.0, '', '', 3.1.0",
    // A pre-release is nothing to go to.
    "1.2.3, 1.2.4-rc1 2.0.0-beta, '', '', ''",
    "1.2.3-rc1, 1.2.3, 1.2.3, '', ''",
    "1.2.3, latest v1.3, '', 1.3.0, ''",
    "main, 1.0.0, '', '', ''",
  })
  void whatIsNewerIsToldByItsKind(
      String chosen, String all, String patch, String minor, String major) {
    assertEquals(
        new NewerVersions(patch, minor, major),
        NewerVersions.of(chosen, List.of(all.split(" ", -1))));
  }
}
