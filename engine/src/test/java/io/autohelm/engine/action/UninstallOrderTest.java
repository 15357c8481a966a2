package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class UninstallOrderTest {
  /** What Helm 4.3 does to such a manifest: it sorts documents, not objects. */
  @Test
  void itemsOfAListGoWithKindsThatAreNotKnown() {
    String manifest =
        """
        {apiVersion: v1, kind: ServiceAccount, metadata: {name: account}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: role}}
        ---
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: listed}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: alone}}
        """;
    assertEquals(
        List.of("alone", "role", "account", "listed"),
        UninstallOrder.of(manifest).stream().map(KubeObject::name).toList());
  }
}
