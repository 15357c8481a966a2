package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.ObjectDiff;
import io.autohelm.agent.reconcile.PlannedRelease.Change;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The reconciler's road up to the decision, then a dry run in place of the action. */
public final class Planner {
  private final Actions actions;
  private final ReleaseStore store;
  private final Cluster cluster;
  private final Clock clock;

  public Planner(Actions actions, ReleaseStore store, Cluster cluster, Clock clock) {
    this.actions = actions;
    this.store = store;
    this.cluster = cluster;
    this.clock = clock;
  }

  /** What a sync would do with a declared release; nothing is changed. */
  public PlannedRelease plan(DesiredRelease desired, ChartSource charts) {
    Chart chart = charts.chart(desired);
    Map<String, @Nullable Object> values = charts.values(desired);
    Inputs inputs = Inputs.of(chart, values, desired.postRenderers());
    List<Release> history = store.history(desired.id().namespace(), desired.id().name());
    Optional<Release> last =
        history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
    Seen seen = new Seen(desired, history, inputs, false, List.of(), List.of(), clock.instant());
    Decision decision = Decider.decide(seen);
    boolean isSuspended = decision.step() == Decision.Step.SUSPEND;
    boolean isMaking =
        decision.step() == Decision.Step.INSTALL || decision.step() == Decision.Step.UPGRADE;
    boolean isCurrent =
        last.isPresent()
            && last.get().status() == ReleaseStatus.DEPLOYED
            && inputs.made(last.get());
    ReleaseRequest request = Policies.request("", chart, values, seen, new Cancel());
    Release next = isSuspended || isCurrent ? last.orElse(null) : actions.prepare(request, last);
    List<PlannedObject> objects = isSuspended || next == null ? List.of() : objects(next, history);
    String digest =
        isMaking && next != null
            ? new Prospects(actions, cluster).plan(desired.id(), seen, next, request)
            : "";
    if (decision.step() == Decision.Step.LEAVE && !objects.isEmpty()) {
      decision =
          Decision.of(
              Decision.Step.REAPPLY, objects.size() + " objects differ from the last revision");
    }
    return new PlannedRelease(
        desired.id(),
        chart.name() + "-" + chart.metadata().version(),
        decision.step(),
        decision.reason(),
        objects,
        digest);
  }

  private List<PlannedObject> objects(Release next, List<Release> history) {
    List<KubeObject> target = actions.objects(next);
    List<PlannedObject> planned = new ArrayList<>();
    for (KubeObject object : target) {
      look(object).ifPresent(planned::add);
    }
    List<KubeObject.Id> kept = target.stream().map(KubeObject::id).toList();
    history.stream()
        .filter(revision -> revision.status() == ReleaseStatus.DEPLOYED)
        .flatMap(revision -> actions.objects(revision).stream())
        .filter(
            object ->
                !kept.contains(object.id()) && !object.isKept() && cluster.get(object).isPresent())
        .forEach(object -> planned.add(new PlannedObject(object.id(), Change.REMOVED, List.of())));
    return planned;
  }

  private Optional<PlannedObject> look(KubeObject object) {
    Optional<KubeObject> live = cluster.get(object);
    if (live.isEmpty()) {
      checkNew(object);
      return Optional.of(new PlannedObject(object.id(), Change.ADDED, List.of()));
    }
    List<String> paths =
        ObjectDiff.paths(live.get(), cluster.apply(object, Cluster.ApplyMode.DRY_RUN));
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(new PlannedObject(object.id(), Change.CHANGED, paths));
  }

  /** The server's word on a new object; it has none while the object's namespace does not exist. */
  private void checkNew(KubeObject object) {
    try {
      cluster.apply(object, Cluster.ApplyMode.DRY_RUN);
    } catch (ClusterException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains("namespaces \"" + object.namespace() + "\" not found")) {
        throw e;
      }
    }
  }

  /**
   * The releases that the source declared once and does not declare any more: they would be
   * uninstalled.
   */
  public List<ReleaseId> leaving(String source, List<DesiredRelease> declared) {
    Set<ReleaseId> leaving = new TreeSet<>();
    for (RevisionLabels release : RevisionLabels.newest(store.index(""))) {
      if (source.equals(release.labels().get(Inputs.SOURCE_LABEL))) {
        leaving.add(new ReleaseId(release.namespace(), release.name()));
      }
    }
    declared.forEach(release -> leaving.remove(release.id()));
    return List.copyOf(leaving);
  }
}
