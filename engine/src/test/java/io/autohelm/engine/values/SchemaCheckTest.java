package io.autohelm.engine.values;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.testing.Golden;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas and values whose verdict is recorded from Helm. */
final class SchemaCheckTest {
  private static final String START =
      "values don't meet the specifications of the schema(s) in the following chart(s):\n";

  private final SchemaCheck check = new SchemaCheck();

  static Stream<Arguments> recorded() {
    return Golden.read("values/schemas.jsonl")
        .lines()
        .map(line -> map(Json.parse(line)))
        .map(
            row ->
                Arguments.of(
                    row.get("name"), row.get("schema"), row.get("values"), row.get("error")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recorded")
  void saysWhatHelmSays(String name, String schema, Object values, String error) {
    assertEquals(error, verdict(chart("probe", schema), map(values)), name);
  }

  @Test
  void judgesSubChartsByTheirPartOfTheValues() {
    Chart child = chart("child", "{\"required\":[\"x\"]}");
    Chart parent = chart("parent", "{\"required\":[\"q\"]}").withDependencies(List.of(child));
    assertEquals(
        START
            + "parent:\n- at '': missing property 'q'\n"
            + "child:\n- at '': missing property 'x'\n",
        verdict(parent, map(Yaml.parse("child: {a: 1}"))));
    assertEquals("", verdict(parent, map(Yaml.parse("{q: 1, child: null}"))));
    assertEquals(
        START + "child:\ninvalid type for values: expected object (map), got string\n",
        verdict(parent, map(Yaml.parse("{q: 1, child: text}"))));
  }

  @Test
  void endsWhereASchemaGrowsWithoutBounds() {
    StringBuilder schema = new StringBuilder("{\"$defs\":{\"d0\":{\"type\":\"object\"}");
    for (int i = 1; i <= 40; i++) {
      schema.append(
          ",\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
              .formatted(i, i - 1, i - 1));
    }
    Chart chart = chart("probe", schema + "},\"$ref\":\"#/$defs/d40\"}");
    ValuesException refused =
        assertThrows(ValuesException.class, () -> check.check(chart, Map.of()));
    assertEquals(
        START + "probe:\nunable to validate schema: more than 100000 references were followed",
        refused.getMessage());
  }

  private String verdict(Chart chart, Map<String, Object> values) {
    try {
      check.check(chart, values);
      return "";
    } catch (ValuesException e) {
      return e.getMessage();
    }
  }

  private static Chart chart(String name, String schema) {
    List<ChartFile> files = new ArrayList<>();
    String metadata = "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n";
    files.add(new ChartFile("Chart.yaml", metadata.getBytes(UTF_8), null));
    files.add(new ChartFile("values.schema.json", schema.getBytes(UTF_8), null));
    return Charts.ofFiles(files);
  }

  @SuppressWarnings("unchecked") // what JSON and YAML read has string keys
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
