package io.autohelm.engine.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patches of client-side apply; that they are Helm's is asked of Helm in the IT. */
class ThreeWayMergeTest {
  private static final String NO_CHANGE = "{}";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing changes           | {data: {a: 1}} | {data: {a: 1}} | {data: {a: 1}} | {}
          others' additions stay    | {data: {a: 1}} | {data: {a: 1}} | {data: {a: 1, b: 2}} | {}
          what others changed       | {data: {a: 1}} | {data: {a: 1}} | {data: {a: 2}} | {"data":{"a":1}}
          what is not written now   | {data: {a: 1, b: 1}} | {data: {a: 1}} | {data: {a: 1, b: 1}} | {"data":{"b":null}}
          what is gone already      | {data: {a: 1, b: 1}} | {data: {a: 1}} | {data: {a: 1}} | {}
          a table that is new       | {} | {data: {a: 1}} | {} | {"data":{"a":1}}
          a list without keys       | {args: [a]} | {args: [a, b]} | {args: [a]} | {"args":["a","b"]}
          numbers of any type       | {n: 1} | {n: 1.0} | {n: 1} | {}
          """)
  void tables(String name, String original, String modified, String current, String patch) {
    assertEquals(patch, strategic("ConfigMap", original, modified, current), name);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an item changes   | [{name: a, image: 1}] | [{name: a, image: 2}] | [{name: a, image: 1, x: y}] | {"$setElementOrder/containers":[{"name":"a"}],"containers":[{"image":2,"name":"a"}]}
          an item goes      | [{name: a}, {name: b}] | [{name: a}] | [{name: a}, {name: b}] | {"$setElementOrder/containers":[{"name":"a"}],"containers":[{"$patch":"delete","name":"b"}]}
          an injected item  | [{name: a}] | [{name: a}] | [{name: a}, {name: sidecar}] | {"$setElementOrder/containers":[{"name":"a"}]}
          an item is new    | [{name: a}] | [{name: b}, {name: a}] | [{name: a}] | {"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"}]}
          """)
  void listsByKeys(String name, String original, String modified, String current, String patch) {
    assertEquals(
        "{\"spec\":" + patch + "}",
        strategic(
            "Pod",
            "{spec: {containers: " + original + "}}",
            "{spec: {containers: " + modified + "}}",
            "{spec: {containers: " + current + "}}"),
        name);
  }

  @Test
  void aStrategyKeepsOnlyWhatItNames() {
    assertEquals(
        "{\"spec\":{\"strategy\":{\"$retainKeys\":[\"type\"],\"type\":\"Recreate\"}}}",
        strategic(
            "Deployment",
            "{}",
            "{spec: {strategy: {type: Recreate}}}",
            "{spec: {strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}}"));
  }

  @Test
  void anItemWithoutItsKeyCannotBeMerged() {
    assertThrows(
        PatchException.class,
        () ->
            strategic(
                "Pod",
                "{}",
                "{spec: {containers: [{image: a}]}}",
                "{spec: {containers: [{name: b}]}}"));
  }

  @Test
  void customObjectsKeepWhatOthersChanged() {
    assertEquals(
        NO_CHANGE,
        Json.printRaw(ThreeWayMerge.difference(tree("{spec: {a: 1}}"), tree("{spec: {a: 1}}"))));
    assertEquals(
        "{\"spec\":{\"a\":1}}",
        Json.printRaw(
            ThreeWayMerge.json(
                tree("{spec: {a: 1}}"), tree("{spec: {a: 1}}"), tree("{spec: {a: 2}}"))));
  }

  private static String strategic(String kind, String original, String modified, String current) {
    Map<String, Object> wanted = new LinkedHashMap<>(tree(modified));
    wanted.put("kind", kind);
    Map<String, Object> present = new LinkedHashMap<>(tree(current));
    present.put("kind", kind);
    return Json.printRaw(ThreeWayMerge.strategic(tree(original), wanted, present));
  }

  private static Map<String, Object> tree(String yaml) {
    return Trees.tableOrEmpty(Yaml.parseExact(yaml));
  }
}
