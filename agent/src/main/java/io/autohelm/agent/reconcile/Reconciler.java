package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.KindRuns;
import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.ManifestException;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseException;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.RenderException;
import io.autohelm.engine.values.ValuesException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one release at a time to what is declared: look, decide, do one step, look again. The one
 * place where the faults of the world are caught and made into a report.
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /**
   * Take over, upgrade, test, mark, roll back, look: more steps in one go mean that something
   * undoes them.
   */
  private static final int MAX_STEPS = 8;

  private final Actions actions;
  private final ReleaseLocks locks;
  private final ReleaseStore store;
  private final Cluster cluster;
  private final DriftCheck drift;
  private final Watchlist watchlist;
  private final Clock clock;

  /**
   * @param locks keeps other agents and commands from a release while it is acted on
   * @param watchlist is told what is to stay as it is
   */
  public Reconciler(
      Actions actions,
      ReleaseLocks locks,
      ReleaseStore store,
      Cluster cluster,
      DriftCheck drift,
      Watchlist watchlist,
      Clock clock) {
    this.actions = actions;
    this.locks = locks;
    this.store = store;
    this.cluster = cluster;
    this.drift = drift;
    this.watchlist = watchlist;
    this.clock = clock;
  }

  /**
   * Reconciles a release.
   *
   * @param attempt is told of what the release is made, and ends its waits
   */
  Report.ReleaseSynced reconcile(Round round, Attempt attempt) {
    DesiredRelease desired = round.desired();
    Instant start = clock.instant();
    Progress progress = new Progress();
    String error = null;
    try {
      steps(round, start, attempt, progress);
      error = progress.failure;
    } catch (ChartException
        | ValuesException
        | RenderException
        | ManifestException
        | ActionException
        | ClusterException
        | ReleaseException e) {
      error = round.charts().told(desired, e);
      progress.failureKind = FailureKind.of(e);
      observeQuietly(desired.id(), progress);
    }
    return progress.ended(round, start, clock.instant(), error);
  }

  /** What a reconciliation that ended with a fault of our own is reported as. */
  Report.ReleaseSynced unexpected(ReleaseId id, String source, String commit, Throwable fault) {
    Progress progress = new Progress();
    observeQuietly(id, progress);
    return progress.broken(id, source, commit, clock.instant(), fault);
  }

  /** Tells that a release's turn has come. */
  BiConsumer<ReleaseId, Duration> begun(Reports reports) {
    return (id, waited) -> reports.tell(new Report.LookBegun(id, waited, clock.instant()));
  }

  /** The failure is the news; that the record cannot be read either is not. */
  private void observeQuietly(ReleaseId id, Progress progress) {
    try {
      progress.observe(store.last(id.namespace(), id.name()));
    } catch (ClusterException | ReleaseException e) {
      LOG.debug("the record of release {} cannot be read now: {}", id, e.getMessage());
    }
  }

  private void steps(Round round, Instant began, Attempt attempt, Progress progress) {
    DesiredRelease desired = round.desired();
    List<Release> history = store.standing(desired.id().namespace(), desired.id().name());
    progress.observe(last(history));
    Chart chart = round.charts().chart(desired);
    Map<String, @Nullable Object> values = round.charts().values(desired);
    progress.chartVersion = chart.metadata().version();
    progress.chart = chart.name() + "-" + progress.chartVersion;
    progress.lag = round.charts().lag(desired);
    Inputs inputs = Inputs.of(chart, values, desired.postRenderers());
    attempt.begun(inputs);
    if (!isDeployed(last(history), inputs) || round.clearance().rollback() != null) {
      // What there is to do may depend on what was before; as a rule there is nothing.
      history = store.history(desired.id().namespace(), desired.id().name());
    }
    try (Hold hold = new Hold(actions, locks, desired.id())) {
      for (int step = 0; step < MAX_STEPS; step++) {
        if (step > 0) {
          history = hold.actions().history(desired.id().namespace(), desired.id().name());
        }
        Optional<Release> last = last(history);
        progress.observe(last);
        Seen seen = seen(round, history, inputs, progress);
        Decision decision = round.clearance().over(decide(round, seen), began, step == 0);
        decision =
            new Prospects(actions, cluster)
                .over(
                    decision,
                    round,
                    seen,
                    () ->
                        Policies.request(
                            round.source(), round.commit(), chart, values, seen, attempt.cancel()));
        if (!decision.step().isAction()) {
          if (decision.step() == Decision.Step.LEAVE) {
            removals().mark(desired, hold, last);
          }
          if (!mayDrift(round, history, inputs)) {
            accompany(desired.id(), last);
          }
          if (!progress.decision.step().isAction() || isNews(progress.decision, decision)) {
            progress.decision = decision;
          } // else the report tells what was done, not that nothing is left to do
          return;
        }
        progress.decision = decision;
        if (!hold.isHeld()) {
          boolean isFirst = seen.history().isEmpty();
          if (isFirst && desired.createNamespace()) {
            cluster.createNamespace(desired.id().namespace()); // the lock lives there
          }
          Optional<LockHolder> other = hold.take();
          if (other.isPresent()) {
            progress.decision = Decider.busy(other.get());
            return;
          }
          if (!hold.isNewest(last)) {
            progress.decision = Decision.of(Decision.Step.LEAVE, "");
            continue; // somebody else acted before the lock was ours: look again
          }
        }
        Optional<String> given = attempt.cancel().why();
        if (given.isPresent()) {
          // What is decided rests on what was declared before; under the lock that must not be
          // done.
          progress.decision = Decision.of(Decision.Step.LEAVE, given.get());
          return;
        }
        attempt.acting(progress.acting(round, clock.instant()));
        try {
          act(hold.actions(), round, chart, values, seen, decision, attempt);
        } catch (ActionException | ClusterException | ManifestException e) {
          if (!isUndone(desired, hold.actions(), last, decision)) {
            throw e;
          }
          progress.failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
          progress.failureKind = FailureKind.of(e);
          continue; // it is recorded as failed: what is done about that is decided next
        }
        if (decision.step() == Decision.Step.REAPPLY) {
          if (isDeployed(last, inputs)) {
            return;
          }
          progress.isSettled =
              true; // what a rollback brought back was put right: say that it is old
          continue;
        }
        if (decision.step() != Decision.Step.TAKE_OVER && decision.step() != Decision.Step.MOVE) {
          // Everything has just been applied: to compare it with itself would tell nothing.
          progress.isSettled = true;
          progress.drift = List.of();
          progress.driftChecked = desired.drift() != DriftMode.OFF;
        }
      }
    }
  }

  /** A release that was renamed is carried on before anything else; a glance tells. */
  private Decision decide(Round round, Seen seen) {
    DesiredRelease desired = round.desired();
    ReleaseId from = desired.terms().movedFrom();
    Optional<Decision> moving =
        from == null || !round.scope().isAll()
            ? Optional.empty()
            : Moving.decide(
                desired,
                store.index(desired.id().namespace(), desired.id().name()),
                store.index(from.namespace(), from.name()));
    return HeldBack.over(
        moving.orElseGet(() -> Decider.decide(seen)), round.clearance().rollback(), seen);
  }

  /** Whether a decision to do nothing is to be told although something was done before it. */
  private static boolean isNews(Decision done, Decision decision) {
    return decision.step() == Decision.Step.QUARANTINE
        || decision.step() == Decision.Step.HELD_BACK
        || decision.step() == Decision.Step.WAIT_FOR_CONFIRMATION
        || (done.step() == Decision.Step.MOVE && decision.step().isWaiting())
        || (decision.step() == Decision.Step.WAIT_FOR_RETRY
            && done.step() == Decision.Step.REAPPLY);
  }

  /** Whether something is done about a failure that an action has just recorded. */
  private static boolean isUndone(
      DesiredRelease desired, Actions held, Optional<Release> before, Decision decision) {
    boolean isRetried =
        desired.tactics().afterInstall().isRetried()
            && desired.tactics().afterUpgrade().isRetried();
    boolean isMaking =
        decision.step() == Decision.Step.INSTALL
            || decision.step() == Decision.Step.UPGRADE
            || decision.step() == Decision.Step.TEST;
    if (isRetried || !isMaking) {
      return false;
    }
    Optional<Release> now = last(held.history(desired.id().namespace(), desired.id().name()));
    boolean isNew =
        decision.step() == Decision.Step.TEST
            || now.map(Release::revision).orElse(0) > before.map(Release::revision).orElse(0);
    return isNew
        && now.isPresent()
        && now.get().status() == ReleaseStatus.FAILED
        && !Decider.isInterrupted(now.get().info().description());
  }

  private Seen seen(Round round, List<Release> history, Inputs inputs, Progress progress) {
    DesiredRelease desired = round.desired();
    Optional<Release> last = last(history);
    List<DriftedObject> found = List.of();
    if (mayDrift(round, history, inputs)) {
      List<KubeObject> objects = actions.objects(last.orElseThrow());
      List<DriftedObject> extras =
          watchlist.extras(desired.id(), objects).stream().map(DriftedObject::extra).toList();
      if (!progress.isSettled) {
        found = look(desired, objects, extras, round.scope(), progress);
      } else if (progress.decision.step() != Decision.Step.REAPPLY) {
        progress.drift = extras; // of the rest nothing can differ yet
      }
      watchlist.put(desired.id(), objects);
    }
    return new Seen(
        desired,
        history,
        inputs,
        last.isPresent() && last.get().status().isPending() && actions.isOwn(last.get()),
        round.notReady(),
        found,
        clock.instant());
  }

  /** Nobody cares how the objects are, but how they do is always worth knowing. */
  private void accompany(ReleaseId id, Optional<Release> last) {
    boolean isThere =
        last.isPresent()
            && (last.get().status() == ReleaseStatus.DEPLOYED
                || last.get().status() == ReleaseStatus.FAILED);
    try {
      if (isThere) {
        watchlist.accompany(id, actions.objects(last.get()));
        return;
      }
    } catch (ClusterException | ManifestException e) {
      LOG.debug("how release {} does cannot be watched: {}", id, e.getMessage());
    }
    watchlist.remove(id);
  }

  /** What differs, with what is known to differ among the objects that are not looked at now. */
  private List<DriftedObject> look(
      DesiredRelease desired,
      List<KubeObject> objects,
      List<DriftedObject> extras,
      Scope scope,
      Progress progress) {
    List<DriftedObject> found =
        new ArrayList<>(drift.check(looked(desired, objects, scope), desired.ignored()));
    found.addAll(extras);
    boolean isNews = !found.isEmpty() || scope.isTelling(clock.instant());
    found.addAll(scope.elsewhere());
    if (isNews) {
      progress.drift = found;
      progress.driftChecked = true;
    }
    return found;
  }

  /** In a regular check, what the watches vouch for is passed over. */
  private List<KubeObject> looked(DesiredRelease desired, List<KubeObject> objects, Scope scope) {
    if (!scope.isAll()) {
      return scope.of(objects);
    }
    Set<KubeObject.Id> unchanged = watchlist.unchanged(desired.id(), objects);
    return objects.stream().filter(object -> !unchanged.contains(object.id())).toList();
  }

  private static Optional<Release> last(List<Release> history) {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  /** Also what a rollback brought back must stay as it is, while the declared inputs are left. */
  private static boolean mayDrift(Round round, List<Release> history, Inputs inputs) {
    DesiredRelease desired = round.desired();
    Optional<Release> last = last(history);
    return desired.drift() != DriftMode.OFF
        && !desired.suspended()
        && !round.clearance().isSuspended()
        && (isDeployed(last, inputs)
            || (last.isPresent()
                && last.get().status() == ReleaseStatus.DEPLOYED
                && last.get().info().rollbackRevision() != 0
                && (HeldBack.isHeld(last.get(), inputs) || Failures.of(history, inputs) > 0)));
  }

  private static boolean isDeployed(Optional<Release> last, Inputs inputs) {
    return last.isPresent()
        && last.get().status() == ReleaseStatus.DEPLOYED
        && inputs.made(last.get());
  }

  private void act(
      Actions held,
      Round round,
      Chart chart,
      Map<String, @Nullable Object> values,
      Seen seen,
      Decision decision,
      Attempt attempt) {
    DesiredRelease desired = round.desired();
    switch (decision.step()) {
      case INSTALL ->
          held.install(
              Policies.request(
                  round.source(), round.commit(), chart, values, seen, attempt.cancel()));
      case UPGRADE ->
          held.upgrade(
              Policies.request(
                  round.source(), round.commit(), chart, values, seen, attempt.cancel()),
              seen.history());
      case TAKE_OVER ->
          held.takeOver(seen.last().orElseThrow(), Decider.INTERRUPTED + ": " + decision.reason());
      case MOVE -> Moving.act(held, actions, locks, desired, round.source());
      case TEST -> new Remedies(held, desired).test(seen.last().orElseThrow());
      case ROLL_BACK -> new Remedies(held, desired).rollBack(seen);
      case UNINSTALL -> new Remedies(held, desired).uninstall(seen);
      case BRING_BACK ->
          new Remedies(held, desired)
              .bringBack(seen, Objects.requireNonNull(round.clearance().rollback()));
      default -> reapply(held.cluster(), seen.last().orElseThrow(), seen.drift(), desired, attempt);
    }
  }

  /** Applies what differs, and nothing else: no new revision, for the release has not changed. */
  private void reapply(
      Cluster held,
      Release release,
      List<DriftedObject> drifted,
      DesiredRelease desired,
      Attempt attempt) {
    List<KubeObject.Id> ids = drifted.stream().map(DriftedObject::id).toList();
    List<KubeObject> objects =
        actions.objects(release).stream().filter(object -> ids.contains(object.id())).toList();
    List<KubeObject> applied = new ArrayList<>();
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      applied.addAll(
          held.each(
              alike,
              object ->
                  held.apply(
                      DriftCheck.correction(held, object, desired.ignored()),
                      Cluster.ApplyMode.FORCE)));
    }
    if (desired.await()) {
      held.awaitReady(applied, Patience.of(desired.timeout()).withCancel(attempt.cancel()));
    }
  }

  /** Takes away what left its source. */
  Removals removals() {
    return new Removals(actions, locks, store, cluster, watchlist, clock);
  }
}
