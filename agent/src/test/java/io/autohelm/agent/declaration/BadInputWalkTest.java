package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.SchemaWalk.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every kind with what it must not be: one located problem each. */
final class BadInputWalkTest {
  private static final SchemaWalk SCHEMA = new SchemaWalk();
  private static final String HUGE = "x".repeat(1_100_000);
  private static final String CONTROLS = "a\u001b[2Jb";

  /** What was in force before. */
  private static final Declared GOOD =
      new DeclarationReader()
          .read(
              SchemaWalk.files(
                  """
                  apiVersion: autohelm.io/v1
                  kind: Release
                  metadata: { name: shop }
                  spec: { chart: { path: charts/shop } }
                  """),
              "",
              Map.of());

  static Stream<Field> fields() {
    return SCHEMA.fields().stream();
  }

  static Stream<Field> tables() {
    return fields().filter(Field::isTable);
  }

  /** What a field must not be, by its type. */
  private static List<Object> wrong(Map<String, Object> schema) {
    List<Object> wrong = new ArrayList<>();
    if (schema.get("type") instanceof List<?> types) {
      wrong.add(types.contains("object") ? List.of("x") : Map.of("a", "b"));
      return wrong;
    }
    String type = String.valueOf(schema.get("type"));
    if (!type.equals("object")) {
      wrong.add(Map.of("a", "b"));
    }
    if (!type.equals("array")) {
      wrong.add(List.of("x"));
    }
    if (!type.equals("integer")) {
      wrong.add(5L);
    } else {
      wrong.add(((Number) schema.get("minimum")).longValue() - 1);
      wrong.add(((Number) schema.get("maximum")).longValue() + 1);
      wrong.add(BigInteger.TEN.pow(18));
      wrong.add(1e300);
    }
    wrong.add(1.5);
    if (!type.equals("boolean")) {
      wrong.add(true);
    }
    boolean isText = "text".equals(schema.get("$is")) || "block".equals(schema.get("$is"));
    if (!isText) {
      wrong.add("soon");
      wrong.add("-1s");
      wrong.add(HUGE.substring(0, 100_000));
    }
    if ("duration".equals(schema.get("$is"))) {
      wrong.addAll(List.of("10ms", "99999999999999999999h"));
    }
    if (schema.containsKey("pattern") || isText) {
      wrong.addAll(List.of(CONTROLS, HUGE));
    }
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aWrongValueIsOneLocatedProblem(Field field) {
    for (Object value : wrong(field.schema())) {
      Problem problem = only(field.text(value));
      assertTrue(problem.path().startsWith(field.path()), problem.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aWrongNameIsOneLocatedProblem(Field table) {
    for (String name : SchemaWalk.names(table.schema())) {
      String misspelt = name + "x";
      Map<String, Object> fields = new LinkedHashMap<>(sample(table));
      fields.put(misspelt, "x");
      Problem problem = only(table.text(fields));
      assertEquals(table.path() + "." + misspelt, problem.path());
      assertEquals("unknown field; did you mean " + name + "?", problem.message());
      assertTrue(problem.column() > 0, problem.toString());
    }
    for (String name : List.of(HUGE.substring(0, 900), CONTROLS, "{{ 7 * 7 }}", "null")) {
      Map<String, Object> fields = new LinkedHashMap<>(sample(table));
      fields.put(name, "x");
      Problem problem = only(table.text(fields));
      assertTrue(problem.message().contains("unknown field"), problem.toString());
    }
  }

  private static Map<String, Object> sample(Field table) {
    return SchemaWalk.table(SCHEMA.sample(table.schema()));
  }

  static Stream<String> texts() {
    String head =
        """
        apiVersion: autohelm.io/v1
        kind: Release
        metadata: { name: shop }
        spec:
          chart: { path: charts/shop }
        """;
    return Stream.of(
        head + "  values: { a: {{ nothing }} }\n",
        head + "  values: { a: {% include 'x' %} }\n",
        head + "  values: { a: *nobody }\n",
        head + "  values: " + "[".repeat(5000) + "\n",
        head + "  values: { a: \"\u0000\" }\n",
        head + "  values:\n\t- a\n",
        head + "  values: s3cret-token\n",
        head + "  valuesFrom: [ &a [ *a ] ]\n",
        head + bomb(),
        head + "  values:\n    <<: x\n",
        "apiVersion: autohelm.io/v1\n",
        "apiVersion: autohelm.io/v1\nkind: [Release]\n",
        "apiVersion: autohelm.io/v1\nkind: Relase\nmetadata: 1\n",
        "apiVersion: autohelm.io/v1beta1\nkind: Release\n");
  }

  private static String bomb() {
    StringBuilder text =
        new StringBuilder("  values:\n    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      text.append("    a").append(i).append(": &a").append(i).append(" [");
      text.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aHostileTextIsOneLocatedProblem(String text) {
    only(text);
  }

  private static Problem only(String text) {
    Declared declared =
        new DeclarationReader().read(SchemaWalk.files(text), "", Map.of("environment", "test"));
    String shown = declared.problems().toString();
    assertEquals(1, declared.problems().size(), () -> shown + " for " + Shown.value(text));
    assertEquals(List.of(), declared.releases());
    assertEquals(GOOD.releases(), declared.keepingWhatBroke(GOOD).releases());
    Problem problem = declared.problems().get(0);
    assertEquals("apps/shop.yaml", problem.file());
    assertTrue(problem.line() > 0, shown);
    assertTrue(problem.toString().length() < 1500, shown);
    assertTrue(problem.toString().chars().noneMatch(Character::isISOControl), shown);
    assertFalse(shown.contains("s3cret"), shown);
    return problem;
  }
}
