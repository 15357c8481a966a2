package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program by its command line: help, exit codes, errors, and the demo. */
class CommandLineIT {
  @TempDir Path folder;

  @Test
  void everyCommandHasHelp() {
    for (String command :
        List.of("agent", "demo", "plan", "validate", "explain", "template", "status", "version")) {
      Program.Run run = Program.run(command, "--help");
      assertEquals(0, run.exitCode(), command);
      assertTrue(run.stdout().contains("Usage: autohelm " + command), run.stdout());
    }
    for (String command :
        List.of(
            "create",
            "dependency",
            "dependency build",
            "dependency list",
            "dependency update",
            "diff",
            "diff live",
            "diff revision",
            "diff rollback",
            "diff upgrade",
            "get",
            "get all",
            "get metadata",
            "get values",
            "history",
            "install",
            "lint",
            "list",
            "package",
            "pull",
            "push",
            "registry",
            "registry login",
            "registry logout",
            "repo",
            "repo add",
            "repo index",
            "repo list",
            "repo remove",
            "repo update",
            "rollback",
            "search",
            "search hub",
            "search repo",
            "show",
            "show all",
            "show values",
            "test",
            "uninstall",
            "upgrade",
            "verify")) {
      List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
      line.add("--help");
      Program.Run run = Program.run(line.toArray(String[]::new));
      assertEquals(0, run.exitCode(), command);
      assertTrue(run.stdout().contains("Usage: autohelm " + command), run.stdout());
    }
    Program.Run top = Program.run();
    assertEquals(2, top.exitCode());
    assertTrue(top.stderr().contains("autohelm demo"), top.stderr());
  }

  @Test
  void versionIsThatOfTheJar() {
    Program.Run run = Program.run("version", "--short");
    assertEquals(0, run.exitCode());
    assertTrue(run.stdout().strip().matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"), run.stdout());
  }

  @Test
  void aConfigurationWithMistakesIsRefusedWithTheirLines() throws IOException {
    Path config = folder.resolve("autohelm.yaml");
    Files.writeString(
        config,
        """
        autohelm:
          sources:
            - name: one
              ulr: https://git.example.org/x.git
              interval: soon
        """);
    Program.Run run = Program.run("agent", "--config", config.toString());
    assertEquals(1, run.exitCode());
    assertTrue(
        run.stderr()
            .contains(config + ":4:7: autohelm.sources[0].ulr: unknown field; did you mean url?"),
        run.stderr());
    assertTrue(
        run.stderr()
            .contains(
                config
                    + ":5:17: autohelm.sources[0].interval: expected a duration such as 30s or 10m, met soon"),
        run.stderr());
  }

  @Test
  void statusWithoutAnAgentSaysSo() {
    Program.Run run = Program.run("status", "--address", "http://127.0.0.1:9");
    assertEquals(2, run.exitCode());
    assertTrue(
        run.stderr().startsWith("Error: no agent answers at http://127.0.0.1:9"), run.stderr());
  }

  @Test
  void planWithoutAClusterIsAnError() throws IOException {
    Path kubeconfig = folder.resolve("none");
    Program.Run run = Program.run("plan", folder.toString(), "--kubeconfig", kubeconfig.toString());
    assertEquals(2, run.exitCode());
    assertTrue(run.stderr().contains("kubeconfig " + kubeconfig + " does not exist"), run.stderr());
  }

  @Test
  void validateTellsMistakesWithoutACluster() throws IOException {
    Files.writeString(
        folder.resolve("x.yaml"), "apiVersion: autohelm.io/v1\nkind: Relase\nmetadata: {}\n");
    Program.Run run = Program.run("validate", folder.toString());
    assertEquals(1, run.exitCode(), run.stderr());
    assertTrue(
        run.stdout().startsWith(folder.resolve("x.yaml") + ":2:7: kind: expected one of Release,"),
        run.stdout());
    assertTrue(
        run.stdout().endsWith("; did you mean Release?\n0 releases, 1 problem\n"), run.stdout());
    assertEquals(2, Program.run("validate", folder.resolve("none").toString()).exitCode());
    assertEquals(2, Program.run("validate", "-o", "xml").exitCode());
  }

  @Test
  void theDemoShowsAllThatItPromises() {
    Program.Run run =
        Program.run("demo", "--once", "--port", "0", "--folder", folder.resolve("demo").toString());
    assertEquals(0, run.exitCode(), run.stdout() + run.stderr());
    for (String seen :
        List.of(
            "both releases are deployed",
            "release greeter is at revision 2",
            "the metric autohelm_release_drifted is 1",
            "the Deployment is back",
            "the metric is 0 again")) {
      assertTrue(run.stdout().contains("seen: ") && run.stdout().contains(seen), run.stdout());
    }
  }
}
