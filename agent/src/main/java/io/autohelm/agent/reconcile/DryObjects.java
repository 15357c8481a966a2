package io.autohelm.agent.reconcile;

import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.agent.drift.ObjectDiff;
import io.autohelm.agent.reconcile.PlannedRelease.Change;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks the cluster by dry runs what would become of objects. */
record DryObjects(Actions actions, Cluster cluster) {
  /**
   * The objects that a revision is to have.
   *
   * @param placed those that the cluster can be asked about
   * @param unserved those of kinds that are made with them
   */
  record Target(List<KubeObject> placed, List<KubeObject> unserved) {}

  /**
   * The objects of a revision that is to come.
   *
   * @param kinds those that the cluster would serve by then, as group and kind
   * @throws ClusterException with reason UNKNOWN_KIND for any other that it does not serve
   */
  Target target(Release next, Set<String> kinds) {
    List<KubeObject> rendered = KubeObject.parseAll(next.manifest());
    Set<String> coming = new HashSet<>(kinds);
    rendered.forEach(object -> DryCrds.kind(object).ifPresent(coming::add));
    if (coming.isEmpty()) {
      return new Target(actions.objects(next), List.of());
    }
    List<KubeObject> unserved = new ArrayList<>();
    List<KubeObject> served = new ArrayList<>();
    for (KubeObject object : rendered) {
      boolean isComing = coming.contains(object.group() + "/" + object.kind());
      if (isComing && cluster.placedAsServed(object, next.namespace()).isEmpty()) {
        unserved.add(object);
      } else {
        served.add(cluster.placed(object, next.namespace()).ownedBy(next.name(), next.namespace()));
      }
    }
    return new Target(served, unserved);
  }

  /** What would be added, changed, and removed of what stands now. */
  List<PlannedObject> changes(Target target, List<Release> standing) {
    List<PlannedObject> changes = new ArrayList<>();
    cluster.each(target.placed(), this::look).forEach(found -> found.ifPresent(changes::add));
    target.unserved().forEach(object -> changes.add(Planner.added(object)));
    Set<KubeObject.Id> kept = new HashSet<>();
    target.placed().forEach(object -> kept.add(object.id()));
    changes.addAll(removed(standing, kept));
    return changes;
  }

  /** What is there of some revisions, and would go. */
  List<PlannedObject> removed(List<Release> standing, Set<KubeObject.Id> kept) {
    List<KubeObject> gone = new ArrayList<>();
    for (Release revision : standing) {
      new Prospects(actions, cluster)
          .objects(revision).stream()
              .filter(object -> !kept.contains(object.id()) && !object.isKept())
              .forEach(gone::add);
    }
    return cluster.each(gone, object -> cluster.get(object).filter(live -> !live.isKept())).stream()
        .flatMap(Optional::stream)
        .map(live -> new PlannedObject(Change.REMOVED, live, null))
        .toList();
  }

  /** What putting drift right would do. */
  List<PlannedObject> corrections(
      List<KubeObject> objects, List<DriftedObject> drift, IgnoreRules ignored) {
    Map<KubeObject.Id, KubeObject> wanted =
        objects.stream()
            .collect(Collectors.toMap(KubeObject::id, Function.identity(), (a, b) -> b));
    List<PlannedObject> planned = new ArrayList<>();
    for (DriftedObject drifted : DriftedObject.correctable(drift)) {
      KubeObject object = wanted.get(drifted.id());
      if (object != null) {
        look(DriftCheck.correction(cluster, object, ignored)).ifPresent(planned::add);
      }
    }
    return planned;
  }

  private Optional<PlannedObject> look(KubeObject object) {
    Optional<KubeObject> live = cluster.get(object);
    if (live.isEmpty()) {
      checkNew(object);
      return Optional.of(Planner.added(object));
    }
    KubeObject after = cluster.apply(object, Cluster.ApplyMode.DRY_RUN);
    return ObjectDiff.paths(live.get(), after).isEmpty()
        ? Optional.empty()
        : Optional.of(new PlannedObject(Change.CHANGED, live.get(), after));
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
}
