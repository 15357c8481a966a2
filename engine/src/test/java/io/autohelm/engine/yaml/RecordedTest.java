package io.autohelm.engine.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.testing.Golden;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Go answered: each line of the golden files holds an operation, a text, and the answer of
 * {@code sigs.k8s.io/yaml} 1.6.0, go-yaml 3.0.5 or {@code encoding/json}.
 */
class RecordedTest {
  /** Texts whose faults both see, at the same line, in words that are not worth being equal. */
  private static final String SAME_FAULT = "error converting YAML to JSON: yaml: ";

  static Stream<Arguments> recorded() {
    return Stream.of("scalars", "print", "json", "read")
        .flatMap(
            file ->
                Golden.read("yaml/" + file + ".jsonl")
                    .lines()
                    .map(line -> (Map<?, ?>) Json.parse(line))
                    .map(row -> Arguments.of(row.get("op"), row.get("in"), row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("recorded")
  void answersAsGo(String operation, String text, Map<?, ?> answer) {
    String error = answer.containsKey("err") ? (String) answer.get("err") : "";
    String out = answer.containsKey("out") ? (String) answer.get("out") : "";
    try {
      assertEquals(out, answer(operation, text), () -> "Go's error: " + error);
    } catch (YamlException failure) {
      if (error.isEmpty()) throw failure;
      if (!error.startsWith(SAME_FAULT) || error.contains("cannot decode")) {
        assertEquals(error.replaceFirst("^JSON ", ""), failure.getMessage());
      }
    }
  }

  private static String answer(String operation, String text) {
    return switch (operation) {
      case "y2j" -> Json.print(Yaml.parseExact(text));
      case "un" -> Json.print(Yaml.parse(text));
      case "print" -> Yaml.print(Json.parse(text));
      case "pretty" -> Yaml.printPretty(Json.parse(text));
      case "json" -> Json.print(Json.parse(text));
      case "jsonpretty" -> Json.printPretty(Json.parse(text));
      case "raw" -> Json.printRaw(Json.parse(text));
      default -> throw new AssertionError(operation);
    };
  }
}
