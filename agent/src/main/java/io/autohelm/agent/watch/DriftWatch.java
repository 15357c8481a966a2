package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.reconcile.Watchlist;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the kinds that releases contain and has objects looked at whose metadata say that
 * somebody may have changed them. It holds no truth: what it misses, the next regular check finds.
 */
public final class DriftWatch implements Watchlist, KindWatch.Sight, AutoCloseable {
  /** Has objects of a release looked at. */
  public interface Look {
    void at(ReleaseId id, Set<KubeObject.Id> objects);
  }

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

  private record Kind(String group, String kind) {}

  private final ObjectWatches watches;
  private final Footprints footprints;
  private final Look look;
  private final Reports reports;
  private final Clock clock;
  private final ScheduledExecutorService timer;

  private final Map<ReleaseId, Watched> releases = new HashMap<>();
  private final Map<KubeObject.Id, ReleaseId> owners = new HashMap<>();
  private final Map<Kind, KindWatch> kinds = new HashMap<>();
  private final Map<String, Report.Watching> told = new HashMap<>();
  private boolean isClosed;

  /** A release whose objects shall be as they are. */
  private static final class Watched {
    final Set<KubeObject.Id> objects = new HashSet<>();
    final Set<KubeObject.Id> touched = new LinkedHashSet<>();
    final Calm calm = new Calm();
    boolean isAwaited;
  }

  /**
   * @param look called by a thread of this watch; must be quick
   */
  public DriftWatch(
      ObjectWatches watches, Footprints footprints, Look look, Reports reports, Clock clock) {
    this.watches = watches;
    this.footprints = footprints;
    this.look = look;
    this.reports = reports;
    this.clock = clock;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "drift-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public synchronized void put(ReleaseId id, List<KubeObject> objects) {
    if (isClosed) {
      return;
    }
    Watched watched = releases.computeIfAbsent(id, key -> new Watched());
    Set<KubeObject.Id> now = new HashSet<>();
    Map<Kind, String> versions = new HashMap<>();
    for (KubeObject object : objects) {
      now.add(object.id());
      versions.put(new Kind(object.group(), object.kind()), object.apiVersion());
    }
    boolean isChanged = !now.equals(watched.objects);
    if (isChanged) {
      watched.objects.stream().filter(object -> !now.contains(object)).forEach(this::forget);
      watched.objects.clear();
      watched.objects.addAll(now);
      now.forEach(object -> owners.put(object, id));
      tidy(versions);
    }
    now.forEach(this::weigh);
  }

  @Override
  public synchronized void remove(ReleaseId id) {
    Watched watched = releases.remove(id);
    if (watched != null && !isClosed) {
      watched.objects.forEach(this::forget);
      tidy(Map.of());
    }
  }

  private void forget(KubeObject.Id object) {
    owners.remove(object);
    footprints.forget(object);
  }

  /**
   * Opens the watches that are needed and ends those that are not.
   *
   * @param versions of the kinds that may be new
   */
  private void tidy(Map<Kind, String> versions) {
    Map<Kind, Set<String>> needed = new HashMap<>();
    owners
        .keySet()
        .forEach(
            object ->
                needed
                    .computeIfAbsent(
                        new Kind(object.group(), object.kind()), kind -> new HashSet<>())
                    .add(object.namespace()));
    for (Kind kind : Set.copyOf(kinds.keySet())) {
      if (!needed.containsKey(kind)) {
        KindWatch ended = kinds.remove(kind);
        if (ended != null) {
          ended.close();
          tell(ended);
        }
      }
    }
    needed.forEach(
        (kind, namespaces) -> {
          KindWatch watch = kinds.get(kind);
          String version = versions.get(kind);
          if (watch == null && version != null) {
            watch = new KindWatch(watches, version, kind.kind(), this, this::tell);
            kinds.put(kind, watch);
          }
          if (watch != null) {
            watch.watch(namespaces);
          }
        });
  }

  /** Tells how it stands with a kind, in a thread that holds no lock of a watch. */
  private void tell(KindWatch watch) {
    submit(
        () -> {
          if (watch.isOpening()) {
            return;
          }
          Report.Watching state =
              isCurrent(watch)
                  ? watch.isUp() ? Report.Watching.UP : Report.Watching.DOWN
                  : Report.Watching.ENDED;
          Report.Watching before =
              state == Report.Watching.ENDED
                  ? told.remove(watch.name())
                  : told.put(watch.name(), state);
          boolean isNews = state == Report.Watching.ENDED ? before != null : state != before;
          if (isNews) {
            String reason = state == Report.Watching.DOWN ? watch.reason() : "";
            reports.tell(new Report.WatchChanged(watch.name(), state, reason, clock.instant()));
          }
        },
        0);
  }

  private synchronized boolean isCurrent(KindWatch watch) {
    return kinds.containsValue(watch);
  }

  private void submit(Runnable task, long millis) {
    try {
      var unused =
          timer.schedule(
              () -> {
                try {
                  task.run();
                } catch (RuntimeException e) {
                  LOG.error("a change may have gone unnoticed", e);
                }
              },
              millis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The agent is ending: there is nobody to tell any more.
    }
  }

  @Override
  public void listed(String group, String kind, String namespace, List<KubeObject> objects) {
    Set<KubeObject.Id> there = new HashSet<>();
    for (KubeObject object : objects) {
      there.add(object.id());
      changed(object);
    }
    synchronized (this) {
      for (KubeObject.Id id : owners.keySet()) {
        boolean isCovered =
            id.group().equals(group)
                && id.kind().equals(kind)
                && (namespace.isEmpty() || id.namespace().equals(namespace));
        if (isCovered && !there.contains(id) && footprints.gone(id)) {
          weigh(id);
        }
      }
    }
  }

  @Override
  public void changed(KubeObject object) {
    if (footprints.seen(object)) {
      weighed(object.id());
    }
  }

  @Override
  public void gone(KubeObject object) {
    if (footprints.gone(object.id())) {
      weighed(object.id());
    }
  }

  private synchronized void weighed(KubeObject.Id id) {
    weigh(id);
  }

  /** Has an object looked at in a moment if what was seen of it still does not fit by then. */
  private void weigh(KubeObject.Id object) {
    ReleaseId id = owners.get(object);
    Watched watched = id == null ? null : releases.get(id);
    if (id == null || watched == null || isClosed || !footprints.isNews(object)) {
      return;
    }
    watched.touched.add(object);
    if (!watched.isAwaited) {
      watched.isAwaited = true;
      submit(() -> look(id), watched.calm.pause(clock.instant()).toMillis());
    }
  }

  private void look(ReleaseId id) {
    Set<KubeObject.Id> touched = new HashSet<>();
    synchronized (this) {
      Watched watched = releases.get(id);
      if (watched == null) {
        return;
      }
      watched.isAwaited = false;
      watched.touched.stream().filter(footprints::isNews).forEach(touched::add);
      watched.touched.clear();
      if (!touched.isEmpty()) {
        watched.calm.looked(clock.instant());
        touched.forEach(footprints::judge);
      }
    }
    if (!touched.isEmpty()) {
      look.at(id, touched);
    }
  }

  /** Ends all watches; what is looked at now is not waited for. */
  @Override
  public synchronized void close() {
    isClosed = true;
    timer.shutdownNow();
    kinds.values().forEach(KindWatch::close);
    kinds.clear();
  }
}
