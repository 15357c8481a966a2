package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.SchemaWalk.Field;
import io.autohelm.engine.yaml.Node;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the reader say the same, in both directions. */
final class DeclarationSchemaTest {
  private static final SchemaWalk SCHEMA = new SchemaWalk();
  private static final Map<String, String> VARIABLES = Map.of("environment", "production");

  static Stream<Field> fields() {
    return SCHEMA.fields().stream();
  }

  static Stream<Field> tables() {
    return Stream.concat(SCHEMA.documents().stream(), fields().filter(Field::isTable));
  }

  private static List<Problem> read(String text) {
    return new DeclarationReader().read(SchemaWalk.files(text), "", VARIABLES).problems();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatTheSchemaAllowsIsRead(Field field) {
    List<Object> values = new ArrayList<>(SchemaWalk.list(field.schema().get("enum")));
    values.addAll(SchemaWalk.list(field.schema().get("examples")));
    for (String bound : List.of("minimum", "maximum", "default")) {
      if (field.schema().containsKey(bound)) {
        values.add(field.schema().get(bound));
      }
    }
    if ("boolean".equals(field.schema().get("type"))) {
      values.add(false);
    }
    values.add(SCHEMA.sample(field.schema()));
    for (Object value : values) {
      assertEquals(List.of(), read(field.text(value)), () -> field.text(value));
      assertEquals("", SCHEMA.problem(field.holder().apply(value)), () -> field.text(value));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void theReaderKnowsTheSchemasFieldsAndNoOthers(Field table) {
    assertEquals(false, table.schema().get("additionalProperties"));
    Map<String, Object> strange = new LinkedHashMap<>(SchemaWalk.table(sample(table)));
    strange.put("zzzzzzzzzzzz", "1");
    List<Problem> problems = read(table.text(strange));
    assertEquals(1, problems.size(), problems.toString());
    Matcher known =
        Pattern.compile("unknown field; expected one of (.*)").matcher(problems.get(0).message());
    assertTrue(known.matches(), problems.toString());
    assertEquals(
        SchemaWalk.names(table.schema()), new TreeSet<>(List.of(known.group(1).split(", "))));
  }

  private static Object sample(Field table) {
    return SCHEMA.sample(table.schema());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void theReaderKnowsTheSchemasWordsAndNoOthers(Field field) {
    if (field.schema().get("enum") instanceof List<?> words) {
      List<Problem> problems = read(field.text("zzzzzzzzzzzz"));
      assertEquals(1, problems.size(), problems.toString());
      assertEquals(
          "expected one of " + String.join(", ", SchemaWalk.strings(words)) + ", met zzzzzzzzzzzz",
          problems.get(0).message());
      assertEquals(field.path(), problems.get(0).path());
    } else {
      assertTrue(field.schema().containsKey("type") || field.schema().containsKey("const"));
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void whatTheSchemaRequiresIsRequired(Field table) {
    for (String name : SchemaWalk.strings(table.schema().get("required"))) {
      Map<String, Object> without = new LinkedHashMap<>(SchemaWalk.table(sample(table)));
      without.remove(name);
      List<Problem> problems = read(table.text(without));
      assertEquals(1, problems.size(), problems.toString());
      assertEquals("is required", problems.get(0).message());
      assertTrue(problems.get(0).path().endsWith(name), problems.toString());
      assertFalse(SCHEMA.problem(table.holder().apply(without)).isEmpty());
    }
    assertEquals(List.of(), read(table.text(sample(table))));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldIsDescribed(Field field) {
    if (!field.path().endsWith("]")) {
      String description = String.valueOf(field.schema().get("description"));
      assertTrue(description.length() > 8 && description.endsWith("."), description);
    }
  }

  static List<Path> texts() throws IOException {
    try (Stream<Path> examples = Files.walk(Path.of("../config-examples"));
        Stream<Path> docs = Files.walk(Path.of("../docs"))) {
      return Stream.concat(
              examples.filter(file -> file.toString().endsWith(".yaml")),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyExampleFitsTheSchema() throws IOException {
    int found = 0;
    Pattern block = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
    for (Path file : texts()) {
      String text = Files.readString(file);
      List<String> yamls = new ArrayList<>();
      if (file.toString().endsWith(".md")) {
        block.matcher(text).results().forEach(match -> yamls.add(match.group(1)));
      } else {
        yamls.add(text);
      }
      for (String yaml : yamls) {
        if (yaml.contains("apiVersion: autohelm.io/")) {
          found += fits(file, yaml);
        }
      }
    }
    assertTrue(found >= 4, "only " + found + " declarations were found");
  }

  private static int fits(Path file, String yaml) {
    DeclarationTemplate.Outcome rendered =
        DeclarationText.rendered(yaml, VARIABLES, new DeclarationTemplate.Engine());
    assertTrue(rendered.text() != null, () -> file + ": " + rendered.message());
    int found = 0;
    for (Yaml.Document document : Yaml.parseDocuments(rendered.text())) {
      if (document.root() instanceof Node.MapNode map) {
        assertEquals("", SCHEMA.problem(map.plain()), () -> file.toString());
        found++;
      }
    }
    return found;
  }
}
