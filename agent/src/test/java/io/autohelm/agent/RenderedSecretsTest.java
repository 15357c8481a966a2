package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RenderedSecretsTest {
  private static final RenderedSecrets SECRETS =
      new RenderedSecrets(List.of("db://user:hunter2@db", "123456", "x"));

  @ParameterizedTest
  @CsvSource({
    "hunter2, true",
    "user, true",
    "use, false",
    "x, true",
    "hunter3, false",
    "'', false"
  })
  void aValueThatEndsInASecretIsOne(String value, boolean isSecret) {
    assertEquals(isSecret, SECRETS.contains(value));
  }

  @Test
  void numbersCountAsTheyArePrinted() {
    assertTrue(SECRETS.contains(123456.0));
    assertFalse(SECRETS.contains(12.0));
    assertFalse(SECRETS.contains(true));
    assertFalse(SECRETS.contains(null));
  }
}
