package io.autohelm.agent.status;

import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts and gauges for Prometheus. The series of a release go with it, so that nobody is alarmed
 * by what is no more.
 */
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
  private final Map<String, ReleaseSeries> releases = new HashMap<>();
  private final Map<String, SourceSeries> sources = new HashMap<>();
  private final Map<String, WatchSeries> watches = new HashMap<>();

  public AgentMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The newest figures of a release, and the meters that read them. */
  private static final class ReleaseSeries {
    final List<Meter> meters = new ArrayList<>();
    @Nullable Meter info;
    String chart = "";
    double drifted;
    double missing;
    double modified;
    double driftSince;
    double ready;
    double quarantined;
    double revision;
    double lastSync;
  }

  private static final class WatchSeries {
    @Nullable Meter meter;
    volatile double up;
  }

  private static final class SourceSeries {
    double problems;
    double releases;
    double up;
    double lastSuccess;
  }

  @Override
  public synchronized void tell(Report report) {
    if (report instanceof Report.SourceRead read) {
      SourceSeries series = source(read.source());
      series.problems = read.problems().size();
      series.releases = read.releases();
      series.up = 1;
      series.lastSuccess = seconds(read.time());
      polls(read.source(), "success").increment();
    } else if (report instanceof Report.SourceFailed failed) {
      source(failed.source()).up = 0;
      polls(failed.source(), "failure").increment();
    } else if (report instanceof Report.ReleaseSynced synced) {
      synced(synced);
    } else if (report instanceof Report.WatchChanged changed) {
      watched(changed);
    } else if (report instanceof Report.ReleaseRemoved removed && removed.error() == null) {
      ReleaseSeries series = releases.remove(removed.id().toString());
      if (series != null) {
        series.meters.forEach(registry::remove);
        if (series.info != null) {
          registry.remove(series.info);
        }
      }
    }
  }

  private void watched(Report.WatchChanged changed) {
    if (changed.state() == Report.Watching.ENDED) {
      WatchSeries series = watches.remove(changed.kind());
      if (series != null && series.meter != null) {
        registry.remove(series.meter);
      }
      return;
    }
    WatchSeries series = watches.computeIfAbsent(changed.kind(), kind -> new WatchSeries());
    series.up = changed.state() == Report.Watching.UP ? 1 : 0;
    if (series.meter == null) {
      series.meter =
          Gauge.builder("autohelm.watch.up", series, s -> s.up)
              .description("1 while every change of the kind's objects is noticed at once, else 0")
              .tags("kind", changed.kind())
              .strongReference(true)
              .register(registry);
    }
  }

  private static double seconds(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli() / 1000.0;
  }

  private void synced(Report.ReleaseSynced synced) {
    Tags tags = Tags.of("namespace", synced.id().namespace(), "name", synced.id().name());
    ReleaseSeries series = releases.computeIfAbsent(synced.id().toString(), key -> release(tags));
    series.revision = synced.revision();
    series.lastSync = seconds(synced.time());
    series.quarantined = synced.step() == Decision.Step.QUARANTINE ? 1 : 0;
    series.ready = synced.isAsDeclared() ? 1 : 0;
    if (synced.driftChecked()) {
      series.missing = synced.drift().stream().filter(o -> o.fields().isEmpty()).count();
      series.modified = synced.drift().size() - series.missing;
      series.drifted = synced.drift().isEmpty() ? 0 : 1;
      series.driftSince = seconds(synced.driftSince());
      if (series.drifted == 1) {
        Counter.builder("autohelm.release.drift.detected")
            .description("Checks that found drift")
            .tags(tags)
            .register(registry)
            .increment();
      }
    }
    if (!series.chart.equals(synced.chart()) || series.info == null) {
      if (series.info != null) {
        registry.remove(series.info);
      }
      series.chart = synced.chart();
      series.info =
          Gauge.builder("autohelm.release.info", () -> 1)
              .description("What a release is made of; always 1")
              .tags(tags.and("source", synced.source(), "chart", synced.chart()))
              .register(registry);
    }
    Timer.builder("autohelm.sync.duration")
        .description("Time that a look at a release took, with what was done about it")
        .tags(
            "action",
            synced.step().text(),
            "result",
            synced.error() == null ? "success" : "failure")
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(synced.took());
  }

  private ReleaseSeries release(Tags tags) {
    ReleaseSeries series = new ReleaseSeries();
    gauge(
        series,
        "autohelm.release.drifted",
        "1 while the last check found drift, else 0",
        tags,
        s -> s.drifted);
    gauge(
        series,
        "autohelm.release.drifted.objects",
        "Objects that differ from their release",
        tags.and("change", "missing"),
        s -> s.missing);
    gauge(
        series,
        "autohelm.release.drifted.objects",
        "Objects that differ from their release",
        tags.and("change", "modified"),
        s -> s.modified);
    gauge(
        series,
        "autohelm.release.drift.since.timestamp.seconds",
        "When drift was first seen; 0 without drift",
        tags,
        s -> s.driftSince);
    gauge(
        series,
        "autohelm.release.ready",
        "1 when the declared state is deployed, else 0",
        tags,
        s -> s.ready);
    gauge(
        series,
        "autohelm.release.quarantined",
        "1 while the declared inputs are left alone because they failed too often, else 0",
        tags,
        s -> s.quarantined);
    gauge(series, "autohelm.release.revision", "The newest revision", tags, s -> s.revision);
    gauge(
        series,
        "autohelm.release.last.sync.timestamp.seconds",
        "When the release was last looked at",
        tags,
        s -> s.lastSync);
    return series;
  }

  private void gauge(
      ReleaseSeries series,
      String name,
      String description,
      Tags tags,
      ToDoubleFunction<ReleaseSeries> value) {
    series.meters.add(
        Gauge.builder(name, series, value)
            .description(description)
            .tags(tags)
            .strongReference(true)
            .register(registry));
  }

  private SourceSeries source(String name) {
    return sources.computeIfAbsent(
        name,
        key -> {
          SourceSeries series = new SourceSeries();
          sourceGauge(
              series,
              "autohelm.source.up",
              "1 when the last poll succeeded, else 0",
              key,
              s -> s.up);
          sourceGauge(
              series, "autohelm.source.problems", "Problems in declarations", key, s -> s.problems);
          sourceGauge(
              series,
              "autohelm.source.releases",
              "Releases that are declared",
              key,
              s -> s.releases);
          sourceGauge(
              series,
              "autohelm.source.last.success.timestamp.seconds",
              "When the source was last read",
              key,
              s -> s.lastSuccess);
          return series;
        });
  }

  private void sourceGauge(
      SourceSeries series,
      String name,
      String description,
      String source,
      ToDoubleFunction<SourceSeries> value) {
    Gauge.builder(name, series, value)
        .description(description)
        .tags("source", source)
        .strongReference(true)
        .register(registry);
  }

  private Counter polls(String source, String result) {
    return Counter.builder("autohelm.source.polls")
        .description("Polls of a source")
        .tags("source", source, "result", result)
        .register(registry);
  }
}
