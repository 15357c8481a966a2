package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EnvironmentTest {
  private static final FilesInMemory FILES =
      new FilesInMemory(
          Map.of(
              "environments/test.yaml", "size: 1\ndomain: test.example.org\n",
              "environments/test/eu.yaml", "size: 3\nzones: [ a, b ]\n",
              "environments/empty.yaml", "# nothing yet\n",
              "environments/list.yaml", "- 1\n",
              "environments/name.yaml", "ok: 1\n\"a-b\": 2\n",
              "environments/yaml.yaml", "a: [\n",
              "charts/shop/Chart.yaml", "name: shop\n"));

  static Stream<Arguments> environments() {
    return Stream.of(
        Arguments.of("", Map.of("own", "x")),
        Arguments.of(
            "test",
            Map.of("environment", "test", "size", 1L, "domain", "test.example.org", "own", "x")),
        Arguments.of(
            "test/eu",
            Map.of(
                "environment", "test",
                "cluster", "eu",
                "size", 3L,
                "domain", "test.example.org",
                "zones", List.of("a", "b"),
                "own", "x")),
        Arguments.of("empty", Map.of("environment", "empty", "own", "x")));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void theNearerFileWinsAndTheSourcesOwnVariablesOverAll(
      String name, Map<String, Object> expected) {
    Environment environment = Environment.of(FILES, name, Map.of("own", "x"));
    assertEquals(List.of(), environment.problems());
    assertEquals(expected, environment.variables());
    assertEquals("9", Environment.of(FILES, name, Map.of("size", "9")).variables().get("size"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | environments/none.yaml: the commit has no such file for its environment",
        "test/us | environments/test/us.yaml: the commit has no such file for its environment",
        "list | environments/list.yaml:1:1: expected a table of variables",
        "name | environments/name.yaml:2:1: a-b: expected letters, digits and _ in the name of a variable",
        "yaml | environments/yaml.yaml:",
      })
  void aMistakeIsNamedWithItsPlace(String name, String problem) {
    List<Problem> problems = Environment.of(FILES, name, Map.of()).problems();
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).toString().startsWith(problem), problems.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "production, true",
    "production/eu-1, true",
    "a/../b, false",
    "/a, false",
    "a//b, false"
  })
  void aNameStaysInItsFolder(String name, boolean isGood) {
    assertEquals(isGood, Environment.problem(name).isEmpty());
  }

  @Test
  void declarationsUseTheVariablesAsWhatTheyAre() {
    FilesInMemory files =
        new FilesInMemory(
            Map.of(
                "charts/shop/Chart.yaml",
                "name: shop\n",
                "shop.yaml",
                """
                {% for zone in zones %}
                ---
                apiVersion: autohelm.io/v1
                kind: Release
                metadata: { name: shop-{{ zone }} }
                spec: { chart: { path: charts/shop }, maxHistory: {{ size }} }
                {% endfor %}
                """,
                "typo.yaml",
                "apiVersion: autohelm.io/v1\nkind: {{ domian }}\n"));
    Declared declared =
        new DeclarationReader()
            .read(files, "", Environment.of(FILES, "test/eu", Map.of()).variables());
    assertEquals(
        List.of("default/shop-a", "default/shop-b"),
        declared.releases().stream().map(release -> release.id().toString()).toList());
    assertEquals(3, declared.releases().get(0).maxHistory());
    assertTrue(
        declared.problems().toString().contains("domian; did you mean domain?"),
        declared.problems().toString());
  }
}
