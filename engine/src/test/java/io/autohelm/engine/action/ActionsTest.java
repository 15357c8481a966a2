package io.autohelm.engine.action;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.MemoryReleaseStore;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.Renderer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What actions do where a cluster fails in ways that a real one hardly does on demand. */
class ActionsTest {
  private static final String NAMESPACE = "web";
  private static final String RELEASE = "shop";

  private final FaultyCluster cluster = new FaultyCluster();
  private final MemoryReleaseStore store = new MemoryReleaseStore();
  private final List<String> heard = new ArrayList<>();
  private final Actions actions =
      new Actions(
          cluster,
          store,
          Renderer.standard(Clock.systemUTC(), warning -> {}),
          Lookup.NOTHING,
          Clock.systemUTC(),
          "",
          new ActionListener() {
            @Override
            public void hookLog(PodLog log) {
              heard.add(log.pod() + ": " + log.text());
            }
          });

  private static Chart chart(String... documents) {
    String text = String.join("\n---\n", documents);
    return Charts.ofFiles(
        List.of(
            file("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"),
            file("templates/all.yaml", text)));
  }

  private static ChartFile file(String name, String text) {
    return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
  }

  private static String config(String name) {
    return "{apiVersion: v1, kind: ConfigMap, metadata: {name: " + name + "}}";
  }

  private static String hook(String name, String event, int weight, String more) {
    return "{apiVersion: v1, kind: Pod, metadata: {name: "
        + name
        + ", annotations: {helm.sh/hook: "
        + event
        + ", helm.sh/hook-weight: '"
        + weight
        + "'"
        + more
        + "}}}";
  }

  private static ReleaseRequest request(Chart chart, ActionPolicy policy) {
    return new ReleaseRequest(RELEASE, NAMESPACE, chart, Map.of(), Map.of(), policy);
  }

  private String statuses() {
    return store.history(NAMESPACE, RELEASE).stream()
        .map(release -> release.status().text())
        .collect(Collectors.joining(" "));
  }

  @Test
  void anInstallationGoesOnAfterAnObjectThatIsRefused() {
    cluster.refused.addAll(List.of("apply b", "apply d"));
    ActionException failure =
        assertThrows(
            ActionException.class,
            () ->
                actions.install(
                    request(
                        chart(config("a"), config("b"), config("c"), config("d")),
                        ActionPolicy.HELM)));
    assertEquals("no apply b\nno apply d", failure.getMessage());
    assertEquals(List.of("apply a", "apply b", "apply c", "apply d"), cluster.asked);
    assertEquals("failed", statuses());
  }

  @Test
  void anUpgradeThatCannotChangeSomethingDeletesNothing() {
    actions.install(request(chart(config("a"), config("b"), config("old")), ActionPolicy.HELM));
    cluster.refused.add("apply a");
    cluster.asked.clear();
    ActionException failure =
        assertThrows(
            ActionException.class,
            () -> actions.upgrade(request(chart(config("a"), config("b")), ActionPolicy.HELM)));
    assertEquals("no apply a", failure.getMessage());
    assertEquals(List.of("apply a", "apply b"), cluster.asked);
    assertEquals("deployed failed", statuses());
  }

  @Test
  void anUpgradeThatCannotMakeSomethingMakesNothingMore() {
    actions.install(request(chart(config("a")), ActionPolicy.HELM));
    cluster.refused.add("apply new");
    cluster.asked.clear();
    String service = "{apiVersion: v1, kind: Service, metadata: {name: later}}";
    ActionException failure =
        assertThrows(
            ActionException.class,
            () ->
                actions.upgrade(
                    request(chart(config("a"), config("new"), service), ActionPolicy.HELM)));
    assertEquals("failed to create resource: no apply new", failure.getMessage());
    assertEquals(List.of("apply a", "apply new"), cluster.asked);
  }

  @Test
  void whatAFailedUpgradeHasMadeGoesWhereThatIsWanted() {
    actions.install(request(chart(config("a")), ActionPolicy.HELM));
    cluster.refused.add("apply z");
    ActionPolicy policy = ActionPolicy.HELM.change().cleanupOnFail(true).build();
    assertThrows(
        ActionException.class,
        () -> actions.upgrade(request(chart(config("a"), config("b"), config("z")), policy)));
    assertTrue(cluster.asked.contains("delete b"), cluster.asked.toString());
    assertEquals(1, cluster.objects.size());
  }

