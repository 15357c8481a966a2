package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is told to end, or killed, while it waits: nobody has to repair anything. */
@RealCluster
@RealHelm
class CommandKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path root;

  private String chart() throws IOException {
    Path chart = root.resolve("slow");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: slow\nversion: 1.0.0\n");
    Files.writeString(
        chart.resolve("templates/all.yaml"),
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: "{{ .Release.Name }}"}
        spec:
          selector: {matchLabels: {app: slow}}
          template:
            metadata: {labels: {app: slow}}
            spec: {nodeSelector: {no: such-node}, containers: [{name: c, image: "i:1"}]}
        """);
    return chart.toString();
  }

  private static Process start(String... arguments) throws IOException {
    return new ProcessBuilder(Program.command(arguments))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String history(TestHelm helm, TestCluster cluster, String namespace) {
    return helm.with("KUBECONFIG", cluster.kubeconfig().toString())
        .helm4("history", "one", "-n", namespace, "-o", "json")
        .stdout();
  }

  private static void await(TestHelm helm, TestCluster cluster, String namespace, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!history(helm, cluster, namespace).contains(what)) {
      assertTrue(System.nanoTime() < deadline, "no " + what + " within " + PATIENCE);
      Thread.sleep(100);
    }
  }

  @Test
  void whatIsToldToEndIsRecordedAsFailedAndWhatIsKilledIsTakenOver(
      TestCluster cluster, TestHelm helm) throws Exception {
    String namespace = cluster.createNamespace();
    List<String> rest =
        List.of("one", chart(), "-n", namespace, "--kubeconfig", cluster.kubeconfig().toString());

    Process told = start(line("install", rest, "--wait"));
    await(helm, cluster, namespace, "pending-install");
    told.destroy();
    assertTrue(told.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertNotEquals(0, told.exitValue());
    assertTrue(
        history(helm, cluster, namespace).contains("told to end"),
        history(helm, cluster, namespace));

    Process killed = start(line("upgrade", rest, "--wait"));
    await(helm, cluster, namespace, "pending-upgrade");
    killed.destroyForcibly().waitFor();

    Program.Run next = Program.run(line("upgrade", rest));
    assertEquals(0, next.exitCode(), next.stderr());
    String history = history(helm, cluster, namespace);
    assertTrue(history.contains("Interrupted: revision 2 was left pending-upgrade"), history);
    assertTrue(history.contains("\"revision\":3"), history);
    assertTrue(history.contains("\"status\":\"deployed\""), history);
  }

  private static String[] line(String command, List<String> rest, String... more) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(rest);
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }
}
