package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.yaml.Yaml;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {
  private static final Redaction REDACTION =
      Redaction.of(
          List.of(
              String.valueOf("top secret\n"),
              Yaml.parse("{ a: hunter22, b: [ 4711, { c: 'say \"it\"' } ], d: abc, e: true }")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing of it | nothing of it",
        "was hunter22, then 4711 | was (hidden), then (hidden)",
        "base64 aHVudGVyMjI= | base64 (hidden)",
        "got top secret here | got (hidden) here",
        "quoted \"say \\\"it\\\"\" | quoted \"(hidden)\"",
        "abc and true stay | abc and true stay",
      })
  void valuesAreHiddenInWhateverFormTheyAreQuoted(String text, String shown) {
    assertEquals(shown, REDACTION.over(text));
    assertEquals(text, Redaction.NONE.over(text));
  }
}
