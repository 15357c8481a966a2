package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.KindRuns;
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

  /** Take over, upgrade, look: more steps in one go mean that something undoes them. */
  private static final int MAX_STEPS = 4;

  private final Actions actions;
  private final ReleaseStore store;
  private final Cluster cluster;
  private final DriftCheck drift;
  private final Watchlist watchlist;
  private final Clock clock;

  /**
   * @param watchlist is told what is to stay as it is
   */
  public Reconciler(
      Actions actions,
      ReleaseStore store,
      Cluster cluster,
      DriftCheck drift,
      Watchlist watchlist,
      Clock clock) {
    this.actions = actions;
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
  }

  /**
   * Reconciles a release.
   *
   * @param charts the source's charts and values
   * @param notReady the dependencies that are not deployed yet
   * @param since when drift of this release was first seen; null where there was none
   * @param scope the objects to look at
   */
  Report.ReleaseSynced reconcile(
      DesiredRelease desired,
      String source,
      String commit,
      ChartSource charts,
      List<ReleaseId> notReady,
      @Nullable Instant since,
      Scope scope) {
    Instant start = clock.instant();
    Progress progress = new Progress();
    String error = null;
    try {
      steps(desired, source, charts, notReady, scope, progress);
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
      Progress progress) {
    List<Release> history = store.history(desired.id().namespace(), desired.id().name());
    observe(progress, last(history));
    Chart chart = charts.chart(desired);
    Map<String, @Nullable Object> values = charts.values(desired);
    progress.chart = chart.name() + "-" + chart.metadata().version();
    Inputs inputs = Inputs.of(chart, values, desired.postRenderers());
    for (int step = 0; step < MAX_STEPS; step++) {
      if (step > 0) {
        history = store.history(desired.id().namespace(), desired.id().name());
      }
      Optional<Release> last = last(history);
      observe(progress, last);
      List<DriftedObject> found = List.of();
      if (mayDrift(desired, last, inputs)) {
        List<KubeObject> objects = actions.objects(last.orElseThrow());
        if (!progress.isSettled) {
          found = look(objects, scope, progress);
        }
        watchlist.put(desired.id(), objects);
      }
      Seen seen =
          new Seen(
              desired,
              history,
              inputs,
              last.isPresent() && last.get().status().isPending() && actions.isOwn(last.get()),
              notReady,
              found,
              clock.instant());
      Decision decision = Decider.decide(seen);
      if (!decision.step().isAction() && progress.decision.step().isAction()) {
        return; // the report tells what was done, not that nothing is left to do
      }
      progress.decision = decision;
      if (!decision.step().isAction()) {
        if (!mayDrift(desired, last, inputs)) {
          watchlist.remove(desired.id());
        }
        return;
      }
      act(desired, source, chart, values, inputs, seen, decision);
      if (decision.step() == Decision.Step.REAPPLY) {
        return;
      }
      if (decision.step() != Decision.Step.TAKE_OVER) {
        // Everything has just been applied: to compare it with itself would tell nothing.
        progress.isSettled = true;
        progress.drift = List.of();
        progress.driftChecked = desired.drift() != DriftMode.OFF;
      }
    }
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

  private static boolean mayDrift(DesiredRelease desired, Optional<Release> last, Inputs inputs) {
    return desired.drift() != DriftMode.OFF
        && !desired.suspended()
        && last.isPresent()
        && last.get().status() == ReleaseStatus.DEPLOYED
        && inputs.made(last.get());
  }

  private void act(
      DesiredRelease desired,
      String source,
      Chart chart,
      Map<String, @Nullable Object> values,
      Inputs inputs,
      Seen seen,
      Decision decision) {
    int next = seen.last().map(Release::revision).orElse(0) + 1;
    ReleaseRequest request =
        new ReleaseRequest(
            desired.id().name(),
            desired.id().namespace(),
            chart,
            values,
            inputs.labels(source, next),
            policy(desired),
            desired.postRenderers());
    switch (decision.step()) {
      case INSTALL -> actions.install(request);
      case UPGRADE -> actions.upgrade(request, seen.history());
      case TAKE_OVER ->
          actions.takeOver(
              seen.last().orElseThrow(), Decider.INTERRUPTED + ": " + decision.reason());
      default -> reapply(seen.last().orElseThrow(), seen.drift(), desired);
    }
  }

  /** Applies what differs, and nothing else: no new revision, for the release has not changed. */
  private void reapply(Release release, List<DriftedObject> drifted, DesiredRelease desired) {
    List<KubeObject.Id> ids = drifted.stream().map(DriftedObject::id).toList();
    List<KubeObject> objects =
        actions.objects(release).stream().filter(object -> ids.contains(object.id())).toList();
    for (List<KubeObject> alike : KindRuns.of(objects)) {
      cluster.each(alike, object -> cluster.apply(object, Cluster.ApplyMode.FORCE));
    }
    if (desired.await()) {
      cluster.awaitReady(objects, false, desired.timeout());
    }
  }

  /** Uninstalls a release that left its source. */
  Report.ReleaseRemoved remove(ReleaseId id, String source) {
    String error = null;
    watchlist.remove(id);
    try {
      actions.uninstall(id.namespace(), id.name(), ActionPolicy.STANDARD);
    } catch (ActionException | ClusterException | ReleaseException | ManifestException e) {
      error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
    return new Report.ReleaseRemoved(id, source, error, clock.instant());
  }

  private static ActionPolicy policy(DesiredRelease desired) {
    return ActionPolicy.STANDARD
        .withTimeout(desired.timeout())
        .withAwait(desired.await())
        .withCreateNamespace(desired.createNamespace())
        .withMaxHistory(desired.maxHistory());
  }
}
