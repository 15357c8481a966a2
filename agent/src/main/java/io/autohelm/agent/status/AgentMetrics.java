package io.autohelm.agent.status;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Counts and gauges for Prometheus. {@code docs/metrics.md} lists them all. */
public final class AgentMetrics implements Reports {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10)
  };

  private final MeterRegistry registry;
  private final Series agent;
  private final Map<ReleaseId, ReleaseMetrics> releases = new HashMap<>();
  private final Map<String, Series> sources = new HashMap<>();
  private final Map<String, Series> watches = new HashMap<>();
  private final CommitClock commits = new CommitClock();

  /** What counters read, which hold it only weakly. */
  private final List<Object> kept = new ArrayList<>();

  public AgentMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.agent = new Series(registry, Tags.empty());
  }

  @Override
  public synchronized void tell(Report report) {
    if (report instanceof Report.SourceRead read) {
      read(read);
    } else if (report instanceof Report.SourceFailed failed) {
      Series series = source(failed.source());
      series.set("autohelm.source.up", "1 when the last poll succeeded, else 0", 0);
      polled(series, "failure");
    } else if (report instanceof Report.ReleaseSynced synced) {
      synced(synced);
    } else if (report instanceof Report.ReleaseHeld held) {
      release(held.id()).tell(held);
    } else if (report instanceof Report.HealthChanged changed) {
      release(changed.id()).tell(changed);
    } else if (report instanceof Report.WatchChanged changed) {
      watched(changed);
    } else if (report instanceof Report.LookBegun begun) {
      timer("autohelm.queue.wait", "Time that a release waited for its turn", Tags.empty())
          .record(begun.waited());
    } else if (report instanceof Report.ReleaseRemoved removed && removed.error() == null) {
      ReleaseMetrics gone = releases.remove(removed.id());
      if (gone != null) {
        gone.close();
      }
      commits.forget(removed.id());
    } else if (report instanceof Report.LeadershipChanged changed) {
      led(changed);
    }
  }

  /** The series of releases and watches are the leader's alone. */
  private void led(Report.LeadershipChanged changed) {
    agent.set(
        "autohelm.leader",
        "1 while this replica leads, and while there is one alone; 0 while it stands by",
        changed.leads() ? 1 : 0);
    if (!changed.leads()) {
      releases.values().forEach(ReleaseMetrics::close);
      releases.clear();
      watches.values().forEach(Series::close);
      watches.clear();
    }
  }

  private ReleaseMetrics release(ReleaseId id) {
    return releases.computeIfAbsent(
        id,
        key ->
            new ReleaseMetrics(
                new Series(registry, Tags.of("namespace", id.namespace(), "name", id.name()))));
  }

  private void synced(Report.ReleaseSynced synced) {
    release(synced.id()).tell(synced);
    String result = synced.error() == null ? "success" : "failure";
    timer(
            "autohelm.sync.duration",
            "Time that a look at a release took, with what was done about it",
            Tags.of("action", synced.step().text(), "result", result))
        .record(synced.took());
    Counter.builder("autohelm.sync")
        .description("Looks at releases, by what was done or what went wrong")
        .tags(
            "result",
            result,
            "reason",
            synced.error() == null ? synced.step().text() : synced.failure())
        .register(registry)
        .increment();
    commits.synced(synced).ifPresent(took -> commitToReady(synced.source()).record(took));
  }

  private Timer commitToReady(String source) {
    return timer(
        "autohelm.commit.to.ready",
        "Time from a commit until a release that it changed was ready",
        Tags.of("source", source));
  }

  private void read(Report.SourceRead read) {
    commits.read(read);
    commitToReady(read.source()); // is there from the beginning, so that the first counts as a rise
    Series series = source(read.source());
    series.info(
        "autohelm.source.info",
        "What was last read of a source; always 1",
        Tags.of("ref", read.ref(), "commit", read.commit()));
    series.set("autohelm.source.up", "1 when the last poll succeeded, else 0", 1);
    series.set("autohelm.source.problems", "Problems in declarations", read.problems().size());
    series.set("autohelm.source.releases", "Releases that are declared", read.releases());
    series.set(
        "autohelm.source.last.success.timestamp.seconds",
        "When the source was last read",
        ReleaseMetrics.seconds(read.time()));
    series.set(
        "autohelm.source.commit.timestamp.seconds",
        "When the commit in force was made",
        ReleaseMetrics.seconds(read.committed()));
    polled(series, "success");
    timer(
            "autohelm.source.fetch",
            "Time that a poll of a source took, with reading what is new",
            Tags.of("source", read.source()))
        .record(read.took());
  }

  private static void polled(Series series, String result) {
    series.count("autohelm.source.polls", "Polls of a source", Tags.of("result", result), 1);
  }

  private Series source(String name) {
    return sources.computeIfAbsent(name, key -> new Series(registry, Tags.of("source", key)));
  }

  private void watched(Report.WatchChanged changed) {
    if (changed.state() == Report.Watching.ENDED) {
      Series gone = watches.remove(changed.kind());
      if (gone != null) {
        gone.close();
      }
      return;
    }
    watches
        .computeIfAbsent(changed.kind(), kind -> new Series(registry, Tags.of("kind", kind)))
        .set(
            "autohelm.watch.up",
            "1 while every change of the kind's objects is noticed at once, else 0",
            changed.state() == Report.Watching.UP ? 1 : 0);
  }

  private Timer timer(String name, String description, Tags tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /** Shows how many releases wait for their turn. */
  public void queue(IntSupplier waiting) {
    Gauge.builder("autohelm.queue.length", waiting, IntSupplier::getAsInt)
        .description("Releases that wait for their turn")
        .strongReference(true)
        .register(registry);
  }

  /** Shows how often a chart's templates were found parsed, and how often not. */
  public synchronized void renderCache(LongSupplier hits, LongSupplier misses) {
    kept.add(hits);
    kept.add(misses);
    FunctionCounter.builder("autohelm.render.cache.hits", hits, LongSupplier::getAsLong)
        .description("Renderings that found a chart's templates parsed")
        .register(registry);
    FunctionCounter.builder("autohelm.render.cache.misses", misses, LongSupplier::getAsLong)
        .description("Renderings that had to parse a chart's templates")
        .register(registry);
  }

  /**
   * Counts a request to an API server.
   *
   * @param verb the HTTP method, or {@code WATCH}
   * @param code the answer's status; 0 where there was no answer
   */
  public void requested(String verb, int code) {
    Counter.builder("autohelm.api.requests")
        .description("Requests to the Kubernetes API server")
        .tags("verb", verb, "code", code == 0 ? "none" : Integer.toString(code))
        .register(registry)
        .increment();
  }
}
