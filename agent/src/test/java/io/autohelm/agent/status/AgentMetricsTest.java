package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.testing.SampleReport;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentMetricsTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AgentMetrics metrics = new AgentMetrics(registry);

  private static Report.SourceRead read(String commit, Instant committed, Instant time) {
    return new Report.SourceRead(
        "git",
        "https://x",
        "main",
        commit,
        committed,
        "Change",
        true,
        1,
        List.of(),
        time,
        null,
        null,
        Duration.ofMillis(80),
        "Ann");
  }

  private static Report.ReleaseSynced synced(
      String commit, Decision.Step step, String error, Instant time, DriftedObject... drift) {
    return SampleReport.of(step)
        .commit(commit)
        .error(error, "timeout")
        .at(time)
        .drift(List.of(drift))
        .lag(new ChartLag("1.0.1", "", "2.0.0"))
        .report();
  }

  private void tellAll() {
    KubeObject.Id id = new KubeObject.Id("", "ConfigMap", "web", "a");
    metrics.queue(() -> 3);
    metrics.renderCache(() -> 5, () -> 2);
    metrics.requested("GET", 200);
    metrics.tell(new Report.LeadershipChanged(true, "", "", NOON));
    metrics.tell(read("c1", NOON.minusSeconds(900), NOON));
    metrics.tell(new Report.SourceFailed("git", "https://x", "main", "away", NOON));
    metrics.tell(new Report.LookBegun(SHOP, Duration.ofMillis(2), NOON));
    metrics.tell(synced("c1", Decision.Step.UPGRADE, null, NOON, DriftedObject.missing(id)));
    metrics.tell(read("c2", NOON.plusSeconds(5), NOON.plusSeconds(6)));
    metrics.tell(synced("c2", Decision.Step.UPGRADE, null, NOON.plusSeconds(12)));
    metrics.tell(
        new Report.HealthChanged(SHOP, Health.READY, null, List.of(), NOON.plusSeconds(13)));
    metrics.tell(new Report.WatchChanged("Pod", Report.Watching.UP, "", NOON));
    metrics.tell(
        new Report.ReleaseHeld(
            new ReleaseId("web", "left"), "git", Decision.Step.FROZEN, "why", NOON));
  }

  @Test
  void whatIsWaitedForIsOneSeriesAndEndsWithTheWait() {
    metrics.tell(synced("c1", Decision.Step.WAIT_FOR_APPROVAL, null, NOON));
    metrics.tell(synced("c1", Decision.Step.WAIT_FOR_WINDOW, null, NOON));
    assertEquals(
        List.of(
            "autohelm_release_waiting{name=\"shop\",namespace=\"web\",step=\"wait-for-window\"} 1.0"),
        lines("autohelm_release_waiting{"));
    metrics.tell(synced("c1", Decision.Step.UPGRADE, null, NOON));
    assertEquals(List.of(), lines("autohelm_release_waiting{"));
    metrics.tell(new Report.ReleaseHeld(SHOP, "git", Decision.Step.FROZEN, "why", NOON));
    assertEquals(1, lines("autohelm_release_waiting{").size());
    metrics.tell(new Report.ReleaseRemoved(SHOP, "git", null, NOON));
    assertEquals(List.of(), lines("autohelm_release_waiting{"));
  }

  /** The lines of the scrape that are about a metric. */
  private List<String> lines(String start) {
    return registry.scrape().lines().filter(line -> line.startsWith(start)).toList();
  }

  @Test
  void theManualListsWhatThereIs() throws IOException {
    tellAll();
    Map<String, String> exposed = new TreeMap<>();
    for (String line : lines("# TYPE autohelm_")) {
      String[] words = line.split(" ", -1);
      if (!words[2].endsWith("_max")) {
        exposed.put(words[2], words[3] + " " + labels(words[2]));
      }
    }
    Map<String, String> told = new TreeMap<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `(autohelm_\\w+)` \\| (\\w+) \\| ([\\w, ]*) ?\\|")
            .matcher(Files.readString(Path.of("../docs/metrics.md")));
    while (rows.find()) {
      told.put(
          rows.group(1),
          rows.group(2)
              + " "
              + new TreeSet<>(
                  rows.group(3).isBlank()
                      ? List.of()
                      : List.of(rows.group(3).strip().split(", ", -1))));
    }
    assertEquals(told, exposed);
    assertTrue(lines("# HELP autohelm_").stream().noneMatch(line -> line.endsWith("_ ")));
  }

  private Set<String> labels(String metric) {
    Set<String> labels = new TreeSet<>();
    for (String line : lines(metric)) {
      Matcher label = Pattern.compile("(\\w+)=\"").matcher(line);
      while (label.find() && !label.group(1).equals("le")) {
        labels.add(label.group(1));
      }
    }
    return labels;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "autohelm_release_ready{; 1.0",
        "autohelm_release_chart_lag{level=\"patch\"; 1.0",
        "autohelm_release_chart_lag{level=\"minor\"; 0.0",
        "autohelm_release_drift_objects{change=\"missing\"; 0.0",
        "autohelm_release_drift_detected_total{; 1.0",
        "autohelm_release_health{health=\"ready\"; 1.0",
        "autohelm_sync_total{reason=\"upgrade\",result=\"success\"}; 2.0",
        // The first commit was there before; the second was made seven seconds before the end.
        "autohelm_commit_to_ready_seconds_count; 1",
        "autohelm_commit_to_ready_seconds_sum; 7.0",
        "autohelm_source_info{commit=\"c2\"; 1",
        "autohelm_source_polls_total{result=\"failure\"; 1.0",
        "autohelm_api_requests_total{code=\"200\",verb=\"GET\"}; 1.0",
        "autohelm_render_cache_hits_total; 5.0",
        "autohelm_queue_length; 3.0",
        "autohelm_leader; 1.0",
      })
  void whatIsToldIsCounted(String start, String value) {
    tellAll();
    List<String> lines = lines(start);
    assertEquals(1, lines.size(), registry.scrape());
    assertTrue(lines.get(0).endsWith(" " + value), lines.get(0));
  }

  @Test
  void whatIsNoMoreHasNoSeries() {
    tellAll();
    metrics.tell(
        new Report.HealthChanged(
            SHOP, Health.MISSING, Health.Level.READY, List.of(), NOON.plusSeconds(20)));
    assertEquals(1, lines("autohelm_release_health{").size());
    metrics.tell(synced("c2", Decision.Step.LEAVE, "no", NOON.plusSeconds(30)));
    assertEquals(1, lines("autohelm_sync_total{reason=\"timeout\",result=\"failure\"}").size());
    metrics.tell(new Report.ReleaseRemoved(SHOP, "git", null, NOON));
    assertFalse(registry.scrape().contains("name=\"shop\""));
    metrics.tell(new Report.WatchChanged("Pod", Report.Watching.ENDED, "", NOON));
    assertFalse(registry.scrape().contains("autohelm_watch_up"));
  }

  @Test
  void whoStandsByTellsNothingOfReleases() {
    tellAll();
    metrics.tell(new Report.LeadershipChanged(false, "other", "", NOON));
    assertEquals(List.of("autohelm_leader 0.0"), lines("autohelm_leader"));
    assertFalse(registry.scrape().contains("name=\"shop\""));
    assertFalse(registry.scrape().contains("autohelm_watch_up"));
    assertEquals(1, lines("autohelm_source_up{").size());
  }
}
