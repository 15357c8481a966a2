package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.declaration.Tactics.Remedy;
import io.autohelm.agent.testing.AheadClock;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.patch.PostRenderers;
import io.autohelm.engine.release.Release;
import io.autohelm.sandbox.Sandbox;
import io.autohelm.sandbox.SandboxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of releases that fail, on a cluster in memory, from one look to the next. */
final class RemediationTest {
  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.standard().withDelay(Duration.ofMillis(5)));
  private final AheadClock clock = new AheadClock();
  private KubeConnection connection = connect();

  private KubeConnection connect() {
    return KubeConnection.ofText(sandbox.kubeconfig(), clock);
  }

  @AfterEach
  void close() {
    connection.close();
    sandbox.close();
  }

  private static DesiredRelease desired(Remedy remedy, boolean tested) {
    Tactics standard = Tactics.STANDARD;
    return new DesiredRelease(
        new ReleaseId("default", "shop"),
        "shop.yaml",
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofSeconds(20),
        List.of(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        4,
        PostRenderers.NONE,
        new Tactics(
            standard.install(),
            standard.upgrade(),
            standard.rollback(),
            standard.uninstall(),
            new Tactics.Tests(tested, false, null, List.of()),
            remedy,
            remedy));
  }

  /**
   * A chart that says a word.
   *
   * @param fails what of it fails: {@code hook}, {@code test} or nothing
   */
  private record Word(String word, String fails) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      return Charts.ofFolder(
          List.of(
              file("Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
              file(
                  "templates/said.yaml",
                  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: said }\ndata: { word: %s }\n"
                      .formatted(word)),
              file("templates/hook.yaml", job("hook", "post-install,post-upgrade")),
              file("templates/test.yaml", job("test", "test"))));
    }

    private String job(String name, String event) {
      return """
          apiVersion: batch/v1
          kind: Job
          metadata:
            name: %s
            annotations: { helm.sh/hook: "%s", sandbox.autohelm.io/fails: "%s" }
          spec:
            template:
              spec: { restartPolicy: Never, containers: [ { name: c, image: busybox } ] }
          """
          .formatted(name, event, fails.equals(name));
    }

    private static ChartFile file(String name, String text) {
      return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  /** As a new process would: nothing is remembered but what is in the cluster. */
  private Report.ReleaseSynced sync(DesiredRelease desired, Word word) {
    connection.close();
    connection = connect();
    return Connected.reconciler(connection, clock)
        .reconcile(Round.of(desired, "source", "commit", word), new Attempt());
  }

  private String said() {
    KubeObject map =
        new KubeObject(
            Map.of(
                "apiVersion", "v1",
                "kind", "ConfigMap",
                "metadata", Map.of("name", "said", "namespace", "default")));
    return connection
        .cluster()
        .get(map)
        .map(found -> String.valueOf(((Map<?, ?>) found.tree().get("data")).get("word")))
        .orElse("nothing");
  }

  private List<String> history() {
    return connection.releases().history("default", "shop").stream()
        .map(each -> each.revision() + " " + each.status())
        .toList();
  }

  @Test
  void aFailedUpgradeIsRolledBackAndLeftAloneUntilTheInputsChange() {
    DesiredRelease desired = desired(new Remedy(false, null, 0, true, false, false), false);
    assertNull(sync(desired, new Word("one", "")).error());

    Report.ReleaseSynced failed = sync(desired, new Word("bad", "hook"));
    assertNotNull(failed.error());
    assertEquals(Decision.Step.QUARANTINE, failed.step(), failed.reason());
    assertEquals("one", said());
    assertEquals(List.of("1 superseded", "2 failed", "3 deployed"), history());

    clock.pass(Duration.ofDays(1));
    Report.ReleaseSynced later = sync(desired, new Word("bad", "hook"));
    assertEquals(Decision.Step.QUARANTINE, later.step());
    assertNull(later.error());
    assertTrue(later.reason().startsWith("failed 1 time; left alone"), later.reason());
    assertTrue(!later.isAsDeclared());
    assertEquals(List.of("1 superseded", "2 failed", "3 deployed"), history());

    Report.ReleaseSynced mended = sync(desired, new Word("two", ""));
    assertNull(mended.error());
    assertTrue(mended.isAsDeclared());
    assertEquals("two", said());
  }

  @Test
  void whatARollbackBroughtBackIsKeptAsItIs() {
    DesiredRelease desired = desired(new Remedy(false, null, 0, true, false, false), false);
    assertNull(sync(desired, new Word("one", "")).error());
    assertEquals(Decision.Step.QUARANTINE, sync(desired, new Word("bad", "hook")).step());
    connection
        .cluster()
        .delete(
            new KubeObject(
                Map.of(
                    "apiVersion", "v1",
                    "kind", "ConfigMap",
                    "metadata", Map.of("name", "said", "namespace", "default"))));
    assertEquals("nothing", said());
    Report.ReleaseSynced report = sync(desired, new Word("bad", "hook"));
    assertEquals("one", said());
    assertEquals(Decision.Step.QUARANTINE, report.step());
    assertEquals(1, report.drift().size());
    assertEquals(List.of("1 superseded", "2 failed", "3 deployed"), history());
  }

  @Test
  void itIsTriedAgainAsOftenAsDeclaredAlsoWhenTheHistoryIsShort() {
    DesiredRelease desired = desired(new Remedy(false, null, 3, true, false, false), false);
    assertNull(sync(desired, new Word("one", "")).error());
    int tries = 0;
    for (int look = 0; look < 20; look++) {
      Report.ReleaseSynced report = sync(desired, new Word("bad", "hook"));
      tries += report.error() == null ? 0 : 1;
      assertEquals("one", said());
      if (report.step() == Decision.Step.QUARANTINE) {
        break;
      }
      assertEquals(Decision.Step.WAIT_FOR_RETRY, sync(desired, new Word("bad", "hook")).step());
      clock.pass(Duration.ofMinutes(11));
    }
    assertEquals(4, tries, "once, and three times again");
    assertTrue(sync(desired, new Word("bad", "hook")).reason().startsWith("failed 4 times"));
    assertTrue(history().size() <= 5, history().toString());
  }

  @Test
  void aFailedInstallationIsUninstalledAndTriedAgain() {
    DesiredRelease desired = desired(new Remedy(false, null, 1, true, false, false), false);
    Report.ReleaseSynced first = sync(desired, new Word("bad", "hook"));
    assertNotNull(first.error());
    assertEquals("nothing", said());
    assertEquals(List.of("1 uninstalled"), history());
    assertEquals(Decision.Step.WAIT_FOR_RETRY, sync(desired, new Word("bad", "hook")).step());
    clock.pass(Duration.ofMinutes(1));
    Report.ReleaseSynced second = sync(desired, new Word("bad", "hook"));
    assertNotNull(second.error());
    assertEquals(Decision.Step.QUARANTINE, second.step());
    assertEquals("nothing", said());
    Report.ReleaseSynced mended = sync(desired, new Word("one", ""));
    assertNull(mended.error());
    assertEquals("one", said());
  }

  @Test
  void testsAreAGate() {
    DesiredRelease desired = desired(new Remedy(false, null, 0, true, false, false), true);
    Report.ReleaseSynced good = sync(desired, new Word("one", ""));
    assertNull(good.error());
    assertEquals(
        "Succeeded",
        last().hooks().stream()
            .filter(run -> run.hook().name().equals("test"))
            .findFirst()
            .orElseThrow()
            .phase());
    Report.ReleaseSynced failed = sync(desired, new Word("two", "test"));
    assertNotNull(failed.error());
    assertTrue(failed.error().contains("Tests failed"), failed.error());
    assertEquals("one", said());
    assertEquals(Decision.Step.QUARANTINE, sync(desired, new Word("two", "test")).step());
  }

  @Test
  void withoutARemedyAFailureStaysAndIsTriedAgain() {
    DesiredRelease desired = desired(Remedy.RETRY, false);
    assertNull(sync(desired, new Word("one", "")).error());
    assertNotNull(sync(desired, new Word("bad", "hook")).error());
    assertEquals("bad", said());
    assertEquals(Decision.Step.WAIT_FOR_RETRY, sync(desired, new Word("bad", "hook")).step());
    clock.pass(Duration.ofMinutes(1));
    assertNotNull(sync(desired, new Word("bad", "hook")).error());
    assertEquals(List.of("1 deployed", "2 failed", "3 failed"), history());
  }

  private Release last() {
    return connection.releases().last("default", "shop").orElseThrow();
  }
}
