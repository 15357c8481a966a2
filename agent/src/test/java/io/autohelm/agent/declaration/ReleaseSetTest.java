package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ReleaseSetTest {
  private static final String HEAD =
      """
      apiVersion: autohelm.io/v1
      kind: ReleaseSet
      metadata: { name: shops }
      spec:
      """;

  private static final String TEMPLATE =
      """
        template:
          metadata: { name: "shop-{{ item.name }}", namespace: "{{ environment }}" }
          spec:
            chart: { path: charts/shop }
            values: { name: "{{ item.name }}", size: "{{ item.size }}", text: "size {{ item.size }}", all: "{{ item }}" }
      """;

  private static Declared read(String set, Map<String, String> more) {
    Map<String, String> files = new LinkedHashMap<>(more);
    files.put("sets.yaml", set);
    files.put("charts/shop/Chart.yaml", "name: shop\n");
    files.put("charts/bank/Chart.yaml", "name: bank\n");
    return new DeclarationReader()
        .read(new FilesInMemory(files), "", Map.of("environment", "test", "count", "3"));
  }

  private static List<String> names(Declared declared) {
    assertEquals(List.of(), declared.problems());
    return declared.releases().stream().map(release -> release.id().toString()).toList();
  }

  @Test
  void aListGivesAReleaseForEachElement() {
    Declared declared =
        read(
            HEAD
                + "  generators:\n  - list: { elements: [ { name: a, size: 3 }, { name: '7', size: big } ] }\n"
                + TEMPLATE,
            Map.of());
    assertEquals(List.of("test/shop-a", "test/shop-7"), names(declared));
    DesiredRelease a = declared.releases().get(0);
    assertEquals(
        Map.of("name", "a", "size", 3.0, "text", "size 3", "all", Map.of("name", "a", "size", 3.0)),
        a.values());
    assertEquals("7", declared.releases().get(1).values().get("name"));
    assertEquals("sets.yaml:7", a.file() + ":" + a.line());
  }

  @ParameterizedTest(name = "template as text: {0}")
  @CsvSource({"false, sets.yaml:12:9", "true, sets.yaml:12"})
  void whatIsMissingIsToldInTheTemplate(boolean isText, String place) {
    Declared declared =
        read(
            HEAD
                + "  generators:\n  - list: { elements: [ { name: a } ] }\n"
                + "  template:"
                + (isText ? " |" : "")
                + """

                      metadata: { name: "{{ item.name }}" }
                      spec:
                        chart: { path: charts/shop }
                        dependsOn:
                        - name: nobody
                  """,
            Map.of());
    DesiredRelease release = declared.releases().get(0);
    assertEquals(place, release.at(release.dependencies().get(0).place()));
    assertEquals(
        place,
        Relations.OF_ONE_SOURCE
            .unknown(declared.releases(), declared.ids())
            .get(0)
            .toString()
            .replaceAll(": spec.*", ""));
  }

  static Stream<Arguments> generators() {
    return Stream.of(
        Arguments.of("files: { glob: 'teams/*.yaml' }", "red: shop-red, blue: shop-blue"),
        Arguments.of("files: { glob: '**/re?.yaml' }", "red: shop-red"),
        Arguments.of("files: { glob: 'teams/*.yaml', exclude: ['**/red*'] }", "blue: shop-blue"),
        Arguments.of("files: { glob: 'none/*.yaml' }", ""),
        Arguments.of(
            "matrix: { generators: [ { files: { glob: 'teams/*.yaml' } }, { list: { elements: [ { size: 1 }, { size: 2 } ] } } ] }",
            "red: shop-red-1, blue: shop-blue-1, red: shop-red-2, blue: shop-blue-2"));
  }

  @ParameterizedTest
  @MethodSource("generators")
  void generatorsGiveWhatTheRepositoryHolds(String generator, String expected) {
    Declared declared =
        read(
            HEAD
                + "  generators:\n  - "
                + generator
                + """

                  template: |
                    metadata:
                      name: shop-{{ item.name }}{% if item.size is defined %}-{{ item.size }}{% endif %}
                      namespace: {{ file.name }}
                    spec:
                      chart: { path: charts/shop }
                """,
            Map.of("teams/blue.yaml", "name: blue\n", "teams/red.yaml", "name: red\n"));
    List<String> names =
        names(declared).stream().map(name -> name.replace("/", ": ")).sorted().toList();
    assertEquals(
        expected.isEmpty() ? List.of() : Stream.of(expected.split(", ", -1)).sorted().toList(),
        names);
  }

  @Test
  void foldersAreNamedByTheirPath() {
    Declared declared =
        read(
            HEAD
                + """
                  generators:
                  - folders: { glob: "charts/*" }
                  template:
                    metadata: { name: "{{ folder.name }}", namespace: "{{ folder.parts[0] }}" }
                    spec:
                      chart: { path: "{{ folder.path }}" }
                      maxHistory: "{{ count | int }}"
                """,
            Map.of());
    assertEquals(List.of("charts/bank", "charts/shop"), names(declared));
    assertEquals(new ChartChoice.InCommit("charts/bank"), declared.releases().get(0).chart());
    assertEquals(3, declared.releases().get(0).maxHistory());
  }

  static Stream<Arguments> mistakes() {
    String list = HEAD + "  generators: [ { list: { elements: [ { name: a }, { name: b } ] } } ]\n";
    String named = "    metadata: { name: \"{{ item.name }}\" }\n";
    String text = list + "  template: |\n" + named;
    return Stream.of(
        Arguments.of(
            list + "  template:\n" + named + "    spec: { chart: { pth: charts/shop } }\n",
            "sets.yaml:8:22: spec.template.spec.chart.pth: unknown field; did you mean path?"
                + " (for list[0] and 1 more)",
            2),
        Arguments.of(
            list
                + "  template:\n"
                + named
                + "    spec: { chart: { path: \"charts/{{ item.name }}\" } }\n",
            "sets.yaml:8:28: spec.template.spec.chart.path: the commit has no folder or file"
                + " charts/a (for list[0])",
            2),
        Arguments.of(
            list
                + "  template:\n    metadata: { name: x }\n    spec: { chart: { path: charts/shop } }\n",
            "sets.yaml:6: spec.template.metadata.name: release default/x is made already for"
                + " list[0] (for list[1])",
            1),
        Arguments.of(
            list + "  template:\n    metadata: { name: \"{{ item.nam }}\" }\n    spec: {}\n",
            "sets.yaml:7:23: spec.template: Jinja: unknown variable",
            1),
        Arguments.of(
            list + "  template:\n    metadata: { name: \"a{{ itm.name }}\" }\n    spec: {}\n",
            "sets.yaml:7:23: spec.template: Jinja: ",
            1),
        Arguments.of(
            text + "    spec:\n      {% if true %}\n      chrt: 1\n      {% endif %}\n",
            "sets.yaml:10: spec.template.spec.chrt: unknown field; did you mean chart?",
            2),
        Arguments.of(text + "    spec: {{ nothing }}\n", "sets.yaml:8: spec.template: Jinja: ", 1),
        Arguments.of(text + "    a: [\n", "sets.yaml:", 1),
        Arguments.of(
            HEAD + "  generators: [ { lst: {} } ]\n" + TEMPLATE,
            "sets.yaml:5:19: spec.generators[0].lst: unknown field; did you mean list?",
            1),
        Arguments.of(
            HEAD + "  generators: [ { files: { glob: 'teams/*' } } ]\n" + TEMPLATE,
            "sets.yaml:5:34: spec.generators[0].files.glob: teams/bad.yaml:1: expected a table",
            1),
        Arguments.of(
            HEAD
                + "  generators: [ { matrix: { generators: [ { list: { elements: [ { a: 1 } ] } },"
                + " { list: { elements: [ { a: 2 } ] } } ] } } ]\n"
                + TEMPLATE,
            "sets.yaml:5:41: spec.generators[0].matrix.generators: two generators give a different"
                + " values, for list[0] x list[0]",
            1),
        Arguments.of(
            HEAD
                + "  generators: [ { list: { elements: ["
                + "{},".repeat(1001)
                + "] } } ]\n"
                + TEMPLATE,
            "sets.yaml:5:15: spec.generators: expected at most 1000 elements, met 1001",
            1),
        Arguments.of(
            list
                + "  template:\n"
                + named
                + "    spec: { chart: { path: charts/shop } }\n---\n"
                + "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { name: x }\nspec: {}\n",
            "sets.yaml:11:7: kind: expected a file without a ReleaseSet for a Release",
            1),
        Arguments.of(
            list
                + "  template: |\n    {% for a in range(1000) %}{% for a in range(1000) %}"
                + "{% endfor %}{% endfor %}\n",
            "sets.yaml:7: spec.template: Jinja: the loops of this declaration run more than",
            1));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamedWithItsPlaceAndElement(String set, String problem, int count) {
    Declared declared = read(set, Map.of("teams/bad.yaml", "- 1\n"));
    assertTrue(
        declared.problems().get(0).toString().startsWith(problem),
        () -> "expected " + problem + "\nmet      " + declared.problems());
    assertEquals(count, declared.problems().size(), () -> declared.problems().toString());
    assertEquals(List.of(), declared.releases());
  }

  @Test
  void dataIsNeverReadAsATemplate() {
    Declared declared =
        read(
            HEAD + "  generators: [ { files: { glob: 'teams/*' } } ]\n" + TEMPLATE,
            Map.of("teams/a.yaml", "name: a\nsize: '{{ 7 * 7 }}'\n"));
    names(declared);
    assertEquals("{{ 7 * 7 }}", declared.releases().get(0).values().get("size"));
    assertEquals("size {{ 7 * 7 }}", declared.releases().get(0).values().get("text"));
  }

  @ParameterizedTest
  @CsvSource({
    "a/*.yaml, a/b.yaml, true",
    "a/*.yaml, a/b/c.yaml, false",
    "a/**, a/b/c.yaml, true",
    "**/c.yaml, c.yaml, true",
    "**/c.yaml, a/b/c.yaml, true",
    "a/**/c.yaml, a/c.yaml, true",
    "a/?.yaml, a/bb.yaml, false",
    "./a/b*d?, a/bccd1, true",
    "*a*a*a*a*a*a*a*a*a*b, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false",
  })
  void aGlobFitsAWholePath(String glob, String path, boolean expected) {
    assertEquals(expected, Glob.of(glob).matches(path));
  }
}