  @Test
  void hooksRunByWeightAndAreRemovedAsTheySay() {
    String gone = ", helm.sh/hook-delete-policy: hook-succeeded";
    String loud = gone + ", helm.sh/hook-output-log-policy: hook-succeeded";
    Chart chart =
        chart(
            hook("last", "pre-install", 5, gone),
            hook("first", "pre-install", -5, loud),
            hook("stays", "pre-install", 0, ""));
    Release release = actions.install(request(chart, ActionPolicy.HELM));
    assertEquals(
        List.of(
            "apply first",
            "hook first",
            "delete stays",
            "apply stays",
            "hook stays",
            "apply last",
            "hook last",
            "delete last",
            "logs first",
            "delete first"),
        cluster.asked);
    assertEquals(List.of("first: a line\n"), heard);
    assertEquals(
        List.of("Succeeded", "Succeeded", "Succeeded"),
        release.hooks().stream().map(HookRun::phase).toList());
  }

  @Test
  void aHookThatFailsGoesAsItSaysAndSoDoThoseBeforeIt() {
    Chart chart =
        chart(
            hook("one", "pre-install", 1, ", helm.sh/hook-delete-policy: hook-succeeded"),
            hook(
                "two",
                "pre-install",
                2,
                ", helm.sh/hook-delete-policy: hook-failed, helm.sh/hook-output-log-policy:"
                    + " hook-failed"),
            hook("three", "pre-install", 3, ""),
            config("a"));
    cluster.refused.add("hook two");
    ActionException failure =
        assertThrows(
            ActionException.class, () -> actions.install(request(chart, ActionPolicy.HELM)));
    assertEquals("failed pre-install: no hook two", failure.getMessage());
    assertEquals(
        List.of(
            "apply one",
            "hook one",
            "apply two",
            "hook two",
            "logs two",
            "delete two",
            "delete one"),
        cluster.asked);
    Release failed = store.last(NAMESPACE, RELEASE).orElseThrow();
    assertEquals(ReleaseStatus.FAILED, failed.status());
    assertEquals(
        "Release \"shop\" failed: failed pre-install: no hook two", failed.info().description());
    assertEquals(
        List.of("Succeeded", "Failed", ""), failed.hooks().stream().map(HookRun::phase).toList());
  }

  @Test
  void aRollBackWhoseHookFailsIsNotLeftPending() {
    Chart chart = chart(config("a"), hook("back", "pre-rollback", 0, ""));
    actions.install(request(chart, ActionPolicy.HELM));
    actions.upgrade(request(chart, ActionPolicy.HELM));
    cluster.refused.add("hook back");
    assertThrows(
        ActionException.class, () -> actions.rollback(NAMESPACE, RELEASE, 1, ActionPolicy.HELM));
    assertEquals("superseded deployed failed", statuses());
  }

  @Test
  void anUninstallationTellsOfEveryObjectThatItCouldNotDelete() {
    actions.install(request(chart(config("a"), config("b"), config("c")), ActionPolicy.HELM));
    cluster.refused.addAll(List.of("delete a", "delete c"));
    ActionException failure =
        assertThrows(
            ActionException.class, () -> actions.uninstall(NAMESPACE, RELEASE, ActionPolicy.HELM));
    assertEquals("failed to delete release: shop: no delete a; no delete c", failure.getMessage());
    assertEquals("uninstalling", statuses());
    cluster.refused.clear();
    assertTrue(actions.uninstall(NAMESPACE, RELEASE, ActionPolicy.HELM).isPresent());
    assertEquals("", statuses());
  }

  @Test
  void whatFailsAfterTheDeletionIsCounted() {
    Chart chart = chart(config("a"), hook("after", "post-delete", 0, ""));
    ActionPolicy policy = ActionPolicy.HELM.change().wait(WaitMode.WATCHER).build();
    actions.install(request(chart, policy));
    cluster.refused.addAll(List.of("gone a", "hook after"));
    ActionException failure =
        assertThrows(ActionException.class, () -> actions.uninstall(NAMESPACE, RELEASE, policy));
    assertEquals(
        "uninstallation completed with 2 error(s): no gone a; no hook after", failure.getMessage());
    assertEquals("", statuses());
  }

  @Test
  void aDryRunAsksButWritesNothing() {
    ActionPolicy policy =
        ActionPolicy.HELM.change().dryRun(DryRun.SERVER).createNamespace(true).build();
    Release release = actions.install(request(chart(config("a")), policy));
    assertEquals("Dry run complete", release.info().description());
    assertEquals(List.of(), cluster.asked);
    assertEquals("", statuses());
  }
}
