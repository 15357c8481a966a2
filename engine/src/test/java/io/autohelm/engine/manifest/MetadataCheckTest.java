package io.autohelm.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm says of metadata with wrong types; each text is what the real one printed. */
final class MetadataCheckTest {
  private static Optional<String> problem(String metadata) {
    return MetadataCheck.problem(
        KubeObject.parseAll("{apiVersion: v1, kind: ConfigMap, metadata: " + metadata + "}")
            .get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{name: 123} | number | ObjectMeta.metadata.name | string",
        "{name: a, annotations: {x: 5}} | number | ObjectMeta.metadata.annotations | string",
        "{name: a, annotations: {x: {y: z}}} | object | ObjectMeta.metadata.annotations | string",
        "{name: a, annotations: text} | string | ObjectMeta.metadata.annotations | map[string]string",
        "{name: a, labels: {x: true}} | bool | ObjectMeta.metadata.labels | string",
        "{name: a, labels: [a, b]} | array | ObjectMeta.metadata.labels | map[string]string",
        "{name: true, labels: {a: 1}} | number | ObjectMeta.metadata.labels | string",
        "{name: a, finalizers: [a, 1.5]} | number | ObjectMeta.metadata.finalizers | string",
        "{name: a, finalizers: a} | string | ObjectMeta.metadata.finalizers | []string",
        "{name: a, uid: 5} | number | ObjectMeta.metadata.uid | types.UID",
        "{name: a, namespace: [b]} | array | ObjectMeta.metadata.namespace | string",
        "text | string | metadataOnlyObject.metadata | v1.ObjectMeta",
      })
  void wrongTypesAreToldInGosWords(String metadata, String found, String field, String type) {
    assertEquals(
        Optional.of(
            "json: cannot unmarshal "
                + found
                + " into Go struct field "
                + field
                + " of type "
                + type),
        problem(metadata));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: a, annotations: {x: '5', y: }, labels: , finalizers: []}",
        "{generateName: a-, creationTimestamp: null, generation: 3}",
        "",
      })
  void whatEveryKindHasIsRight(String metadata) {
    assertEquals(Optional.empty(), problem(metadata));
  }
}
