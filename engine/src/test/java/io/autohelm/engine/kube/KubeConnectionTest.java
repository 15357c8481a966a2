package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.autohelm.engine.action.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeConnectionTest {
  private Path kubeconfig;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters:
            - name: one
              cluster: {server: "https://one.example.org:6443"}
            - name: two
              cluster: {server: "https://two.example.org:6443"}
            users:
            - name: admin
              user: {token: abc}
            contexts:
            - name: staging
              context: {cluster: one, user: admin}
            - name: production
              context: {cluster: two, user: admin, namespace: shops}
            current-context: staging
            """);
  }

  @Test
  void aContextSelectsItsCluster() {
    try (KubeConnection connection =
        KubeConnection.open(kubeconfig, "production", Clock.systemUTC())) {
      assertEquals("https://two.example.org:6443/", connection.address());
      assertEquals("shops", connection.defaultNamespace());
    }
  }

  /** The client would take the current context, and so change another cluster. */
  @Test
  void aContextThatIsNotThereIsNotTheCurrentOne() {
    ClusterException refused =
        assertThrows(
            ClusterException.class,
            () -> KubeConnection.open(kubeconfig, "prodution", Clock.systemUTC()).close());
    assertEquals(
        "context \"prodution\" does not exist; there are production," + " staging",
        refused.getMessage());
  }
}
