package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LongValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: Invalid value: {LONG}: field is immutable | a: Invalid value: {CUT...: field is immutable",
        "Invalid value: [LONG]: no; Invalid value: {\"a\":1}: no | Invalid value: [CUT...: no; Invalid value: {\"a\":1}: no",
        "Invalid value: {\"a\":\"}]\\\"\",LONG}: no | Invalid value: {\"a\":\"}]\\\"\",CUT12...: no",
        "Invalid value: {\"a\":1}: no | Invalid value: {\"a\":1}: no",
        "Invalid value: \"x\": no | Invalid value: \"x\": no",
        "Invalid value: {LONG | Invalid value: {LONG",
        "Invalid value:  | Invalid value: ",
        "plain LONG | plain LONG",
      })
  void onlyLongTablesAndListsAreCut(String text, String expected) {
    String value = "x".repeat(300);
    assertEquals(
        expected
            .replace("CUT12", value.substring(0, 108))
            .replace("CUT", value.substring(0, 119))
            .replace("LONG", value),
        LongValues.shortened(text.replace("LONG", value)));
  }
}
