package io.autohelm.engine.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{a: 1, a: 2}                        | {\"a\":2}", // the last of equal keys wins
        "{<<: {a: 1}, b: 2}                  | {\"a\":1,\"b\":2}",
        "{a: 1, <<: {a: 2}}                  | {\"a\":2}", // a merge overwrites what stands before
        "{<<: {a: 2}, a: 1}                  | {\"a\":1}",
        "{<<: [{a: 1}, {a: 2, b: 3}]}        | {\"a\":1,\"b\":3}",
        "{'<<': {a: 1}}                      | {\"\\u003c\\u003c\":{\"a\":1}}", // quoted: a key
        "{x: &k [1], z: *k}                  | {\"x\":[1],\"z\":[1]}",
        "{1.1: a, 1234567.5: b}              | {\"1.1\":\"a\",\"1.2345675e+06\":\"b\"}",
        "{yes: a, ~x: b, 0x10: c}            | {\"16\":\"c\",\"true\":\"a\",\"~x\":\"b\"}",
        "{a: !!binary aGk=, b: !foo 1}       | {\"a\":\"hi\",\"b\":\"1\"}",
        "{a: 2024-01-02, b: 1:30, c: 1_000}  | {\"a\":\"2024-01-02\",\"b\":\"1:30\",\"c\":1000}",
      })
  void readsAsGo(String yaml, String json) {
    assertEquals(json, Json.print(Yaml.parse(yaml)));
  }

  /** Where go-yaml's scanner and SnakeYAML's own part; a sign stands for each line's end. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{a: b:, c: [d:]}     | {\"a\":\"b:\",\"c\":[\"d:\"]}",
        "{}0b1: x             | {}", // an empty collection is the whole document
        "? a⏎: b              | {\"a\":\"b\"}",
        "- a⏎ \t- b           | [\"a - b\"]", // a tab folds
        "a: \tb               | {\"a\":\"b\"}",
        "a:\u0085  b: 1       | {\"a\":{\"b\":1}}", // a line break beyond ASCII
        "!!binary yonnofoo    | \"ʉ���(\"",
        "? a⏎b                | error converting YAML to JSON: yaml: line 3: could not find expected ':'",
        "? a⏎'b'              | error converting YAML to JSON: yaml: line 3: could not find expected ':'",
        "a: 1⏎%b              | error converting YAML to JSON: yaml: line 2: found unknown directive name",
        "a: >#                | {\"a\":\"\"}",
      })
  void cutsAsGo(String yaml, String result) {
    String text = yaml.replace("⏎", "\n");
    String told;
    try {
      told = Json.print(Yaml.parse(text));
    } catch (YamlException failure) {
      told = failure.getMessage();
    }
    assertEquals(result, told);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a: b: c       | yaml: mapping values are not allowed in this context            | 1",
        "{a: .inf}     | json: unsupported value: +Inf                                   | 1",
        "a: *b         | yaml: unknown anchor 'b' referenced                             | 1",
        "a: &a [*a]    | yaml: anchor 'a' value contains itself                          | 1",
        "{a: 1         | yaml: line 1: did not find expected ',' or '}'                  | 1",
        "a: @b         | yaml: found character that cannot start any token               | 1",
        "a: 1~b: @c   | yaml: line 2: found character that cannot start any token       | 2",
        "a:~  b~c      | yaml: line 4: could not find expected ':'                       | 3",
        "a:~  - b~ c   | yaml: line 2: did not find expected key                         | 3",
        "<<: 1         | yaml: map merge requires map or sequence of maps as the value   | 1",
        "a: !!int x    | yaml: cannot decode !!str `x` as a !!int                        | 1",
        "a: {{ .x }}   | yaml: invalid map key: map[interface {}]interface {}{\".x\":interface {}(nil)} | 1",
        "a: >~\tb      | yaml: line 2: found a tab character where an indentation space is expected | 2",
      })
  void refusesInGoWords(String yaml, String message, int line) {
    String text = yaml.replace("~", "\n");
    YamlException failure = assertThrows(YamlException.class, () -> Yaml.parse(text));
    assertEquals("error converting YAML to JSON: " + message, failure.getMessage());
    assertEquals(line, failure.line());
  }

  @Test
  void keepsIntegersExactOnlyWhereAsked() {
    String text = "[9007199254740993, 18446744073709551615, 18446744073709551616, 1.0]";
    assertEquals(
        List.of(9007199254740993L, new BigInteger("18446744073709551615"), 0x1p64, 1.0),
        Yaml.parseExact(text));
    assertEquals(List.of(0x1p53, 0x1p64, 0x1p64, 1.0), Yaml.parse(text));
  }

  @Test
  void readsTheFirstDocumentOnly() {
    assertEquals(Map.of("a", 1.0), Yaml.parse("a: 1\n---\n}{"));
    assertNull(Yaml.parse(""));
    assertNull(Yaml.parse("# nothing\n"));
  }

  @Test
  void tellsWhereEachPieceStands() {
    List<Yaml.Document> documents =
        Yaml.parseDocuments("# head\na: 1\nb:\n  - c: x\n  - {d: 2, d: 3}\n---\n\ne: yes\n---\n");
    assertEquals(List.of(2, 8, 10), documents.stream().map(Yaml.Document::line).toList());
    Node.MapNode first = assertInstanceOf(Node.MapNode.class, documents.get(0).root());
    Node.ListNode list = assertInstanceOf(Node.ListNode.class, first.get("b"));
    Node.MapNode second = assertInstanceOf(Node.MapNode.class, list.items().get(1));
    assertEquals(new Node.ScalarNode(3L, "3", 5, 15), second.get("d"));
    assertEquals(5, second.repeated().get(0).line());
    assertEquals(12, second.repeated().get(0).column());
    assertEquals(Map.of("e", true), documents.get(1).root().plain());
    assertNull(documents.get(2).root().plain());
  }

  static List<Arguments> printed() {
    return List.of(
        Arguments.of("a: |-\n  x\n   y\n", Map.of("a", "x\n y")),
        Arguments.of("a: |\n  x\n", Map.of("a", "x\n")),
        Arguments.of("a: |+\n  x\n\n", Map.of("a", "x\n\n")),
        Arguments.of("a: \"x \\ny\"\n", Map.of("a", "x \ny")), // a blank before a break
        Arguments.of("a: \"x\\ty\"\n", Map.of("a", "x\ty")),
        Arguments.of("a: \"\\U0001F600\"\n", Map.of("a", "😀")),
        Arguments.of(
            "a:\n- - 1\n  - b: 2\n- {}\n",
            Map.of("a", List.of(List.of(1L, Map.of("b", 2L)), Map.of()))),
        Arguments.of("- null\n- 3\n- 1e+21\n- 1.5\n", Arrays.asList(null, 3.0, 1e21, 1.5)),
        Arguments.of("- 7\n", List.of(BigInteger.valueOf(7))),
        Arguments.of("a2: x\na10: x\nb: x\n", Map.of("a10", "x", "a2", "x", "b", "x")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("printed")
  void printsAsGo(String yaml, Object tree) {
    assertEquals(yaml, Yaml.print(tree));
  }

  @Test
  void indentsListsWhenPretty() {
    assertEquals(
        "a:\n  - 1e+06\n  - b: \"yes\"\n    c: \"x\\ty\"\n",
        Yaml.printPretty(Map.of("a", List.of(1e6, Map.of("b", "yes", "c", "x\ty")))));
  }

  @Test
  void foldsLongTextAtTheFirstBlankPastEightyColumns() {
    String words = "word ".repeat(40).strip();
    String printed = Yaml.print(Map.of("a", words));
    assertEquals(words, ((Map<?, ?>) Yaml.parse(printed)).get("a"));
    assertEquals(List.of(82, 81, 41), printed.lines().map(String::length).toList());
    assertEquals(1, Yaml.printPretty(Map.of("a", words)).lines().count());
  }

  @Test
  void refusesWhatGrowsWithoutEnd() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String before = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(
                      ", ",
                      List.of(
                          before, before, before, before, before, before, before, before,
                          before))));
    }
    YamlException failure = assertThrows(YamlException.class, () -> Yaml.parse(laughs.toString()));
    assertEquals(
        "error converting YAML to JSON: yaml: document contains excessive aliasing",
        failure.getMessage());
    assertThrows(YamlException.class, () -> Yaml.parse("[".repeat(5000) + "]".repeat(5000)));
    assertThrows(YamlException.class, () -> Json.parse("[".repeat(5000) + "]".repeat(5000)));
  }

  @Test
  void allowsManyHonestAliases() {
    String text = "a: &a {b: c}\nd:\n" + "- *a\n".repeat(200);
    assertEquals(200, ((List<?>) ((Map<?, ?>) Yaml.parse(text)).get("d")).size());
  }
}
