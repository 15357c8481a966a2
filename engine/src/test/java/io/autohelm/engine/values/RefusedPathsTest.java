package io.autohelm.engine.values;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusedPathsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "- at '/a': got number, want string | db.a",
        "- at '/list/1/name': got number, want string | db.list[1].name",
        "- at '/a.b/c~1d': minimum: got 3, want 5 | db.a\\.b.c/d",
        "- at '': missing property 'x' | -",
        "- at '/t': missing property 'x' | db.t",
        "- at '': additional properties 'colour', 'it\\'s' not allowed | db.colour db.it's",
        "- at '/t': additional properties 'x.y' not allowed | db.t.x\\.y",
        "at '/a': no finding of its own | -",
      })
  @SuppressWarnings("unchecked") // a tree of values
  void findingsAreOfValues(String findings, String paths) {
    Map<String, Object> values =
        (Map<String, Object>)
            Yaml.parse("{ a: 1, list: [ 1, { name: 2 } ], a.b: { c/d: 3 }, t: { x.y: 1 } }");
    assertEquals(
        paths == null ? List.of() : List.of(paths.split(" ", -1)),
        RefusedPaths.of(findings + "\n", values, "db."));
  }
}
