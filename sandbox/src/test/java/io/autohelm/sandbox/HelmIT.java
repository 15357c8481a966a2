package io.autohelm.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestHelm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both real Helms take the sandbox for a cluster: they create a chart and live a release's life.
 */
@RealHelm
final class HelmIT {
  @TempDir private static Path folder;
  private static Sandbox sandbox;

  /** One run of Helm, of either major. */
  private interface Helm {
    TestHelm.Run run(String... arguments);
  }

  @BeforeAll
  static void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.standard());
    Files.writeString(folder.resolve("kubeconfig"), sandbox.kubeconfig());
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static TestHelm aimed(TestHelm helm) {
    return helm.with("KUBECONFIG", folder.resolve("kubeconfig").toString());
  }

  @Test
  void helm3(TestHelm helm) {
    life(aimed(helm)::helm3, "three");
  }

  @Test
  void helm4(TestHelm helm) {
    life(aimed(helm)::helm4, "four");
  }

  private static void life(Helm helm, String name) {
    String chart = folder.resolve(name).toString();
    helm.run("create", chart).ok();
    String[] where = {"-n", "ns-" + name};
    String installed =
        helm.run("install", name, chart, "--wait", "--create-namespace", where[0], where[1]).ok();
    assertTrue(installed.contains("STATUS: deployed"), installed);
    helm.run("upgrade", name, chart, "--wait", "--set", "replicaCount=2", where[0], where[1]).ok();
    String tested = helm.run("test", name, where[0], where[1]).ok();
    assertTrue(tested.contains("Succeeded"), tested);
    helm.run("rollback", name, "1", "--wait", where[0], where[1]).ok();
    assertEquals(name + "\n", helm.run("list", "-q", where[0], where[1]).ok());
    String history = helm.run("history", name, where[0], where[1]).ok();
    assertTrue(history.contains("Rollback to 1"), history);
    helm.run("uninstall", name, "--wait", where[0], where[1]).ok();
    assertEquals("", helm.run("list", "-q", where[0], where[1]).ok().strip());
  }
}
