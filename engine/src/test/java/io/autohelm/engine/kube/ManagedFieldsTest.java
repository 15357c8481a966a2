package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManagedFieldsTest {
  private static KubeObject object(String managers) {
    return KubeObject.parseAll(
            "apiVersion: v1\nkind: X\nmetadata: { name: x, resourceVersion: '7', managedFields: ["
                + managers
                + "] }\n")
        .get(0);
  }

  private static String entry(String manager, String operation, String fields, String more) {
    return "{ manager: %s, operation: %s, apiVersion: v1, fieldsV1: %s%s }"
        .formatted(manager, operation, fields, more);
  }

  @Test
  void whatWasUpdatedCountsAsApplied() {
    KubeObject live =
        object(
            entry("helm", "Update", "{ 'f:data': { 'f:b': {}, 'f:c': {} } }", "")
                + ","
                + entry("helm", "Apply", "{ 'f:data': { 'f:a': {}, 'f:b': {} } }", "")
                + ","
                + entry("kubectl", "Update", "{ 'f:x': {} }", ""));
    Object patch = Yaml.parseExact(ManagedFields.adoption(live, "helm").orElseThrow());
    assertEquals(
        Yaml.parseExact(
            "- op: replace\n  path: /metadata/managedFields\n  value: ["
                + entry("helm", "Apply", "{ 'f:data': { 'f:a': {}, 'f:b': {}, 'f:c': {} } }", "")
                + ","
                + entry("kubectl", "Update", "{ 'f:x': {} }", "")
                + "]\n- { op: replace, path: /metadata/resourceVersion, value: '7' }\n"),
        patch);
  }

  @Test
  void withoutAnApplyTheUpdateBecomesOne() {
    KubeObject live = object(entry("helm", "Update", "{ 'f:a': {} }", ""));
    Object patch = Yaml.parseExact(ManagedFields.adoption(live, "helm").orElseThrow());
    assertEquals(
        Yaml.parseExact("[" + entry("helm", "Apply", "{ 'f:a': {} }", "") + "]"),
        ((Map<?, ?>) ((List<?>) patch).get(0)).get("value"));
  }

  @ParameterizedTest
  @CsvSource({"helm, Apply, ''", "kubectl, Update, ''", "helm, Update, ', subresource: status'"})
  void otherEntriesAreLeftAlone(String manager, String operation, String more) {
    assertEquals(
        Optional.empty(),
        ManagedFields.adoption(object(entry(manager, operation, "{ 'f:a': {} }", more)), "helm"));
  }

  @Test
  void anObjectWithoutManagersIsLeftAlone() {
    assertEquals(Optional.empty(), ManagedFields.adoption(object(""), "helm"));
  }
}
