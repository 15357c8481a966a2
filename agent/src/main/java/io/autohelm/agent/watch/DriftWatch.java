package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.reconcile.Watchlist;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  /** However sure the watches are, every object is compared once in a while. */
  private static final Duration WHOLE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

  private record Kind(String group, String kind) {}

  private final ObjectWatches watches;
  private final Footprints footprints;
  private final Look look;
  private final Reports reports;
  private final Clock clock;
  private final Onlooker onlooker;
  private final ScheduledExecutorService timer;

  private final Map<ReleaseId, Watched> releases = new HashMap<>();
  private final Map<KubeObject.Id, ReleaseId> owners = new HashMap<>();
  private final Strays strays = new Strays();
  private final Set<KubeObject.Id> strayNews = new HashSet<>();
  private final Map<Kind, KindWatch> kinds = new HashMap<>();
  private final Map<String, Report.Watching> told = new HashMap<>();
  private boolean isClosed;

  /** A release whose objects shall be as they are. */
  private static final class Watched {
    final Set<KubeObject.Id> objects = new HashSet<>();
    final Set<KubeObject.Id> touched = new LinkedHashSet<>();
    final Calm calm = new Calm();
    boolean isAwaited;

    /** From when on a regular check looks at every object again. */
    Instant whole = Instant.MIN;

    /** Whether anybody cares how the objects are. */
    boolean isKept;
  }

  /**
   * @param look called by a thread of this watch; must be quick
   * @param onlooker is told what the watches see, for purposes of its own
   */
  public DriftWatch(
      ObjectWatches watches,
      Footprints footprints,
      Look look,
      Reports reports,
      Clock clock,
      Onlooker onlooker) {
    this.onlooker = onlooker;
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
    put(id, objects, true);
  }

  @Override
  public synchronized void accompany(ReleaseId id, List<KubeObject> objects) {
    put(id, objects, false);
  }

  private void put(ReleaseId id, List<KubeObject> objects, boolean isKept) {
    if (isClosed) {
      return;
    }
    onlooker.put(id, objects);
    Watched watched = releases.computeIfAbsent(id, key -> new Watched());
    watched.isKept = isKept;
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
    onlooker.remove(id);
    Watched watched = releases.remove(id);
    if (watched != null && !isClosed) {
      watched.objects.forEach(this::forget);
      tidy(Map.of());
    }
  }

  @Override
  public synchronized Set<KubeObject.Id> extras(ReleaseId id, List<KubeObject> objects) {
    return strays.of(id, objects);
  }

  @Override
  public synchronized Set<KubeObject.Id> unchanged(ReleaseId id, List<KubeObject> objects) {
    Watched watched = releases.get(id);
    Instant now = clock.instant();
    if (watched == null || isClosed) {
      return Set.of();
    }
    if (!now.isBefore(watched.whole)) {
      watched.whole = now.plus(WHOLE);
      return Set.of();
    }
    Set<KubeObject.Id> unchanged = new HashSet<>();
    for (KubeObject object : objects) {
      KindWatch watch = kinds.get(new Kind(object.group(), object.kind()));
      if (watch != null && watch.isUp() && footprints.isStillAsDeclared(object.id())) {
        unchanged.add(object.id());
      }
    }
    return unchanged;
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
        if (isCovered && !there.contains(id)) {
          onlooker.gone(id);
          if (footprints.gone(id)) {
            weigh(id);
          }
        }
      }
      for (KubeObject.Id id : strays.ofKind(group, kind)) {
        if (!there.contains(id) && (namespace.isEmpty() || id.namespace().equals(namespace))) {
          strays.gone(id).ifPresent(release -> strayed(release, id));
        }
      }
    }
  }

  @Override
  public void changed(KubeObject object) {
    onlooker.seen(object);
    if (footprints.seen(object)) {
      weighed(object.id());
    } else {
      straying(object);
    }
  }

  private synchronized void straying(KubeObject object) {
    if (!owners.containsKey(object.id())) {
      strays.seen(object).ifPresent(release -> strayed(release, object.id()));
    }
  }

  /** What a release has too much is as worth a look as what it lacks. */
  private void strayed(ReleaseId id, KubeObject.Id object) {
    Watched watched = releases.get(id);
    if (watched != null && watched.isKept) {
      strayNews.add(object);
      touch(id, watched, object);
    }
  }

  @Override
  public void gone(KubeObject object) {
    onlooker.gone(object.id());
    if (footprints.gone(object.id())) {
      weighed(object.id());
    }
    synchronized (this) {
      strays.gone(object.id()).ifPresent(release -> strayed(release, object.id()));
    }
  }

  private synchronized void weighed(KubeObject.Id id) {
    weigh(id);
  }

  /** Has an object looked at in a moment if what was seen of it still does not fit by then. */
  private void weigh(KubeObject.Id object) {
    ReleaseId id = owners.get(object);
    Watched watched = id == null ? null : releases.get(id);
    if (id == null
        || watched == null
        || !watched.isKept
        || isClosed
        || !footprints.isNews(object)) {
      return;
    }
    touch(id, watched, object);
  }

  private void touch(ReleaseId id, Watched watched, KubeObject.Id object) {
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
      for (KubeObject.Id object : watched.touched) {
        boolean isStray = strayNews.remove(object) && !owners.containsKey(object);
        if (isStray || footprints.isNews(object)) {
          touched.add(object);
        }
      }
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
