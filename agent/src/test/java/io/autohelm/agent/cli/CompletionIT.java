package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.testing.Program;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program completes words in a real bash. */
@RealCluster
final class CompletionIT {
  @TempDir private Path folder;

  @Test
  void bashCompletesCommandsOptionsAndNames(TestCluster cluster) throws Exception {
    String namespace = cluster.createNamespace();
    String chart = SmallChart.in(folder.resolve("chart")).toString();
    String kubeconfig = cluster.kubeconfig().toString();
    for (String name : List.of("shop", "shelf")) {
      Program.Run run =
          Program.here("install", name, chart, "-n", namespace, "--kubeconfig", kubeconfig);
      assertEquals(0, run.exitCode(), run::stderr);
    }
    Path program = folder.resolve("autohelm");
    Files.writeString(
        program, "#!/bin/sh\nexec '" + String.join("' '", Program.command()) + "' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        folder.resolve("completion.bash"), Program.here("completion", "bash").stdout());
    assertEquals(List.of("completion"), completed(program, "compl"));
    assertEquals(List.of("release", "releases"), completed(program, "get", "rel"));
    assertEquals(List.of("--keep-history"), completed(program, "uninstall", "--keep"));
    assertEquals(
        List.of("shelf", "shop"),
        completed(program, "tree", "--kubeconfig", kubeconfig, "-n", namespace, "sh"));
    assertEquals(
        List.of(namespace + "/shop"),
        completed(program, "events", "--kubeconfig", kubeconfig, namespace + "/sho"));
    assertEquals(
        List.of(namespace),
        completed(program, "list", "--kubeconfig", kubeconfig, "--namespace", "=", namespace));
    assertEquals(List.of(chart), completed(program, "template", "x", chart));
  }

  private List<String> completed(Path program, String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(words));
    String script =
        """
        source %s
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        _autohelm
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(
                folder.resolve("completion.bash"),
                "'" + String.join("' '", line) + "'",
                words.length);
    Path file = Files.writeString(folder.resolve("script.bash"), script);
    return run(List.of("bash", "--norc", file.toString()));
  }

  private List<String> run(List<String> command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertEquals(0, process.waitFor(), () -> command.toString());
    return Files.readString(out).lines().toList();
  }
}
