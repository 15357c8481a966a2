package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.testing.Program;
import io.autohelm.agent.testing.SideBySide;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** list, history, get and status beside the real Helm's, of records that the real Helm wrote. */
@RealHelm
@RealCluster
class RecordCommandsIT {
  @TempDir Path root;
  private SideBySide both;
  private String namespace;

  @BeforeEach
  void releases(TestCluster cluster, TestHelm helm) throws IOException {
    both = new SideBySide(helm, root);
    both.cluster(cluster.kubeconfig());
    namespace = cluster.createNamespace();
    Path chart = SmallChart.in(root.resolve("chart"));
    String path = chart.toString();
    both.helm("install", "one", path, "-n", namespace, "--labels", "team=web,tier=1").ok();
    both.helm("upgrade", "one", path, "-n", namespace, "--set", "size=2,deep.x=1").ok();
    both.helm("rollback", "one", "1", "-n", namespace, "--wait").ok();
    both.helm("test", "one", "-n", namespace).ok();
    both.helm("install", "two", path, "-n", namespace).ok();
    both.helm("uninstall", "two", "-n", namespace, "--keep-history").ok();
    both.helm("install", "three", path, "-n", namespace, "--server-side=false").ok();
  }

  private void all(String... lines) {
    for (String line : lines) {
      both.same((line + " -n " + namespace).split(" +", -1));
    }
  }

  @Test
  void listsAreTheSame() {
    all(
        "list",
        "ls -q",
        "list -q -o json",
        "list -q -o yaml",
        "list -o json",
        "list -o yaml",
        "list -o xml",
        "list -d",
        "list -d -r",
        "list -r",
        "list --max 1",
        "list --max 1 --offset 1",
        "list --max 0",
        "list --offset 7",
        "list --max x",
        "list --no-headers",
        "list --time-format 2006-01-02T15",
        "list --deployed",
        "list --uninstalled --failed",
        "list --superseded",
        "list --pending",
        "list --uninstalling",
        "list --filter ^t",
        "list --filter t$ -o json",
        "list --filter (",
        "list --filter none",
        "list -l team=web",
        "list -l team!=web",
        "list -l team",
        "list -l !team",
        "list -l status=deployed",
        "list --selector tier=1,team=web",
        "list more");
  }

  @Test
  void historiesAreTheSame() {
    all(
        "history one",
        "hist two",
        "history one --max 2",
        "history one --show-rollback-revision",
        "history one -o json",
        "history one -o yaml --max 1",
        "history none",
        "history BAD_NAME",
        "history",
        "history one two");
  }

  @Test
  void partsAreTheSame() {
    for (String part : List.of("all", "hooks", "manifest", "notes", "values", "metadata")) {
      all(
          "get " + part + " one",
          "get " + part + " one --revision 2",
          "get " + part + " one --revision 9",
          "get " + part + " two",
          "get " + part + " three",
          "get " + part + " none",
          "get " + part + " BAD_NAME",
          "get " + part);
    }
    all(
        "get values one --revision 2 -o json",
        "get values one -a",
        "get values one -a --revision 2 -o json",
        "get values one -o yaml",
        "get metadata one -o json",
        "get metadata three -o yaml",
        "get all one --template {{.Release.Name}}-{{.Release.Chart.Metadata.Version}}",
        "get all one --template {{.Release.Info.Status}}{{.Release.Nothing}}",
        "get all one --template {{",
        "get all one --template {{range.Release.Hooks}}{{.Name}}:{{.LastRun.Phase}}{{end}}");
  }

  @Test
  void statusShowsTheSameObjects() {
    // Helm prints the kinds in any order, and Pods grow older between the two.
    for (String release : List.of("one", "two", "three")) {
      TestHelm.Run theirs = both.helm("status", release, "-n", namespace);
      Program.Run ours = both.program("status", release, "-n", namespace);
      assertEquals(blocks(theirs.ok()), blocks(ours.stdout()), release);
      assertEquals(0, ours.exitCode());
    }
    assertTrue(
        both.program("status", "one", "-n", namespace).stdout().contains("==> v1/Pod(related)"));
    all("status none", "status one --revision 9", "status BAD_NAME", "status one two");
    all("status two -o json", "status two -o yaml");
  }

  private static List<String> blocks(String text) {
    return Arrays.stream(text.split("(?m)^(?===> |TEST SUITE|NOTES)", -1))
        .map(block -> block.replaceAll("[0-9]+s *$", "AGE").strip())
        .map(block -> block.replaceAll("(?m) [0-9]+s$", " AGE"))
        .sorted()
        .toList();
  }

  @Test
  void whatHelmSaysOfAnUnreachableClusterWeSay() {
    String[] line = {"list", "--kube-apiserver", "https://127.0.0.1:1"};
    assertTrue(both.helm(line).stderr().startsWith("Error: kubernetes cluster unreachable: "));
    Program.Run ours = both.program(line);
    assertEquals(1, ours.exitCode());
    assertEquals(
        "Error: kubernetes cluster unreachable: the API server at https://127.0.0.1:1 cannot be"
            + " reached: connection refused\n",
        ours.stderr());
  }
}
