package io.autohelm.engine.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each rule finds, and on which line. The words are those that the real Helm printed. */
class ChartLintTest {
  private static final String GOOD =
      "apiVersion: v2\nname: tiny\nversion: 1.0.0\nicon: https://example.org/i.png\n";

  @TempDir Path chart;
  private final List<String> log = new ArrayList<>();

  private List<String> found(String chartYaml, String... files) throws IOException {
    Files.writeString(chart.resolve("Chart.yaml"), chartYaml);
    Files.writeString(chart.resolve("values.yaml"), "a: 1\n");
    Files.createDirectories(chart.resolve("templates"));
    for (int i = 0; i < files.length; i += 2) {
      Path file = chart.resolve(files[i]);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, files[i + 1]);
    }
    ChartLint lint =
        new ChartLint(
            new LintOptions("ns", null, false),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            log::add);
    return lint.examine(chart, Map.of()).stream()
        .map(
            finding ->
                finding.severity()
                    + " "
                    + finding.path().replace(chart.toString(), "CHART")
                    + ":"
                    + finding.line()
                    + " "
                    + finding.text())
        .toList();
  }

  @Test
  void aGoodChartHasNoFindings() throws IOException {
    assertEquals(List.of(), found(GOOD));
  }

  @Test
  void chartYamlIsCheckedFieldByField() throws IOException {
    assertEquals(
        List.of(
            "WARNING Chart.yaml:10 failed to strictly parse chart metadata file\n"
                + "\terror unmarshaling JSON: while decoding JSON: json: unknown field \"more\"",
            "ERROR Chart.yaml:2 chart name \"a/b\" is invalid",
            "ERROR Chart.yaml:3 version should be of type string but it's of type float64",
            "ERROR Chart.yaml:8 invalid url 'x' for maintainer 'm'",
            "ERROR Chart.yaml:9 invalid source URL 'here'",
            "ERROR Chart.yaml:4 invalid icon URL 'pic'",
            "WARNING Chart.yaml:3 version '1.1' is not a valid SemVerV2",
            "ERROR templates/:0 validation: chart.metadata.name \"a/b\" is invalid",
            "ERROR :0 unable to load chart\n\tvalidation: chart.metadata.name \"a/b\" is invalid"),
        found(
            """
            apiVersion: v2
            name: a/b
            version: 1.10
            icon: pic
            type: application
            keywords: []
            maintainers:
            - {name: m, email: m@example.org, url: x}
            sources: [here]
            more: 1
            """));
  }

  @Test
  void repeatedKeysAreNamedWithTheirLine() throws IOException {
    assertEquals(
        List.of(
            """
            WARNING Chart.yaml:5 failed to strictly parse chart metadata file
            \terror converting YAML to JSON: yaml: unmarshal errors:
              line 5: key "name" already set in map\
            """),
        found(GOOD + "name: tiny\n"));
  }

  @Test
  void dependenciesAndChartsFolderMustGoTogether() throws IOException {
    assertEquals(
        List.of(
            "ERROR CHART:0 chart metadata is missing these dependencies: stray",
            "WARNING CHART:0 chart directory is missing these dependencies: base"),
        found(
            GOOD + "dependencies: [{name: base, version: \"1\", repository: \"\"}]\n",
            "charts/stray/Chart.yaml",
            "apiVersion: v2\nname: stray\nversion: 1.0.0\n"));
  }

  @Test
  void renderedObjectsAreCheckedWithTheLineTheyBeginOn() throws IOException {
    assertEquals(
        List.of(
            "WARNING templates/a.yaml:2 object name does not conform to Kubernetes naming"
                + " requirements: \"a.b\": metadata.name: Invalid value: \"a.b\": must not contain dots",
            "WARNING templates/a.yaml:6 policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+,"
                + " unavailable in v1.25+; use policy/v1 PodDisruptionBudget",
            "ERROR templates/a.yaml:10 a Deployment must contain matchLabels or matchExpressions,"
                + " and \"d\" does not",
            "ERROR templates/b.md:0 file extension '.md' not valid. Valid extensions are .yaml,"
                + " .yml, .tpl, or .txt",
            "ERROR templates/c.yaml:3 unable to parse YAML: error converting YAML to JSON: yaml:"
                + " line 3: mapping values are not allowed in this context"),
        found(
            GOOD,
            "templates/a.yaml",
            """

            kind: Namespace
            metadata: {name: a.b}

            ---
            apiVersion: policy/v1beta1
            kind: PodDisruptionBudget
            metadata: {name: p}
            --- # the next
            kind: Deployment
            metadata: {name: d}
            """,
            "templates/b.md",
            "x",
            "templates/c.yaml",
            "\nx: 1\na: b: c\n",
            "templates/d.yaml",
            "kind: [never looked at]\n"));
  }

  @Test
  void aFailingTemplateIsNamedWithItsLine() throws IOException {
    List<String> found = found(GOOD, "templates/a.yaml", "a: 1\nb: {{ .Values.a.b.c }}\n");
    assertEquals(1, found.size(), found.toString());
    assertEquals(
        "ERROR templates/:2 tiny/templates/a.yaml:2:13",
        found.get(0).lines().findFirst().orElse(""));
  }

  @Test
  void requiredAndFailDoNotFail() throws IOException {
    assertEquals(
        List.of(),
        found(GOOD, "templates/a.txt", "{{ required \"x\" .Values.no }}{{ fail \"y\" }}"));
    assertEquals(List.of("missing required value message=x", "funcMap fail message=y"), log);
  }

  @Test
  void crdsMustBeCrds() throws IOException {
    assertEquals(
        List.of(
            "ERROR crds/a.yaml:3 apiVersion is not in 'apiextensions.k8s.io'",
            "ERROR crds/a.yaml:3 object kind is not 'CustomResourceDefinition'"),
        found(
            GOOD,
            "crds/a.yaml",
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}\n---\nkind: X\n"));
  }

  @Test
  void valuesMustFitTheSchema() throws IOException {
    assertEquals(
        List.of(
            "ERROR values.yaml:0 - at '/a': got number, want string\n",
            "ERROR templates/:0 values don't meet the specifications of the schema(s) in the"
                + " following chart(s):\ntiny:\n- at '/a': got number, want string\n"),
        found(GOOD, "values.schema.json", "{\"properties\": {\"a\": {\"type\": \"string\"}}}"));
  }
}
