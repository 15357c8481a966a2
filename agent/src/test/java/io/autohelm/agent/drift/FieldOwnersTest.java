package io.autohelm.agent.drift;

import static io.autohelm.agent.drift.MetadataSamples.OURS;
import static io.autohelm.agent.drift.MetadataSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldOwnersTest {
  private static final String OTHERS =
      """
      - manager: kubectl-edit
        operation: Update
        apiVersion: apps/v1
        time: "2026-01-01T11:00:00Z"
        fieldsV1:
          f:metadata: { f:labels: { f:a/b~c: {} } }
          f:spec:
            f:paused: {}
            f:template: { f:spec: { f:containers: { 'k:{"name":"web"}': { ".": {}, f:args: {}, f:ports: { 'k:{"containerPort":80,"protocol":"TCP"}': { f:protocol: {} } } } } } }
      - manager: scaler
        operation: Update
        subresource: scale
        apiVersion: apps/v1
        fieldsV1: { f:spec: { f:replicas: {} } }
      - manager: later
        operation: Apply
        apiVersion: apps/v1
        time: "2026-01-01T12:00:00Z"
        fieldsV1: { f:spec: { f:paused: {} } }
      - manager: kube-controller-manager
        operation: Update
        subresource: status
        apiVersion: apps/v1
        time: "2026-01-01T13:00:00Z"
        fieldsV1: { f:spec: { f:strategy: {} } }
      """;
  private static final KubeObject LIVE = object("u", 1, 1, OURS + OTHERS);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/spec/paused; /spec/paused (later, Apply, 2026-01-01T12:00:00Z)",
        "/spec/replicas; /spec/replicas (scaler, Update)",
        "/spec/strategy; /spec/strategy",
        "/spec/minReadySeconds; /spec/minReadySeconds",
        "/spec/template/spec/containers/1/args/0;"
            + " /spec/template/spec/containers/1/args/0 (kubectl-edit, Update, 2026-01-01T11:00:00Z)",
        "/spec/template/spec/containers/1/image; /spec/template/spec/containers/1/image",
        "/spec/template/spec/containers/0/args; /spec/template/spec/containers/0/args",
        "/spec/template/spec/containers/1/ports/0/protocol;"
            + " /spec/template/spec/containers/1/ports/0/protocol"
            + " (kubectl-edit, Update, 2026-01-01T11:00:00Z)",
        "/spec/template/spec/containers;"
            + " /spec/template/spec/containers (kubectl-edit, Update, 2026-01-01T11:00:00Z)",
        "/metadata/labels/a~1b~0c;"
            + " /metadata/labels/a~1b~0c (kubectl-edit, Update, 2026-01-01T11:00:00Z)",
      })
  void whoHoldsAFieldIsTold(String path, String expected) {
    assertEquals(expected, new FieldOwners(LIVE).of(path).toString());
  }
}
