package io.autohelm.agent.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectDiffTest {
  private static KubeObject object(String rest) {
    return KubeObject.parseAll("apiVersion: v1\nkind: X\n" + rest.replace("|", "\n")).get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "metadata: { name: a }; metadata: { name: a }; ''",
        "data: { a: 1 }; data: { a: 1 }; ''",
        "data: { a: '1' }; data: { a: '2' }; /data/a",
        "data: { a: '1', b: '1' }; data: { a: '1' }; /data/b",
        "data: { a: '1' }; data: { a: '1', b: '1' }; /data/b",
        "data: { a/b: '1', c~d: '1' }; data: {}; /data/a~1b /data/c~0d",
        "spec: { list: [1, 2] }; spec: { list: [1, 3] }; /spec/list/1",
        "spec: { list: [1, 2] }; spec: { list: [1] }; /spec/list",
        "spec: { list: [{ a: 1 }] }; spec: { list: [{ a: 2 }] }; /spec/list/0/a",
        "spec: 1; spec: { a: 1 }; /spec",
        "status: { ready: 1 }; status: { ready: 2 }; ''",
        "metadata: { uid: a, resourceVersion: '1', generation: 1, managedFields: [1] };"
            + " metadata: { uid: b, generation: 2 }; ''",
        "metadata: { labels: { a: x } }; metadata: { labels: { a: y } }; /metadata/labels/a",
        "metadata: { annotations: { a/b: x } }; metadata: {}; /metadata/annotations",
        "spec: { z: 1, a: 1 }; spec: { z: 2, a: 2 }; /spec/a /spec/z"
      })
  void differencesAreFoundAndWhatTheServerWritesIsNot(String live, String wanted, String paths) {
    List<String> expected = paths.isEmpty() ? List.of() : Arrays.asList(paths.split(" ", -1));
    assertEquals(expected, ObjectDiff.paths(object(live), object(wanted)));
  }
}
