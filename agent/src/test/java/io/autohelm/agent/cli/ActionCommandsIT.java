package io.autohelm.agent.cli;

import io.autohelm.agent.testing.SideBySide;
import io.autohelm.engine.testing.RealCluster;
import io.autohelm.engine.testing.RealHelm;
import io.autohelm.engine.testing.TestCluster;
import io.autohelm.engine.testing.TestHelm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** install, upgrade, rollback, test and uninstall beside the real Helm's, in two namespaces. */
@RealHelm
@RealCluster
class ActionCommandsIT {
  @TempDir Path root;
  private SideBySide both;

  @BeforeEach
  void namespaces(TestCluster cluster, TestHelm helm) throws IOException {
    both = new SideBySide(helm, root);
    both.cluster(cluster.kubeconfig());
    both.namespaces(cluster.createNamespace(), cluster.createNamespace());
  }

  private void all(String... lines) throws IOException {
    String chart = SmallChart.in(root.resolve("shop")).toString();
    for (String line : lines) {
      both.same((line + " -n {}").replace(" CHART", " " + chart).split(" +", -1));
    }
  }

  @Test
  void releasesAreInstalledTheSame() throws IOException {
    all(
        "install one CHART",
        "install one CHART",
        "install one CHART --replace",
        "install two CHART --set size=3 --labels a=b -o json",
        "install three CHART --description mine -o yaml",
        "install four CHART --hide-notes --wait --timeout 60s",
        "install five CHART --dry-run=server",
        "install five CHART --dry-run=client",
        "install five CHART --dry-run --hide-secret",
        "install five CHART --dry-run=maybe",
        "install five CHART --hide-secret",
        "install five CHART --wait=maybe",
        "install five CHART --timeout 5",
        "install five CHART --server-side=false",
        "install six CHART --server-side=false --force-conflicts",
        "install six CHART --force-replace --force-conflicts",
        "install seven CHART --no-hooks --set hook=fail",
        "install eight CHART --set hook=fail",
        "install nine CHART --set hook=fail --rollback-on-failure",
        "install -g CHART",
        "install CHART",
        "install a b c",
        "install -g a CHART",
        "install --name-template x CHART",
        "install --name-template {{.x CHART",
        "install BAD_NAME CHART",
        "install ten nothing",
        "install ten CHART --set a=b=c --set-json x",
        "install",
        "list",
        "history eight -o json",
        "get values two",
        "get manifest seven");
  }

  @Test
  void moreIsPrintedWhereThatIsAsked() throws IOException {
    String chart = SmallChart.in(root.resolve("shop")).toString();
    both.sameOutput("install", "one", chart, "-n", "{}", "--debug", "--set", "a=b");
    both.sameOutput("upgrade", "one", chart, "-n", "{}", "--debug", "--hide-notes");
    both.sameOutput("test", "one", "-n", "{}", "--debug");
  }

  @Test
  void releasesAreUpgradedAndRolledBackTheSame() throws IOException {
    all(
        "upgrade one CHART",
        "upgrade one CHART --install",
        "upgrade one CHART --install --set size=2 --labels a=b",
        "upgrade one CHART --reuse-values --set more.z=3",
        "get values one",
        "upgrade one CHART --reset-then-reuse-values --set size=5 -o json",
        "get values one",
        "upgrade one CHART --reset-values",
        "get values one",
        "upgrade one CHART --set hook=fail",
        "upgrade one CHART --set hook=fail --rollback-on-failure",
        "upgrade one CHART --description why --labels a=null",
        "upgrade one CHART --dry-run=server --set size=9",
        "upgrade one CHART --server-side=false",
        "upgrade one CHART --server-side=false --force-replace",
        "upgrade one CHART --server-side=no",
        "upgrade one CHART --history-max 4",
        "history one",
        "upgrade one",
        "upgrade BAD_NAME CHART",
        "rollback one",
        "rollback one 99",
        "rollback one x",
        "rollback none",
        "rollback BAD_NAME",
        "rollback",
        "rollback one --dry-run=server",
        "rollback one --wait --description back --timeout 60s",
        "history one --show-rollback-revision",
        "upgrade two CHART -i --server-side=false",
        "upgrade two CHART --server-side=true --set size=7",
        "rollback two 1",
        "get metadata two --revision 1",
        "get metadata two --revision 3");
  }

  @Test
  void releasesAreTestedAndUninstalledTheSame() throws IOException {
    all(
        "install one CHART",
        "test one",
        "test one --filter name=one-test",
        "test one --filter !name=one-test",
        "test none",
        "test BAD_NAME",
        "test",
        "status one -o json --revision 9",
        "uninstall one --dry-run",
        "uninstall one --keep-history --description gone",
        "uninstall one --keep-history",
        "history one",
        "upgrade one CHART -i",
        "uninstall one --cascade foreground --wait",
        "uninstall one",
        "uninstall one --ignore-not-found",
        "uninstall one --cascade sometimes",
        "uninstall BAD_NAME",
        "uninstall",
        "install two CHART --set hook=succeed",
        "install three CHART",
        "uninstall two three",
        "list -q");
  }
}
