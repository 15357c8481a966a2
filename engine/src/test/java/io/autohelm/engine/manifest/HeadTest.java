package io.autohelm.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at in a document; each error is what the real Helm printed. */
final class HeadTest {
  private static Head head(String document) {
    return Manifests.sort(Map.of("x/templates/t.yaml", document), KindOrder.INSTALL)
        .manifests()
        .get(0)
        .head();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: [a] | array into Go struct field SimpleHead.kind of type string",
        "kind: {a: b} | object into Go struct field SimpleHead.kind of type string",
        "{apiVersion: [v1], kind: ConfigMap}"
            + " | array into Go struct field SimpleHead.apiVersion of type string",
        "metadata: {name: [a]} | array into Go struct field .metadata.name of type string",
        "metadata: {name: a, annotations: text}"
            + " | string into Go struct field .metadata.annotations of type map[string]string",
        "metadata: {name: a, annotations: {x: {a: b}}}"
            + " | object into Go struct field .metadata.annotations of type string",
        "{metadata: {name: [a]}, kind: [a]}"
            + " | array into Go struct field SimpleHead.kind of type string",
        "{KIND: [a], Metadata: text}"
            + " | array into Go struct field SimpleHead.kind of type string",
        "metadata: {Name: [a], ANNOTATIONS: text}"
            + " | string into Go struct field .metadata.annotations of type map[string]string",
        "just text | string into Go value of type util.SimpleHead",
      })
  void wrongTypesAreRefusedInGosWords(String document, String said) {
    ManifestException refused = assertThrows(ManifestException.class, () -> head(document));
    assertEquals(
        "YAML parse error on x/templates/t.yaml: error unmarshaling JSON: while decoding JSON:"
            + " json: cannot unmarshal "
            + said,
        refused.getMessage());
  }

  @Test
  void metadataMustBeATable() {
    ManifestException refused = assertThrows(ManifestException.class, () -> head("metadata: 5"));
    assertEquals(
        "YAML parse error on x/templates/t.yaml: error unmarshaling JSON: while decoding JSON:"
            + " json: cannot unmarshal number into Go struct field SimpleHead.metadata of type"
            + " struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string"
            + " \"json:\\\"annotations\\\"\" }",
        refused.getMessage());
  }

  @Test
  void keysCountWhateverTheirCase() {
    assertEquals(
        new Head("v1", "B", "q", Map.of("x", "5", "w", "true", "z", "")),
        head(
            "{Kind: A, kind: B, APIVERSION: v1, metadata: {NAME: q, annotations: {x: 5, w: true,"
                + " z: }}}"));
  }
}
