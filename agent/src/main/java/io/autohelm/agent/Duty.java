package io.autohelm.agent;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.agent.drift.NotingCluster;
import io.autohelm.agent.notify.EventTeller;
import io.autohelm.agent.reconcile.Agenda;
import io.autohelm.agent.reconcile.Coordinator;
import io.autohelm.agent.reconcile.PatientCluster;
import io.autohelm.agent.reconcile.Reconciler;
import io.autohelm.agent.reconcile.Report;
import io.autohelm.agent.reconcile.Reports;
import io.autohelm.agent.schedule.Rhythm;
import io.autohelm.agent.schedule.Timetable;
import io.autohelm.agent.watch.DriftWatch;
import io.autohelm.agent.watch.HealthWatch;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.kube.ObjectWatches;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Renderer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent does while it leads: everything that looks at releases and acts on them. It is made
 * anew each time, so that who takes over from another decides as one who has just been started: by
 * what records, orders and Git say.
 */
final class Duty implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Checks only line up for a worker; sweeps may take their time. */
  private static final int THREADS = 3;

  /**
   * What the agent has whether it leads or not.
   *
   * @param actor written into pending revisions; an agent that begins takes over what bears it
   * @param poll asks a source's repository soon
   * @param shown is told everything
   */
  record Means(
      Settings settings,
      KubeConnection connection,
      String actor,
      ReleaseStore store,
      ReleaseLocks locks,
      Renderer renderer,
      StateBook book,
      ValuesObjects values,
      Consumer<String> poll,
      Reports shown,
      Clock clock) {}

  private final Timetable timetable;
  private final DriftWatch watch;
  private final HealthWatch health;
  private final EventTeller events;
  private final ObjectWatches.Watch orders;
  private final Coordinator coordinator;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Duty(
      Timetable timetable,
      DriftWatch watch,
      HealthWatch health,
      EventTeller events,
      ObjectWatches.Watch orders,
      Coordinator coordinator) {
    this.timetable = timetable;
    this.watch = watch;
    this.health = health;
    this.events = events;
    this.orders = orders;
    this.coordinator = coordinator;
  }

  /** Begins; nothing is done until the coordinator is told what is desired. */
  static Duty begin(Means means) {
    Settings settings = means.settings();
    KubeConnection connection = means.connection();
    Clock clock = means.clock();
    // The watches and the agenda call the coordinator, and the coordinator needs them.
    AtomicReference<Coordinator> target = new AtomicReference<>();
    EventTeller events =
        new EventTeller(new EventPost(connection.cluster(), clock), clock, new SecureRandom());
    Reports reports =
        report -> {
          if (report instanceof Report.ReleaseRemoved removed && removed.error() == null) {
            means.values().forget(removed.id());
          }
          means.shown().tell(report);
          events.tell(report);
          Coordinator coordinator = target.get();
          if (coordinator != null && report instanceof Report.HealthChanged changed) {
            coordinator.told(changed);
          }
        };
    Footprints footprints = new Footprints();
    Cluster cluster = new NotingCluster(new PatientCluster(connection.cluster()), footprints);
    HealthWatch health = new HealthWatch(connection.probe(), reports, clock);
    DriftWatch watch =
        new DriftWatch(
            connection.watches(),
            footprints,
            (id, objects) -> {
              Coordinator coordinator = target.get();
              if (coordinator != null) {
                coordinator.touched(id, objects);
              }
            },
            reports,
            clock,
            health);
    Timetable timetable = new Timetable(THREADS, clock, new SecureRandom());
    Coordinator coordinator =
        new Coordinator(
            new Reconciler(
                new Actions(
                    cluster,
                    means.store(),
                    means.renderer(),
                    connection.lookup(),
                    clock,
                    means.actor()),
                means.locks(),
                means.store(),
                cluster,
                new DriftCheck(new OverheardCluster(cluster, health::found), footprints),
                watch,
                clock),
            means.store(),
            new TimetableAgenda(timetable, target, means.poll()),
            reports,
            settings.sources().stream().map(Settings.Source::name).toList(),
            settings.rules(),
            means.book(),
            health,
            settings.concurrency(),
            clock);
    target.set(coordinator);
    ObjectWatches.Watch orders = means.book().tell(coordinator);
    timetable.every("sweep locks", SOON, Duration.ofMinutes(10), () -> sweep(means.locks()));
    timetable.every(
        "sweep records", Duration.ofMinutes(1), Duration.ofHours(6), () -> sweep(means.store()));
    timetable.start();
    return new Duty(timetable, watch, health, events, orders, coordinator);
  }

  /** Nobody takes the lock of a release that is gone: what its dead writer left is removed. */
  private static void sweep(ReleaseLocks locks) {
    try {
      int removed = locks.sweep("");
      LOG.debug("{} locks of dead writers were removed", removed);
    } catch (ClusterException e) {
      LOG.debug("what dead writers left is not swept now: {}", e.getMessage());
    }
  }

  /** What is left behind takes room, nothing else: that it cannot be removed is no failure. */
  private static void sweep(ReleaseStore store) {
    try {
      int removed = store.sweep("");
      if (removed > 0) {
        LOG.info("{} parts of release records that Helm deleted were removed", removed);
      }
    } catch (ClusterException | ReleaseException e) {
      LOG.debug("what dead writers left is not swept now: {}", e.getMessage());
    }
  }

  private record TimetableAgenda(
      Timetable timetable, AtomicReference<Coordinator> target, Consumer<String> polls)
      implements Agenda {
    private static String task(ReleaseId id) {
      return "check " + id;
    }

    @Override
    public void every(ReleaseId id, Rhythm rhythm) {
      timetable.follow(task(id), rhythm.interval(), rhythm, () -> check(id));
    }

    /** What left its source before this process began has no rhythm, but is tried again. */
    @Override
    public void once(ReleaseId id, Duration delay) {
      timetable.once(task(id), delay, () -> check(id));
    }

    private void check(ReleaseId id) {
      Coordinator coordinator = target.get();
      if (coordinator != null) {
        coordinator.check(id);
      }
    }

    @Override
    public void forget(ReleaseId id) {
      timetable.forget(task(id));
    }

    @Override
    public void poll(String source) {
      polls.accept(source);
    }
  }

  Coordinator coordinator() {
    return coordinator;
  }

  /** Ends what only waits: nothing may be changed any more, and somebody else goes on with it. */
  void abandon(String why) {
    coordinator.abandon(why);
  }

  /** Begins nothing more, lets running actions come to their end, then goes. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    timetable.close();
    watch.close();
    health.close();
    orders.close();
    coordinator.close();
    events.close();
  }
}
