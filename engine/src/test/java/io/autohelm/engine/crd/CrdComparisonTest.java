package io.autohelm.engine.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CrdComparisonTest {
  private static KubeObject definition(String spec, String versions, String stored) {
    return KubeObject.parseAll(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: widgets.example.org }
            spec:
              group: example.org
              names: { kind: Widget, plural: widgets }
              %s
              versions: [ %s ]
            status: { storedVersions: [ %s ] }
            """
                .formatted(spec, versions, stored))
        .get(0);
  }

  private static String dangers(KubeObject before, KubeObject after) {
    return CrdComparison.dangers(before, after).stream()
        .map(CrdDanger::toString)
        .collect(Collectors.joining("; "));
  }

  private static String version(String name, boolean storage, String more) {
    return "{ name: " + name + ", served: true, storage: " + storage + more + " }";
  }

  private static final String V1 = version("v1", true, "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v1 | v1 | v1 | ''",
        "v1 | +v1,v2 | v1 | ''",
        "v1 | +v2 | v1 | version v1 is removed, although objects are stored in it; the version in which objects are stored changes from v1 to v2",
        "v1,+v2 | +v2 | v2 | version v1 is removed, although it is served",
        "-v1,+v2 | +v2 | v2 | ''",
        "-v1,+v2 | +v2 | v1,v2 | version v1 is removed, although objects are stored in it",
        "+v2 | +v2 | v1,v2 | version v1 is removed, although objects are stored in it",
        "+v1,v2 | +v1,-v2 | v1 | version v2 is not served any more",
        "+v1,v2 | v1,+v2 | v1 | the version in which objects are stored changes from v1 to v2"
      })
  void aVersionThatIsUsedMustStay(String before, String after, String stored, String expected) {
    assertEquals(
        expected,
        dangers(
            definition("scope: Namespaced", versions(before), stored),
            definition("scope: Namespaced", versions(after), "")));
  }

  /** Versions as {@code +stored,served,-unserved}; a single one is stored. */
  private static String versions(String words) {
    boolean isSingle = !words.contains(",") && !words.contains("+");
    StringBuilder text = new StringBuilder();
    for (String word : words.split(",", -1)) {
      text.append(text.length() == 0 ? "" : ", ")
          .append("{ name: ")
          .append(word.replaceAll("[+-]", ""))
          .append(", served: ")
          .append(!word.startsWith("-"))
          .append(", storage: ")
          .append(isSingle || word.startsWith("+"))
          .append(" }");
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scope: Namespaced | scope: Cluster | scope changes from Namespaced to Cluster",
        "scope: Cluster | scope: Cluster | ''"
      })
  void theScopeMustStay(String before, String after, String expected) {
    assertEquals(expected, dangers(definition(before, V1, "v1"), definition(after, V1, "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '' | ''",
        "a: { type: string } | a: { type: string }, b: { type: string } | ''",
        "a: { type: string }, b: { } | a: { type: string } | .b: is removed: what objects have there is dropped",
        "a: { type: integer } | a: { type: string } | .a: type changes from integer to string",
        "a: { type: integer } | a: { type: number } | ''",
        "a: { type: number } | a: { type: integer } | .a: type changes from number to integer",
        "a: { x-kubernetes-int-or-string: true } | a: { type: string } | .a: takes no longer both a number and a text",
        "a: { type: string } | a: { x-kubernetes-int-or-string: true } | ''",
        "a: { type: string, nullable: true } | a: { type: string } | .a: may not be null any more",
        "a: { enum: [ x, z ] } | a: { enum: [ z, w ] } | .a: enum loses [x]",
        "a: { enum: [ x ] } | a: { } | ''",
        "a: { } | a: { enum: [ x ] } | .a: enum [x] is new",
        "a: { minimum: 1 } | a: { minimum: 0 } | ''",
        "a: { minimum: 1 } | a: { minimum: 2 } | .a: minimum changes from 1 to 2",
        "a: { maximum: 9 } | a: { maximum: 8.5 } | .a: maximum changes from 9 to 8.5",
        "a: { maximum: 9 } | a: { maximum: 10 } | ''",
        "a: { } | a: { maxLength: 5 } | .a: maxLength 5 is new",
        "a: { } | a: { minLength: 0 } | ''",
        "a: { pattern: x } | a: { pattern: z } | .a: pattern changes",
        "a: { } | a: { pattern: z } | .a: pattern is new",
        "a: { pattern: x } | a: { } | ''",
        "a: { } | a: { format: date } | .a: format is new",
        "a: { } | a: { oneOf: [ { } ] } | .a: oneOf is new",
        "a: { } | a: { uniqueItems: true } | .a: uniqueItems is new",
        "a: { properties: { b: { type: string } } } | a: { properties: { b: { type: string } }, required: [ b ] } | .a.b: is required now",
        "a: { properties: { b: { type: string } } } | a: { properties: { b: { type: string, default: x } }, required: [ b ] } | ''",
        "a: { properties: { b: { type: string } } } | a: { properties: { } } | .a.b: is removed: what objects have there is dropped",
        "a: { properties: { b: { type: string } } } | a: { x-kubernetes-preserve-unknown-fields: true } | ''",
        "a: { x-kubernetes-preserve-unknown-fields: true } | a: { properties: { } } | .a: keeps unknown fields no longer",
        "a: { items: { type: string } } | a: { items: { type: integer } } | .a[]: type changes from string to integer",
        "a: { additionalProperties: { type: string } } | a: { additionalProperties: { type: integer } } | .a.*: type changes from string to integer",
        "a: { additionalProperties: { type: string } } | a: { type: object } | .a: type changes from any to object; .a: takes fields of any name no longer",
        "a: { } | a: { x-kubernetes-validations: [ { rule: self > 1 } ] } | .a: validation rule is new: self > 1",
        "a: { x-kubernetes-validations: [ { rule: self > 1 } ] } | a: { x-kubernetes-validations: [ { rule: self > 1, message: m } ] } | ''",
        "a: { x-kubernetes-list-type: map } | a: { x-kubernetes-list-type: atomic } | .a: x-kubernetes-list-type changes from map to atomic"
      })
  void aSchemaMayOnlyAllowMore(String before, String after, String expected) {
    String told =
        dangers(
            definition("scope: Cluster", version("v1", true, schema(before)), "v1"),
            definition("scope: Cluster", version("v1", true, schema(after)), ""));
    assertEquals(expected, told.replace("version v1, ", ""));
  }

  private static String schema(String properties) {
    return ", schema: { openAPIV3Schema: { type: object, properties: { " + properties + " } } }";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "', subresources: { status: { } }' | '' | version v1 loses its sub-resource status",
        "'' | ', subresources: { status: { } }' | ''",
        "', schema: { openAPIV3Schema: { type: object } }' | '' | version v1 loses its schema"
      })
  void aVersionKeepsWhatItHas(String before, String after, String expected) {
    assertEquals(
        expected,
        dangers(
            definition("scope: Cluster", version("v1", true, before), "v1"),
            definition("scope: Cluster", version("v1", true, after), "")));
  }
}
