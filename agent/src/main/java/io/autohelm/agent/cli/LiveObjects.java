package io.autohelm.agent.cli;

import io.autohelm.agent.diff.Changes;
import io.autohelm.agent.diff.ObjectChange;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Objects in the cluster beside what an apply would make of them. */
final class LiveObjects {
  private LiveObjects() {}

  /**
   * What would change in the cluster.
   *
   * @param actions of the cluster that is asked
   * @param now the revision whose objects are there
   * @param then the revision that would be applied
   */
  static List<ObjectChange> changes(Actions actions, Release now, Release then) {
    Cluster cluster = actions.cluster();
    List<KubeObject> wanted = actions.objects(then);
    Set<KubeObject.Id> ids = new LinkedHashSet<>();
    wanted.forEach(object -> ids.add(object.id()));
    List<KubeObject> leaving =
        actions.objects(now).stream()
            .filter(object -> !object.isKept() && !ids.contains(object.id()))
            .toList();
    List<KubeObject> all = new ArrayList<>(wanted);
    all.addAll(leaving);
    List<KubeObject> before =
        cluster.each(all, cluster::get).stream().flatMap(java.util.Optional::stream).toList();
    List<KubeObject> after =
        cluster.each(wanted, object -> cluster.apply(object, Cluster.ApplyMode.DRY_RUN));
    return Changes.between(before, after);
  }
}
