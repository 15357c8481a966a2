package io.autohelm.engine.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm's own packages answer to texts that random questions have brought up. */
class OddTextsTest {
  private static final String CONVERTING = "error converting YAML to JSON: ";

  @ParameterizedTest
  @ValueSource(
      strings = {"a:\n  b:\n  - ?\n  b:\n  b: a\n", "a:\n  b: &x \n  - ? # c\n\n\n  b: \n  b: a"})
  void aKeyThatJsonCannotHaveIsNoMatterWhereALaterEntryTakesItsPlace(String text) {
    assertEquals("a:\n  b: a\n", Yaml.print(Yaml.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b:\n- ?\nc: a\n", "b: 1\nb:\n- ?\n", "- b:\n  - ?\n"})
  void itIsRefusedWhereItStays(String text) {
    assertEquals(
        CONVERTING + "unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>",
        assertThrows(YamlException.class, () -> Yaml.parse(text)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"?\n  a\n|\n", "? # c\n  # ?\n  a\n|\n", "?\n  a\n\n|\n# c\n"})
  void aMarkedKeyOnALineOfItsOwnNeedsItsColon(String text) {
    String said = assertThrows(YamlException.class, () -> Yaml.parse(text)).getMessage();
    assertEquals("did not find expected key", said.replaceAll(".*line \\d+: ", ""));
  }

  @ParameterizedTest
  @CsvSource({"182, ¶", "158, \\u009e", "160, \\u00a0", "173, \\u00ad", "161, ¡", "255, ÿ"})
  void aByteThatIsNoCharacterIsNamedAsGoNamesBytes(int b, String shown) {
    // Bytes that are no characters reach the reader as the low halves of pairs.
    String text = Character.toString((char) (0xDC00 + b));
    assertEquals(
        "invalid character '" + shown + "' looking for beginning of value",
        assertThrows(YamlException.class, () -> Json.parse(text))
            .getMessage()
            .replaceFirst("^.*?invalid", "invalid"));
  }

  @ParameterizedTest
  @CsvSource({"é, Ã", "😀, ð"})
  void ofACharacterBeyondAsciiTheFirstByteIsNamed(String text, String shown) {
    assertEquals(
        "invalid character '" + shown + "' looking for beginning of value",
        assertThrows(YamlException.class, () -> Json.parse(text))
            .getMessage()
            .replaceFirst("^.*?invalid", "invalid"));
  }
}
