package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretWordsTest {
  /** {@code url} is {@code postgres://shop:hunter22@db}, {@code pin} is {@code 123}. */
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: Secret
      metadata: { name: db }
      data: { url: cG9zdGdyZXM6Ly9zaG9wOmh1bnRlcjIyQGRi, pin: MTIz }
      stringData: { flag: "true", config: "{\\"auth\\":\\"aHVudGVyMzM=\\"}" }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: public }
      data: { greeting: welcome }
      """;

  private final SecretWords secrets = new SecretWords(RenderedSecrets.in(MANIFEST));

  @ParameterizedTest
  @CsvSource({
    "plain, hunter22, true",
    "plain, hunter33, true",
    "plain, 123, true",
    "plain, 12, false",
    "plain, welcome, false",
    "plain, false, false",
    "plain, '', false",
    "db.password, anything, true",
    "db.passwordSecretName, anything, false",
    "auth.existingSecretRef, anything, false",
    "api.key, anything, true",
    "apiKey, anything, true",
    "tokens[0], anything, true",
    "secrets.a.b, anything, true",
    "keyboard, anything, false",
    "monkey, anything, false"
  })
  void whatIsSecretIsHidden(String path, String value, boolean isHidden) {
    assertEquals(isHidden, secrets.hides(path, value));
  }

  @Test
  void numbersAreComparedAsTheyArePrinted() {
    assertEquals(true, secrets.hides("pin", 123.0));
    assertEquals(false, secrets.hides("port", 8080.0));
    assertEquals(false, secrets.hides("password", null));
  }

  @Test
  void textsAreShownWithoutThem() {
    assertEquals(
        "cannot reach (hidden) now", secrets.over("cannot reach postgres://shop:hunter22@db now"));
  }
}
