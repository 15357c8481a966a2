package io.autohelm.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeTest {
  @Test
  void theFirstBlockRendersAChart(@TempDir Path folder) throws Exception {
    Path chart = ReadmeBlocks.chart(folder);
    String block = ReadmeBlocks.all().get(0).replace("charts/shop", chart.toString());
    assertEquals(
        """
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: shop
        data:
          replicas: "3"

        """,
        ReadmeBlocks.run(block, folder, folder));
  }
}
