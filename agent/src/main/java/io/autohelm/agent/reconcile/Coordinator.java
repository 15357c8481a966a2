package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Declared;
import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Problem;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what all sources desire and sees to it that each release is reconciled: one at a time for a
 * release, several releases at once, dependencies first, and none hindered by another's failure.
 */
public final class Coordinator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coordinator.class);

  /** After drift was put right it is looked at again soon, to say so. */
  private static final Duration VERIFY = Duration.ofSeconds(15);

  private final Reconciler reconciler;
  private final ReleaseStore store;
  private final Agenda agenda;
  private final Reports reports;
  private final ExecutorService workers;

  private final Supersession supersession = new Supersession();

  private final Set<String> sources;

  private final Map<String, Snapshot> snapshots = new TreeMap<>();

  /** Sources whose newest state was not compared yet with the records in the cluster. */
  private final Set<String> unswept = new TreeSet<>();

  private volatile boolean isEnding;
  private final Map<ReleaseId, Slot> slots = new HashMap<>();

  /** What is known of one release. */
  private static final class Slot {
    @Nullable Snapshot snapshot;
    @Nullable DesiredRelease desired;
    String removeFor = "";

    /** What runs now; null where nothing does. */
    @Nullable Attempt attempt;

    boolean isRunning;
    boolean isWanted;
    boolean isDeployed;
    int failures;
    @Nullable Instant driftSince;

    /** Whether all objects are to be looked at, not only the touched ones. */
    boolean isWhole;

    final Set<KubeObject.Id> touched = new HashSet<>();

    /** Drift that was found and not put right. */
    List<DriftedObject> standing = List.of();

    /** Until when drift that was put right is shown. */
    Instant shownUntil = Instant.EPOCH;
  }

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
      int concurrency) {
    this.sources = Set.copyOf(sources);
    this.reconciler = reconciler;
    this.store = store;
    this.agenda = agenda;
    this.reports = reports;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            concurrency, task -> new Thread(task, "release-worker-" + number.incrementAndGet()));
  }

  /**
   * Takes the new state of a source: changed and new releases are reconciled, and those that left
   * it are uninstalled unless the state has problems, for then nobody knows what was meant.
   *
   * @return problems that show only beside other sources
   */
  public synchronized List<Problem> accept(Snapshot snapshot) {
    Snapshot before = snapshots.put(snapshot.source(), snapshot);
    Declared declared =
        before == null
            ? snapshot.declared()
            : snapshot.declared().keepingWhatBroke(before.declared());
    Snapshot effective =
        new Snapshot(
            snapshot.source(),
            snapshot.commit(),
            snapshot.committed(),
            snapshot.subject(),
            declared,
            snapshot.charts());
    snapshots.put(snapshot.source(), effective);
    List<Problem> problems = new ArrayList<>();
    Set<ReleaseId> desired = new HashSet<>();
    for (DesiredRelease release : declared.releases()) {
      Slot slot = slots.computeIfAbsent(release.id(), id -> new Slot());
      if (slot.snapshot != null && !slot.snapshot.source().equals(snapshot.source())) {
        problems.add(
            new Problem(
                release.file(),
                release.line(),
                "metadata.name",
                "release "
                    + release.id()
                    + " is declared by source "
                    + slot.snapshot.source()
                    + " already"));
        continue;
      }
      desired.add(release.id());
      boolean keptFromBefore = isKept(release, before, snapshot.declared());
      Snapshot from = keptFromBefore && slot.snapshot != null ? slot.snapshot : effective;
      desire(slot, release, from);
    }
    if (snapshot.declared().problems().isEmpty()) {
      removeLeft(snapshot.source(), desired);
      unswept.add(snapshot.source());
    } else {
      unswept.remove(snapshot.source());
    }
    sweep();
    return problems;
  }

  private void desire(Slot slot, DesiredRelease release, Snapshot from) {
    DesiredRelease known = slot.desired;
    slot.snapshot = from;
    slot.desired = release;
    slot.removeFor = "";
    // Deployed is the state before this one; whoever depends on the release waits for the new one.
    slot.isDeployed = false;
    if (known == null || !known.interval().equals(release.interval())) {
      agenda.every(release.id(), release.interval());
    }
    if (slot.attempt != null) {
      supersession.compare(slot.attempt, release, from);
    }
    want(release.id(), slot);
  }

  /** A release from a file that is broken now keeps the state that it was last read from whole. */
  private static boolean isKept(DesiredRelease release, @Nullable Snapshot before, Declared now) {
    return before != null
        && !now.releases().contains(release)
        && before.declared().releases().contains(release);
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
            if (slot.attempt != null) {
              slot.attempt.abandoned(source);
            }
            want(id, slot);
          }
        });
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
      for (RevisionLabels release : RevisionLabels.newest(store.index(""))) {
        ReleaseId id = new ReleaseId(release.namespace(), release.name());
        String source = release.labels().get(Inputs.SOURCE_LABEL);
        if (source != null && unswept.contains(source) && !slots.containsKey(id)) {
          Slot slot = new Slot();
          slot.removeFor = source;
          slots.put(id, slot);
          want(id, slot);
        }
      }
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
      want(id, slot);
    }
  }

  /** Looks at some objects of a release soon: somebody may have changed them. */
  public synchronized void touched(ReleaseId id, Set<KubeObject.Id> objects) {
    Slot slot = slots.get(id);
    if (slot != null) {
      slot.touched.addAll(objects);
      queue(id, slot);
    }
  }

  private void want(ReleaseId id, Slot slot) {
    slot.isWhole = true;
    queue(id, slot);
  }

  private void queue(ReleaseId id, Slot slot) {
    if (slot.isRunning) {
      slot.isWanted = true;
      return;
    }
    slot.isRunning = true;
    slot.isWanted = false;
    try {
      workers.execute(() -> run(id));
    } catch (RejectedExecutionException e) {
      slot.isRunning = false; // the agent is ending
    }
  }

  private void run(ReleaseId id) {
    try {
      if (!isEnding && !removed(id)) {
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
      finished(id);
    }
  }

  private synchronized @Nullable Snapshot snapshot(ReleaseId id) {
    Slot slot = slots.get(id);
    return slot == null ? null : slot.snapshot;
  }

  private synchronized void finished(ReleaseId id) {
    Slot slot = slots.get(id);
    if (slot != null) {
      slot.isRunning = false;
      slot.attempt = null;
      if (slot.isWanted && !isEnding) {
        queue(id, slot);
      }
    }
  }

  private boolean removed(ReleaseId id) {
    String source;
    DesiredRelease declared;
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null || slot.removeFor.isEmpty()) {
        return slot == null;
      }
      if (isNeeded(id)) {
        // Whoever depends on it is on its way out too and goes first.
        agenda.once(id, Duration.ofSeconds(1));
        return true;
      }
      source = slot.removeFor;
      declared = slot.desired;
    }
    Report.ReleaseRemoved report = reconciler.remove(id, source, declared);
    synchronized (this) {
      Slot slot = slots.get(id);
      if (report.error() == null && slot != null && !slot.removeFor.isEmpty()) {
        slots.remove(id);
        agenda.forget(id);
      } else if (slot != null && report.error() != null) {
        agenda.once(id, Decider.pause(++slot.failures));
      }
    }
    reports.tell(report);
    return true;
  }

  private boolean isNeeded(ReleaseId id) {
    for (Map.Entry<ReleaseId, Slot> entry : slots.entrySet()) {
      Slot other = entry.getValue();
      if (!entry.getKey().equals(id)
          && !other.removeFor.isEmpty()
          && other.desired != null
          && other.desired.dependsOn().contains(id)) {
        return true;
      }
    }
    return false;
  }

  private void synced(ReleaseId id) {
    DesiredRelease desired;
    Snapshot snapshot;
    List<ReleaseId> notReady = new ArrayList<>();
    Instant since;
    Scope scope;
    Attempt attempt = new Attempt();
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null || slot.desired == null || slot.snapshot == null) {
        return;
      }
      slot.attempt = attempt;
      desired = slot.desired;
      snapshot = slot.snapshot;
      since = slot.driftSince;
      scope = new Scope(slot.isWhole ? Set.of() : slot.touched, slot.standing, slot.shownUntil);
      slot.isWhole = false;
      slot.touched.clear();
      for (ReleaseId dependency : desired.dependsOn()) {
        Slot other = slots.get(dependency);
        if (other == null || !other.isDeployed) {
          notReady.add(dependency);
        }
      }
    }
    Report.ReleaseSynced report =
        reconciler.reconcile(
            desired,
            snapshot.source(),
            snapshot.commit(),
            snapshot.charts(),
            notReady,
            since,
            scope,
            attempt);
    List<ReleaseId> dependents = new ArrayList<>();
    synchronized (this) {
      Slot slot = slots.get(id);
      if (slot == null) {
        return;
      }
      boolean wasDeployed = slot.isDeployed;
      slot.isDeployed = report.isAsDeclared();
      if (report.driftChecked()) {
        slot.driftSince = report.driftSince();
        boolean isPutRight = report.step() == Decision.Step.REAPPLY && report.error() == null;
        slot.standing = isPutRight ? List.of() : report.drift();
        slot.shownUntil = isPutRight ? report.time().plus(verify(desired)) : Instant.EPOCH;
      }
      slot.failures = report.error() == null ? 0 : slot.failures + 1;
      lookAgain(report, desired, slot.failures);
      if (slot.isDeployed && !wasDeployed) {
        slots.forEach(
            (other, otherSlot) -> {
              if (otherSlot.desired != null && otherSlot.desired.dependsOn().contains(id)) {
                dependents.add(other);
              }
            });
      }
    }
    reports.tell(report);
    dependents.forEach(this::check);
  }

  private void lookAgain(Report.ReleaseSynced report, DesiredRelease desired, int failures) {
    if (report.error() != null) {
      agenda.once(report.id(), Decider.pause(failures));
      return;
    }
    switch (report.step()) {
      case WAIT_FOR_LOCK, WAIT_FOR_RETRY -> agenda.once(report.id(), Decider.pause(1));
      case REAPPLY -> agenda.once(report.id(), verify(desired));
      default -> {}
    }
  }

  private static Duration verify(DesiredRelease desired) {
    return VERIFY.compareTo(desired.interval()) < 0 ? VERIFY : desired.interval();
  }

  /** The releases that are desired now. */
  public synchronized Collection<DesiredRelease> desired() {
    Map<ReleaseId, DesiredRelease> found = new LinkedHashMap<>();
    slots.forEach(
        (id, slot) -> {
          if (slot.desired != null && slot.removeFor.isEmpty()) {
            found.put(id, slot.desired);
          }
        });
    return found.values();
  }

  /** Takes no more work and waits for the actions that run to come to their end. */
  @Override
  public void close() {
    isEnding = true;
    workers.shutdown();
    supersession.close();
    try {
      if (!workers.awaitTermination(10, TimeUnit.MINUTES)) {
        LOG.warn(
            "actions still run after ten minutes and are left; the next start takes them over");
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
