package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.KindRuns;
import io.autohelm.engine.action.LockHolder;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.action.ReleaseRequest;
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
import java.util.Optional;
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

  /** Where a reconciliation stands; changes with each step and ends as a report. */
  private static final class Progress {
    String chart = "";
    int revision;
    String status = "absent";
    Decision decision = Decision.of(Decision.Step.LEAVE, "");
    List<DriftedObject> drift = List.of();
    boolean driftChecked;
    boolean isSettled;

    /** What failed and was then undone; null where nothing was. */
    @Nullable String failure;
  }

  /**
   * Reconciles a release.
   *
   * @param charts the source's charts and values
   * @param notReady the dependencies that are not deployed yet
   * @param since when drift of this release was first seen; null where there was none
   * @param scope the objects to look at
   * @param attempt is told of what the release is made, and ends its waits
   */
  Report.ReleaseSynced reconcile(
      DesiredRelease desired,
      String source,
      String commit,
      ChartSource charts,
      List<ReleaseId> notReady,
      @Nullable Instant since,
      Scope scope,
      Attempt attempt) {
    Instant start = clock.instant();
    Progress progress = new Progress();
    String error = null;
    try {
      steps(desired, source, charts, notReady, scope, attempt, progress);
      error = progress.failure;
    } catch (ChartException
        | ValuesException
        | RenderException
        | ManifestException
        | ActionException
        | ClusterException
        | ReleaseException e) {
      error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      observeQuietly(desired.id(), progress);
    }
    Instant end = clock.instant();
    Instant driftSince = progress.drift.isEmpty() ? null : since == null ? end : since;
    return new Report.ReleaseSynced(
        desired.id(),
        source,
        commit,
        progress.chart,
        progress.revision,
        progress.status,
        progress.decision.step(),
        progress.decision.reason(),
        progress.drift,
        progress.driftChecked,
        driftSince,
        error,
        Duration.between(start, end),
        end);
  }

  /** What a reconciliation that ended with a fault of our own is reported as. */
  Report.ReleaseSynced unexpected(ReleaseId id, String source, String commit, Throwable fault) {
    Progress progress = new Progress();
    observeQuietly(id, progress);
    return new Report.ReleaseSynced(
        id,
        source,
        commit,
        "",
        progress.revision,
        progress.status,
        Decision.Step.LEAVE,
        "",
        List.of(),
        false,
        null,
        "unexpected failure: " + fault,
        Duration.ZERO,
        clock.instant());
  }

  /** The failure is the news; that the record cannot be read either is not. */
  private void observeQuietly(ReleaseId id, Progress progress) {
    try {
      observe(progress, store.last(id.namespace(), id.name()));
    } catch (ClusterException | ReleaseException e) {
      LOG.debug("the record of release {} cannot be read now: {}", id, e.getMessage());
    }
  }

  private void steps(
      DesiredRelease desired,
      String source,
      ChartSource charts,
      List<ReleaseId> notReady,
      Scope scope,
      Attempt attempt,
      Progress progress) {
    List<Release> history = store.standing(desired.id().namespace(), desired.id().name());
    observe(progress, last(history));
    Chart chart = charts.chart(desired);
    Map<String, @Nullable Object> values = charts.values(desired);
    progress.chart = chart.name() + "-" + chart.metadata().version();
    Inputs inputs = Inputs.of(chart, values, desired.postRenderers());
    attempt.begun(inputs);
    if (!isDeployed(last(history), inputs)) {
      // What there is to do may depend on what was before; as a rule there is nothing.
      history = store.history(desired.id().namespace(), desired.id().name());
    }
    try (Hold hold = new Hold(actions, locks, desired.id())) {
      for (int step = 0; step < MAX_STEPS; step++) {
        if (step > 0) {
          history = hold.actions().history(desired.id().namespace(), desired.id().name());
        }
        Optional<Release> last = last(history);
        observe(progress, last);
        Seen seen = seen(desired, history, inputs, notReady, scope, progress);
        Decision decision = Decider.decide(seen);
        boolean isNews = isNews(progress.decision, decision);
        if (!decision.step().isAction() && progress.decision.step().isAction() && !isNews) {
          return; // the report tells what was done, not that nothing is left to do
        }
        progress.decision = decision;
        if (!decision.step().isAction()) {
          if (!mayDrift(desired, history, inputs)) {
            watchlist.remove(desired.id());
          }
          return;
        }
        if (!hold.isHeld()) {
          if (decision.step() == Decision.Step.INSTALL && desired.createNamespace()) {
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
        try {
          act(hold.actions(), desired, source, chart, values, inputs, seen, decision, attempt);
        } catch (ActionException | ClusterException | ManifestException e) {
          if (!isUndone(desired, hold.actions(), last, decision)) {
            throw e;
          }
          progress.failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
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
        if (decision.step() != Decision.Step.TAKE_OVER) {
          // Everything has just been applied: to compare it with itself would tell nothing.
          progress.isSettled = true;
          progress.drift = List.of();
          progress.driftChecked = desired.drift() != DriftMode.OFF;
        }
      }
    }
  }

  /** Whether a decision to do nothing is to be told although something was done before it. */
  private static boolean isNews(Decision done, Decision decision) {
    return decision.step() == Decision.Step.QUARANTINE
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

  private Seen seen(
      DesiredRelease desired,
      List<Release> history,
      Inputs inputs,
      List<ReleaseId> notReady,
      Scope scope,
      Progress progress) {
    Optional<Release> last = last(history);
    List<DriftedObject> found = List.of();
    if (mayDrift(desired, history, inputs)) {
      List<KubeObject> objects = actions.objects(last.orElseThrow());
      if (!progress.isSettled) {
        found = look(objects, scope, progress);
      }
      watchlist.put(desired.id(), objects);
    }
    return new Seen(
        desired,
        history,
        inputs,
        last.isPresent() && last.get().status().isPending() && actions.isOwn(last.get()),
        notReady,
        found,
        clock.instant());
  }

  /** What differs, with what is known to differ among the objects that are not looked at now. */
  private List<DriftedObject> look(List<KubeObject> objects, Scope scope, Progress progress) {
    List<DriftedObject> found = new ArrayList<>(drift.check(scope.of(objects)));
    boolean isNews = !found.isEmpty() || scope.isTelling(clock.instant());
    found.addAll(scope.elsewhere());
    if (isNews) {
      progress.drift = found;
      progress.driftChecked = true;
    }
    return found;
  }

  private static Optional<Release> last(List<Release> history) {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }

  private static void observe(Progress progress, Optional<Release> last) {
    last.ifPresent(
        release -> {
          progress.revision = release.revision();
          progress.status = release.status().text();
        });
  }

  /** Also what a rollback brought back must stay as it is, while the declared inputs are left. */
  private static boolean mayDrift(DesiredRelease desired, List<Release> history, Inputs inputs) {
    Optional<Release> last = last(history);
    return desired.drift() != DriftMode.OFF
        && !desired.suspended()
        && (isDeployed(last, inputs)
            || (last.isPresent()
                && last.get().status() == ReleaseStatus.DEPLOYED
                && last.get().info().rollbackRevision() != 0
                && Failures.of(history, inputs) > 0));
  }

  private static boolean isDeployed(Optional<Release> last, Inputs inputs) {
    return last.isPresent()
        && last.get().status() == ReleaseStatus.DEPLOYED
        && inputs.made(last.get());
  }

  private void act(
      Actions held,
      DesiredRelease desired,
      String source,
      Chart chart,
      Map<String, @Nullable Object> values,
      Inputs inputs,
      Seen seen,
      Decision decision,
      Attempt attempt) {
    Tactics tactics = desired.tactics();
    switch (decision.step()) {
      case INSTALL ->
          held.install(
              request(desired, source, chart, values, inputs, seen, tactics.install(), attempt));
      case UPGRADE ->
          held.upgrade(
              request(desired, source, chart, values, inputs, seen, tactics.upgrade(), attempt),
              seen.history());
      case TAKE_OVER ->
          held.takeOver(seen.last().orElseThrow(), Decider.INTERRUPTED + ": " + decision.reason());
      case TEST -> new Remedies(held, desired).test(seen.last().orElseThrow());
      case ROLL_BACK -> new Remedies(held, desired).rollBack(seen);
      case UNINSTALL -> new Remedies(held, desired).uninstall(seen);
      default -> reapply(held.cluster(), seen.last().orElseThrow(), seen.drift(), desired, attempt);
    }
  }

  private static ReleaseRequest request(
      DesiredRelease desired,
      String source,
      Chart chart,
      Map<String, @Nullable Object> values,
      Inputs inputs,
      Seen seen,
      Tactics.Means means,
      Attempt attempt) {
    int next = seen.last().map(Release::revision).orElse(0) + 1;
    return new ReleaseRequest(
        desired.id().name(),
        desired.id().namespace(),
        chart,
        values,
        inputs.labels(source, next),
        Policies.of(desired, means).cancel(attempt.cancel()).build(),
        desired.postRenderers());
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
      applied.addAll(held.each(alike, object -> held.apply(object, Cluster.ApplyMode.FORCE)));
    }
    if (desired.await()) {
      held.awaitReady(applied, Patience.of(desired.timeout()).withCancel(attempt.cancel()));
    }
  }

  /**
   * Uninstalls a release that left its source.
   *
   * @param declared as it was declared last; null where that was before this process
   */
  Report.ReleaseRemoved remove(ReleaseId id, String source, @Nullable DesiredRelease declared) {
    String error = null;
    watchlist.remove(id);
    try (Hold hold = new Hold(actions, locks, id)) {
      Optional<LockHolder> other = hold.take();
      if (other.isPresent()) {
        return new Report.ReleaseRemoved(
            id, source, Decider.busy(other.get()).reason(), clock.instant());
      }
      ActionPolicy policy =
          declared == null
              ? ActionPolicy.STANDARD
              : Policies.of(declared, declared.tactics().uninstall()).build();
      hold.actions().uninstall(id.namespace(), id.name(), policy);
    } catch (ActionException | ClusterException | ReleaseException | ManifestException e) {
      error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    return new Report.ReleaseRemoved(id, source, error, clock.instant());
  }
}
