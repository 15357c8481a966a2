package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.HealthBoard;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.kube.HealthProbe;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the objects of releases do, as long as they are there. Asks for an object only when a watch
 * has seen it change, or while it is not ready.
 */
public final class HealthWatch implements Onlooker, HealthBoard, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

  private final HealthProbe probe;
  private final Reports reports;
  private final Clock clock;
  private final ScheduledExecutorService timer;

  /** One thread, so that what is told is told in order. */
  private final ScheduledExecutorService teller;

  private final Map<ReleaseId, Map<KubeObject.Id, Watched>> releases = new HashMap<>();
  private final Map<KubeObject.Id, Watched> objects = new HashMap<>();
  private final Map<ReleaseId, Report.HealthChanged> told = new HashMap<>();

  /** What was got of objects that nobody has put on the list yet, the oldest of it forgotten. */
  private final Map<KubeObject.Id, HealthProbe.Finding> early =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KubeObject.Id, HealthProbe.Finding> eldest) {
          return size() > 5000;
        }
      };

  private static final class Watched {
    final ReleaseId release;
    final KubeObject object;
    final ObjectPulse pulse;

    /** For which look a task waits already; null for none. */
    @Nullable Instant timed;

    Watched(ReleaseId release, KubeObject object) {
      this.release = release;
      this.object = object;
      this.pulse = new ObjectPulse(object);
    }
  }

  public HealthWatch(HealthProbe probe, Reports reports, Clock clock) {
    this.probe = probe;
    this.reports = reports;
    this.clock = clock;
    this.timer = Executors.newScheduledThreadPool(2, HealthWatch::thread);
    this.teller = Executors.newSingleThreadScheduledExecutor(HealthWatch::thread);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "health-watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Somebody has just got an object from the server, whole. */
  public void found(KubeObject live) {
    HealthProbe.Finding finding = probe.of(live);
    synchronized (this) {
      Watched watched = objects.get(live.id());
      if (watched == null) {
        early.put(live.id(), finding);
        return;
      }
      watched.pulse.found(finding, clock.instant());
      time(watched);
      tell(watched.release);
    }
  }

  @Override
  public synchronized void put(ReleaseId id, List<KubeObject> now) {
    Map<KubeObject.Id, Watched> known = releases.computeIfAbsent(id, key -> new HashMap<>());
    Set<KubeObject.Id> ids = new HashSet<>();
    now.forEach(object -> ids.add(object.id()));
    for (KubeObject.Id left : Set.copyOf(known.keySet())) {
      if (!ids.contains(left)) {
        known.remove(left);
        objects.remove(left);
      }
    }
    Instant time = clock.instant();
    for (KubeObject object : now) {
      Watched watched = known.get(object.id());
      if (watched == null) {
        watched = new Watched(id, object);
        known.put(object.id(), watched);
        objects.put(object.id(), watched);
        HealthProbe.Finding finding = early.remove(object.id());
        if (finding != null) {
          watched.pulse.found(finding, time);
        }
        watched.pulse.begin(time);
        time(watched);
      }
    }
    tell(id);
  }

  @Override
  public synchronized void remove(ReleaseId id) {
    Map<KubeObject.Id, Watched> known = releases.remove(id);
    if (known != null) {
      known.keySet().forEach(objects::remove);
      told.remove(id);
    }
  }

  @Override
  public synchronized void seen(KubeObject metadata) {
    Watched watched = objects.get(metadata.id());
    if (watched != null) {
      watched.pulse.seen(
          String.valueOf(metadata.metadata().get("resourceVersion")), clock.instant());
      time(watched);
      tell(watched.release);
    }
  }

  @Override
  public synchronized void gone(KubeObject.Id id) {
    Watched watched = objects.get(id);
    if (watched != null) {
      watched.pulse.gone(clock.instant());
      time(watched);
    }
  }

  /** Sees to it that a task waits for the next look at the object. */
  private void time(Watched watched) {
    Instant due = watched.pulse.due().orElse(null);
    if (due == null || (watched.timed != null && !watched.timed.isAfter(due))) {
      return;
    }
    watched.timed = due;
    submit(
        timer,
        () -> look(watched, due),
        Math.max(0, Duration.between(clock.instant(), due).toMillis()));
  }

  private void look(Watched watched, Instant due) {
    synchronized (this) {
      if (!due.equals(watched.timed)) {
        return; // an earlier look has taken its place
      }
      watched.timed = null;
      Instant wanted = watched.pulse.due().orElse(null);
      if (wanted == null || objects.get(watched.object.id()) != watched) {
        return;
      }
    }
    HealthProbe.Finding finding = null;
    String failure = "";
    try {
      finding = probe.look(watched.object);
    } catch (ClusterException e) {
      failure = String.valueOf(e.getMessage());
    }
    synchronized (this) {
      if (finding == null) {
        watched.pulse.failed(failure, clock.instant());
      } else {
        watched.pulse.looked(finding, clock.instant());
      }
      time(watched);
      tell(watched.release);
    }
  }

  /** Tells what has changed, in a thread that holds no lock. */
  private void tell(ReleaseId id) {
    Map<KubeObject.Id, Watched> known = releases.get(id);
    if (known == null || known.values().stream().anyMatch(one -> one.pulse.health().isEmpty())) {
      return; // as long as something is not known, nobody can say how the release does
    }
    List<Report.ObjectHealth> all = new ArrayList<>();
    List<Health> named = new ArrayList<>();
    known.forEach(
        (object, watched) -> {
          Health health = watched.pulse.health().orElseThrow();
          all.add(new Report.ObjectHealth(object, health));
          named.add(health.of(object));
        });
    all.sort(Comparator.comparing(one -> one.id().toString()));
    Report.HealthChanged before = told.get(id);
    Health worst = Health.worst(named);
    if (before != null && Objects.equals(before.health(), worst) && before.objects().equals(all)) {
      return;
    }
    Report.HealthChanged report =
        new Report.HealthChanged(
            id, worst, before == null ? null : before.health().level(), all, clock.instant());
    told.put(id, report);
    submit(teller, () -> reports.tell(report), 0);
  }

  private static void submit(ScheduledExecutorService by, Runnable task, long millis) {
    try {
      var unused =
          by.schedule(
              () -> {
                try {
                  task.run();
                } catch (RuntimeException e) {
                  LOG.error("how an object does may be told late", e);
                }
              },
              millis,
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The agent is ending: there is nobody to tell any more.
    }
  }

  @Override
  public synchronized Optional<Health> of(ReleaseId id) {
    return Optional.ofNullable(told.get(id)).map(Report.HealthChanged::health);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    teller.shutdownNow();
  }
}
