package io.autohelm.agent.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FieldDiffTest {
  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("spec: { a: 1, b: 2 }", "spec: { a: 1, b: 3 }", List.of("/spec/b 2 -> 3")),
        arguments("spec: {}", "spec: { a/b: x }", List.of("/spec/a~1b null -> \"x\"")),
        arguments("spec: { a: { b: 1 } }", "spec: {}", List.of("/spec/a {\"b\":1} -> null")),
        arguments(
            "spec: { list: [ { name: a, v: 1 } ] }",
            "spec: { list: [ { name: z }, { name: a, v: 2 } ] }",
            List.of(
                "/spec/list/[name=a]/v 1 -> 2", "/spec/list/[name=z] null -> {\"name\":\"z\"}")),
        arguments(
            "spec: { list: [ { name: a }, { name: b } ] }",
            "spec: { list: [ { name: b }, { name: a } ] }",
            List.of("/spec/list in the order a, b -> in the order b, a")),
        arguments(
            "spec: { list: [ { name: a }, { name: a, v: 1 } ] }",
            "spec: { list: [ { name: a }, { name: a, v: 2 } ] }",
            List.of("/spec/list/1/v 1 -> 2")),
        arguments("spec: { l: [ 1, 2 ] }", "spec: { l: [ 2 ] }", List.of("/spec/l [1,2] -> [2]")),
        arguments(
            "spec: { env: [ { name: DB_PASSWORD, value: x } ] }",
            "spec: { env: [ { name: DB_PASSWORD, value: y } ] }",
            List.of("/spec/env/[name=DB_PASSWORD]/value (hidden) -> (hidden)")),
        arguments(
            "spec: { apiKey: x, of: \"the word\" }",
            "spec: { apiKey: y, of: \"no word\" }",
            List.of("/spec/apiKey (hidden) -> (hidden)", "/spec/of \"the ***\" -> \"no ***\"")),
        arguments("status: { a: 1 }", "status: { a: 2 }", List.of()),
        arguments(
            "data: { f: \"a\\nword\\nc\\n\" }",
            "data: { f: \"a\\nwords\\nc\\n\" }",
            List.of("/data/f [@@ -1,3 +1,3 @@,  a, -***, +***s,  c]")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void tellsFieldsWithBothValues(String before, String after, List<String> expected) {
    assertEquals(expected, told("Gadget", before, after));
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
        arguments(
            "data: { a: eA== }", "data: { a: eQ== }", List.of("/data/a (hidden) -> (hidden)")),
        arguments("{}", "stringData: { a: x }", List.of("/stringData null -> (hidden)")),
        arguments("type: a", "type: b", List.of("/type \"a\" -> \"b\"")));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void hidesWhatSecretsHold(String before, String after, List<String> expected) {
    assertEquals(expected, told("Secret", before, after));
  }

  private static List<String> told(String kind, String before, String after) {
    return FieldDiff.between(
            object(kind, before), object(kind, after), text -> text.replace("word", "***"))
        .stream()
        .map(
            field ->
                field.path()
                    + " "
                    + (field.lines().isEmpty()
                        ? field.before() + " -> " + field.after()
                        : field.lines().toString()))
        .toList();
  }

  private static KubeObject object(String kind, String rest) {
    String head =
        "apiVersion: v1\nkind: " + kind + "\nmetadata: { name: x, uid: u-" + rest.length();
    return KubeObject.parseAll(head + " }\n" + (rest.equals("{}") ? "" : rest + "\n")).get(0);
  }
}
