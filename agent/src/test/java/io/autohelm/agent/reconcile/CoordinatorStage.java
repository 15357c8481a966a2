package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ChartChoice;
import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.schedule.Rhythm;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.release.MemoryReleaseStore;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.render.Renderer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/** A coordinator over a cluster in memory, with what tests ask of it. */
abstract sealed class CoordinatorStage
    permits CoordinatorTest, CoordinatorGuardTest, CoordinatorOrderTest {
  final ClusterInMemory cluster = new ClusterInMemory();
  final MemoryReleaseStore store = new MemoryReleaseStore();
  final List<Report> told = new CopyOnWriteArrayList<>();
  final Map<String, String> orders = new TreeMap<>();
  final List<String> polled = new CopyOnWriteArrayList<>();

  /** After what pauses releases are looked at again. */
  final List<Duration> delays = new CopyOnWriteArrayList<>();

  Rules rules = Rules.NONE;
  final OrderBook book = new BookInMemory();
  Coordinator coordinator = coordinator("a", "b");

  final class BookInMemory implements OrderBook {
    @Override
    public void write(List<Order> all) {
      all.forEach(order -> Orders.with(orders, order));
      coordinator.heard(Orders.of(orders));
    }

    @Override
    public void withdraw(Order.Kind kind, String subject) {
      Orders.without(orders, kind, subject);
      coordinator.heard(Orders.of(orders));
    }
  }

  Coordinator coordinator(String... sources) {
    Agenda nothing =
        new Agenda() {
          @Override
          public void every(ReleaseId id, Rhythm rhythm) {}

          @Override
          public void once(ReleaseId id, Duration delay) {
            delays.add(delay);
          }

          @Override
          public void forget(ReleaseId id) {}

          @Override
          public void poll(String source) {
            polled.add(source);
          }
        };
    Clock clock = Clock.systemUTC();
    return new Coordinator(
        new Reconciler(
            new Actions(
                cluster,
                store,
                Renderer.standard(clock, warning -> {}),
                (apiVersion, kind, namespace, name) -> Map.of(),
                clock,
                "test"),
            ReleaseLocks.NONE,
            store,
            cluster,
            new DriftCheck(cluster, new Footprints()),
            Watchlist.NONE,
            clock),
        store,
        nothing,
        told::add,
        List.of(sources),
        rules,
        book,
        HealthBoard.NONE,
        2,
        clock);
  }

  @AfterEach
  void close() {
    coordinator.close();
  }

  static DesiredRelease release(String name, String... dependsOn) {
    return new DesiredRelease(
        new ReleaseId("web", name),
        name + ".yaml",
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(10),
        Duration.ofMinutes(5),
        List.of(dependsOn).stream().map(other -> new ReleaseId("web", other)).toList(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        3);
  }

  /** Everything of a commit says the same word. */
  record Words(String word) implements ChartSource {
    @Override
    public Chart chart(DesiredRelease release) {
      return Charts.ofFolder(
          List.of(
              file("Chart.yaml", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
              file(
                  "templates/x.yaml",
                  "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: \"{{ .Release.Name }}\" }\n"
                      + "data: { a: "
                      + word
                      + " }\n")));
    }

    private static ChartFile file(String name, String text) {
      return new ChartFile(name, text.getBytes(StandardCharsets.UTF_8), null);
    }

    @Override
    public Map<String, Object> values(DesiredRelease release) {
      return Map.of();
    }
  }

  List<Problem> accept(String source, String word, List<Problem> problems, Object... all) {
    List<DesiredRelease> releases = new ArrayList<>();
    for (Object one : all) {
      releases.add(one instanceof DesiredRelease desired ? desired : release((String) one));
    }
    return coordinator.accept(
        new Snapshot(
            source, word, Instant.EPOCH, word, new Declared(releases, problems), new Words(word)));
  }

  void until(Map<String, String> said) throws InterruptedException {
    for (int i = 0; i < 600 && !(cluster.said().equals(said) && isSettled(said)); i++) {
      Thread.sleep(50);
    }
    assertEquals(said, cluster.said());
    assertTrue(isSettled(said), () -> store.latest("").toString());
  }

  boolean isSettled(Map<String, String> said) {
    List<Release> latest = store.latest("");
    return latest.size() == said.size()
        && latest.stream().allMatch(release -> release.status() == ReleaseStatus.DEPLOYED);
  }

  int last() {
    return store.last("web", "x").orElseThrow().revision();
  }

  List<Report.ReleaseSynced> leaves() {
    return told.stream()
        .filter(report -> report instanceof Report.ReleaseSynced)
        .map(Report.ReleaseSynced.class::cast)
        .filter(report -> report.step() == Decision.Step.LEAVE)
        .toList();
  }
}
