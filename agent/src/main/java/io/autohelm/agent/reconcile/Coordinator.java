package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.WorkQueue.Urgency;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.health.Health;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what all sources desire and sees to it that each release is reconciled: one at a time for a
 * release, several releases at once, dependencies first, and none hindered by another's failure.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  private final Reconciler reconciler;
  private final Leftovers leftovers;
  private final Agenda agenda;
  private final Reports reports;
  private final Workers workers;
  private final OrderBook book;

  private final Rules rules;
  private final Clock clock;

  private final Supersession supersession = new Supersession();
  private final Circles circles = new Circles();

  private final Set<String> sources;

  private final Map<String, Snapshot> snapshots = new TreeMap<>();

  /** Sources whose newest state was not compared yet with the records in the cluster. */
  private final Set<String> unswept = new TreeSet<>();

  /** What people said by commands. */
  private Orders orders = Orders.NONE;

  private final Map<ReleaseId, Slot> slots = new HashMap<>();
  private final Waits waits;
  private final Departures departures;

  /**
   * @param sources the names of all sources that there are: what was installed by an earlier
   *     process is uninstalled only when each of them was read, for it may have moved
   * @param concurrency how many releases are acted on at once
   */
  public Coordinator(
      Reconciler reconciler,
      ReleaseStore store,
      Agenda agenda,
      Reports reports,
      Collection<String> sources,
      Rules rules,
      OrderBook book,
      HealthBoard health,
      int concurrency,
      Clock clock) {
    this.sources = Set.copyOf(sources);
    this.rules = rules;
    this.clock = clock;
    this.reconciler = reconciler;
    this.leftovers = new Leftovers(store);
    this.agenda = agenda;
    this.reports = reports;
    this.book = book;
    this.waits = new Waits(slots, health);
    this.departures = new Departures(slots, rules, book, clock);
    this.workers = new Workers(concurrency, this::run, reconciler.begun(reports));
  }

  /**
   * Takes the new state of a source: changed and new releases are reconciled, and those that left
   * it are uninstalled unless the state has problems, for then nobody knows what was meant.
   *
   * @return problems that show only beside other sources
   */
  public synchronized List<Problem> accept(Snapshot snapshot) {
    take(circles.opened(snapshot, snapshots.values()));
    circles.mended(snapshot.source(), snapshots.values()).forEach(this::take);
    return beside(snapshot.source());
  }

  /** What is refused of a source because of releases of others, as it is now. */
  public synchronized List<Problem> beside(String source) {
    List<Problem> problems = new ArrayList<>(circles.problems(source));
    Snapshot snapshot = snapshots.get(source);
    for (DesiredRelease release :
        snapshot == null ? List.<DesiredRelease>of() : snapshot.declared().releases()) {
      Slot slot = slots.get(release.id());
      if (slot != null && slot.isOfAnother(source)) {
        String why = "release " + release.id() + " is declared by source " + slot.source();
        problems.add(
            new Problem(release.file(), release.line(), "metadata.name", why + " already"));
      }
    }
    return problems;
  }

  /** Takes what was declared before this began, so that what left is known; the newest last. */
  public synchronized void remember(Collection<DesiredRelease> past) {
    leftovers.remember(past);
  }

  private void take(Snapshot snapshot) {
    Snapshot before = snapshots.put(snapshot.source(), snapshot);
    Declared declared =
        before == null
            ? snapshot.declared()
            : snapshot.declared().keepingWhatBroke(before.declared());
    Snapshot effective = snapshot.with(declared);
    snapshots.put(snapshot.source(), effective);
    Set<ReleaseId> read = snapshot.declared().ids();
    Set<ReleaseId> desired = new HashSet<>();
    for (DesiredRelease release : declared.releases()) {
      Slot slot = slots.computeIfAbsent(release.id(), id -> new Slot());
      if (slot.isOfAnother(snapshot.source())) {
        continue; // it is told as a problem
      }
      desired.add(release.id());
      // One from a file that is broken now keeps the state that it was last read from whole.
      Snapshot from =
          read.contains(release.id()) || slot.snapshot == null ? effective : slot.snapshot;
      desire(slot, release, from);
    }
    if (snapshot.declared().problems().isEmpty()) {
      removeLeft(snapshot.source(), desired);
      depart(snapshot.source());
      unswept.add(snapshot.source());
    } else {
      unswept.remove(snapshot.source());
    }
    sweep();
  }

  private void desire(Slot slot, DesiredRelease release, Snapshot from) {
    DesiredRelease known = slot.desired;
    slot.snapshot = from;
    slot.desired = release;
    slot.removeFor = "";
    slot.mayGo = false;
    // Deployed is the state before this one; whoever depends on the release waits for the new one.
    slot.isDeployed = false;
    if (known == null || !known.rhythm().equals(release.rhythm())) {
      agenda.every(release.id(), release.rhythm());
    }
    supersession.compare(release, from);
    want(release.id(), slot, release.equals(known) ? Urgency.COMMITTED : Urgency.CHANGED);
  }

  /** Removes what a source declared until now, unless another source declares it. */
  private void removeLeft(String source, Set<ReleaseId> desired) {
    Map<ReleaseId, Slot> left = new HashMap<>();
    slots.forEach(
        (id, slot) -> {
          if (slot.snapshot != null
              && slot.snapshot.source().equals(source)
              && !desired.contains(id)) {
            left.put(id, slot);
          }
        });
    left.forEach(
        (id, slot) -> {
          if (!handedOver(id, slot, source)) {
            slot.removeFor = source;
            supersession.left(id, source);
          }
        });
  }

  /** Lets go what left a source, as far as it may. */
  private void depart(String source) {
    Snapshot snapshot = snapshots.get(source);
    Set<String> emptySets = snapshot == null ? Set.of() : snapshot.declared().emptySets();
    wake(departures.judge(source, given(source), emptySets));
  }

  /** Tells whether somebody agreed to what bears a digest: in the source itself, or by command. */
  private Predicate<String> given(String source) {
    Snapshot snapshot = snapshots.get(source);
    Set<String> declared = snapshot == null ? Set.of() : snapshot.declared().consents();
    Orders now = orders;
    return digest -> declared.contains(digest) || now.consentsTo(digest);
  }

  /** Two sources declared the release; the one that it came from lets it go to the other. */
  private boolean handedOver(ReleaseId id, Slot slot, String source) {
    for (Snapshot other : snapshots.values()) {
      if (!other.source().equals(source)) {
        for (DesiredRelease release : other.declared().releases()) {
          if (release.id().equals(id)) {
            desire(slot, release, other);
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Removes what an earlier process installed for a source that does not declare it any more. Does
   * nothing until all sources were read, and again nothing once that is done.
   */
  public synchronized void sweep() {
    if (unswept.isEmpty() || !snapshots.keySet().containsAll(sources)) {
      return;
    }
    try {
      leftovers.of(unswept).forEach(slots::putIfAbsent);
      unswept.forEach(this::depart);
      unswept.clear();
    } catch (ClusterException | ReleaseException e) {
      LOG.warn(
          "which releases left sources {} cannot be asked of the cluster now: {}",
          unswept,
          e.getMessage());
    }
  }

  /** Looks at a release soon; nothing happens for one that nobody desires. */
  public synchronized void check(ReleaseId id) {
    Slot slot = slots.get(id);
    if (slot != null) {
      want(id, slot, Urgency.ROUTINE);
    }
  }

  /** Looks at some objects of a release soon: somebody may have changed them. */
  public synchronized void touched(ReleaseId id, Set<KubeObject.Id> objects) {
    Slot slot = slots.get(id);
    if (slot != null) {
      slot.touched.addAll(objects);
      workers.add(id, slot.source(), Urgency.CHANGED);
    }
  }

  /** Looks at a release at once because a person wants it; what failed is tried again. */
  public synchronized void sync(ReleaseId id, String by) {
    Slot slot = slots.get(id);
    if (slot != null) {
      slot.askedBy = by;
      want(id, slot, Urgency.ASKED);
    }
  }

  /**
   * Keeps what a person says, and acts on it; it holds until it is withdrawn, across restarts.
   *
   * @throws ClusterException when it cannot be kept
   */
  public void order(Order order) {
    if (order.kind() == Order.Kind.SYNC || order.kind() == Order.Kind.SYNC_SOURCE) {
      request(order);
    } else {
      book.write(List.of(order));
    }
  }

  private synchronized void request(Order order) {
    if (order.kind() == Order.Kind.SYNC) {
      sync(ReleaseId.parse(order.subject()), order.by());
    } else {
      agenda.poll(order.subject());
      slots.forEach(
          (id, slot) -> {
            if (slot.source().equals(order.subject())) {
              want(id, slot, Urgency.COMMITTED);
            }
          });
    }
  }

  /**
   * Takes back what a person said, for example to resume a suspended release.
   *
   * @throws ClusterException when it cannot be kept
   */
  public void withdraw(Order.Kind kind, String subject) {
    book.withdraw(kind, subject);
  }

  /** Takes what people have said in all; whom it concerns is looked at. */
  public void heard(Orders now) {
    Orders before;
    synchronized (this) {
      before = orders;
      orders = now;
      slots.forEach(
          (id, slot) -> {
            if (now.concern(id, slot.source(), before)) {
              want(id, slot, Urgency.CHANGED);
            }
          });
      if (now.differsInConsents(before)) {
        snapshots.keySet().forEach(this::depart);
        wake(waits.asking());
      }
      now.requests().forEach(this::request);
    }
    now.suspensions(before, sources, clock.instant()).forEach(reports::tell);
    now.requests().forEach(order -> book.withdraw(order.kind(), order.subject()));
  }

  /** How many releases wait to be looked at. */
  public int waiting() {
    return workers.waiting();
  }

  private void want(ReleaseId id, Slot slot, Urgency urgency) {
    slot.isWhole = true;
    workers.add(id, slot.source(), urgency);
  }

  private void run(ReleaseId id) {
    try {
      if (!removed(id)) {
        synced(id);
      }
    } catch (RuntimeException | Error e) {
      // An error too must not take the release out of the round for good.
      LOG.error("release {}: unexpected failure", id, e);
      agenda.once(id, Decider.pause(1));
      Snapshot snapshot = snapshot(id);
      if (snapshot != null) {
        reports.tell(reconciler.unexpected(id, snapshot.source(), snapshot.commit(), e));
      }
    } finally {
      supersession.ended(id);
    }
  }

  private synchronized @Nullable Snapshot snapshot(ReleaseId id) {
    Slot slot = slots.get(id);
    return slot == null ? null : slot.snapshot;
  }

  private boolean removed(ReleaseId id) {
    Removal removal;
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null || slot.removeFor.isEmpty()) {
        return slot == null;
      }
      if (waits.isNeeded(id)) {
        // Whoever depends on it is on its way out too and goes first.
        agenda.once(id, Duration.ofSeconds(1));
        return true;
      }
      Order suspension = orders.suspension(id, slot.removeFor);
      removal = departures.removal(id, slot, suspension, given(slot.removeFor));
      slot.askedBy = "";
    }
    departures.note(removal.consented());
    Report report = reconciler.removals().remove(removal);
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot != null && report instanceof Report.ReleaseRemoved removed) {
        if (removed.error() != null) {
          slot.setbacks = slot.setbacks.failed(Departure.class);
          agenda.once(id, Revisit.after(removed.failure(), slot.setbacks));
        } else if (!slot.removeFor.isEmpty()) {
          slots.remove(id);
          agenda.forget(id);
        }
      } else if (removal.carriedOn() != null) {
        agenda.once(id, Decider.pause(1));
      } else if (removal.decision().until() != null) {
        agenda.once(id, Duration.between(clock.instant(), removal.decision().until()));
      }
    }
    reports.tell(report);
    return true;
  }

  private void synced(ReleaseId id) {
    DesiredRelease desired;
    Snapshot snapshot;
    List<String> notReady;
    Instant since;
    Scope scope;
    Clearance clearance;
    Consents consents;
    Attempt attempt = new Attempt(reports);
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null || slot.desired == null || slot.snapshot == null) {
        return;
      }
      supersession.begun(id, attempt);
      desired = slot.desired;
      snapshot = slot.snapshot;
      clearance =
          new Clearance(
              orders.suspension(id, snapshot.source()),
              rules.windows(id, snapshot.source(), desired),
              slot.askedBy,
              orders.find(Order.Kind.ROLLBACK, id.toString()).orElse(null));
      slot.askedBy = "";
      consents = rules.consents(snapshot.source(), desired, given(snapshot.source()));
      since = slot.driftSince;
      scope = new Scope(slot.isWhole ? Set.of() : slot.touched, slot.standing, slot.shownUntil);
      slot.isWhole = false;
      slot.touched.clear();
      notReady = waits.of(desired, snapshot.source());
    }
    Report.ReleaseSynced report =
        reconciler.reconcile(
            new Round(
                desired,
                snapshot.source(),
                snapshot.commit(),
                snapshot.charts(),
                notReady,
                since,
                scope,
                clearance,
                consents),
            attempt);
    List<ReleaseId> dependents = new ArrayList<>();
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null) {
        return;
      }
      boolean wasDeployed = slot.isDeployed;
      slot.learn(report, desired, snapshot, attempt);
      Revisit.after(report, desired, slot.setbacks, clock.instant())
          .ifPresent(delay -> agenda.once(id, delay));
      if (slot.isDeployed && !wasDeployed) {
        dependents.addAll(waits.waiting(id));
      }
    }
    reports.tell(report);
    wake(dependents);
    if (clearance.rollback() != null && report.isBroughtBack()) {
      book.withdraw(Order.Kind.ROLLBACK, id.toString());
    }
  }

  /** Where a release is ready again, those that wait for it are looked at. */
  public synchronized void told(Report.HealthChanged changed) {
    if (changed.health().level() != Health.Level.READY) {
      return;
    }
    wake(waits.undeployed(changed.id()));
  }

  private synchronized void wake(Collection<ReleaseId> all) {
    for (ReleaseId id : all) {
      Slot slot = slots.get(id);
      if (slot != null) {
        want(id, slot, Urgency.CHANGED);
      }
    }
  }

  /** Ends what only waits and begins nothing more: somebody else goes on with it. */
  public void abandon(String why) {
    workers.stop();
    supersession.abandon(why);
  }

  /** Takes no more work and waits for the actions that run to come to their end. */
  @Override
  public void close() {
    workers.close();
    supersession.close();
  }
}
