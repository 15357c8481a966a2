package io.autohelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealCluster
@RealHelm
final class ReadmeIT {
  @Test
  void theSecondBlockInstallsARelease(TestCluster cluster, TestHelm helm, @TempDir Path folder)
      throws Exception {
    String namespace = cluster.createNamespace();
    String block =
        ReadmeBlocks.all()
            .get(1)
            .replace("charts/shop", ReadmeBlocks.chart(folder).toString())
            .replace("\"web\"", "\"" + namespace + "\"");
    assertEquals("shop is deployed\n", ReadmeBlocks.run(block, cluster.kubeconfig(), folder));
    assertEquals("shop\n", helm.helm4("list", "-n", namespace, "-q").ok());
    assertTrue(
        helm.helm4("get", "manifest", "shop", "-n", namespace).ok().contains("replicas: \"1\""));
  }
}
