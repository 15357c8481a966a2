package io.autohelm.agent.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final String CONFIG =
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: %s}}";

  private static List<KubeObject> objects(String... texts) {
    return KubeObject.parseAll(String.join("\n---\n", texts));
  }

  @Test
  void addedChangedAndRemovedAreTold() {
    List<ObjectChange> changes =
        Changes.between(
            objects(
                CONFIG.formatted("same", "x"),
                CONFIG.formatted("gone", "x"),
                CONFIG.formatted("other", "x")),
            objects(
                CONFIG.formatted("new", "x"),
                CONFIG.formatted("other", "y"),
                CONFIG.formatted("same", "x")));
    assertEquals(
        List.of("added new []", "changed other [/data/a]", "removed gone []"),
        changes.stream()
            .map(change -> change.kind() + " " + change.id().name() + " " + change.fields())
            .toList());
    assertEquals("", changes.get(0).before());
    assertEquals("", changes.get(2).after());
  }

  @Test
  void whatTheServerWritesIsNoChange() {
    assertEquals(
        List.of(),
        Changes.between(
            objects(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, uid: x, resourceVersion: '7'}}"),
            objects("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")));
  }

  @Test
  void valuesOfSecretsAreHiddenAndStillTellThatTheyDiffer() {
    String secret =
        "{apiVersion: v1, kind: Secret, metadata: {name: s, annotations: {"
            + "kubectl.kubernetes.io/last-applied-configuration: hunter0}},"
            + " data: {same: c2FtZQ==, key: %s}, stringData: {%s: hunter3}}";
    ObjectChange change =
        Changes.between(
                objects(secret.formatted("aHVudGVyMQ==", "old")),
                objects(secret.formatted("aHVudGVyMg==", "new")))
            .get(0);
    String shown = change.before() + change.after() + change.fields();
    for (String hidden : List.of("aHVudGVy", "hunter", "c2FtZQ")) {
      assertFalse(shown.contains(hidden), shown);
    }
    assertTrue(change.before().contains("key: (hidden, before)"), change.before());
    assertTrue(change.after().contains("key: (hidden, after)"), change.after());
    assertTrue(change.after().contains("same: (hidden)"), change.after());
    assertEquals(List.of("/data/key", "/stringData/new", "/stringData/old"), change.fields());
  }
}
