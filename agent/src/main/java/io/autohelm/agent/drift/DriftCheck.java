package io.autohelm.agent.drift;

import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Optional;

/**
 * Compares each object with what a dry-run apply would make of it: defaults and fields of other
 * managers are in both, so what differs was changed by somebody.
 */
public final class DriftCheck {
  private final Cluster cluster;
  private final Footprints footprints;

  /**
   * @param footprints is told in which state each object was found
   */
  public DriftCheck(Cluster cluster, Footprints footprints) {
    this.cluster = cluster;
    this.footprints = footprints;
  }

  /**
   * Looks at every object, at several at once; changes nothing.
   *
   * @param objects placed and marked as their release's
   */
  public List<DriftedObject> check(List<KubeObject> objects) {
    return cluster.each(objects, this::look).stream().flatMap(Optional::stream).toList();
  }

  private Optional<DriftedObject> look(KubeObject object) {
    Optional<KubeObject> found = cluster.get(object);
    if (found.isEmpty()) {
      footprints.missing(object.id());
      return Optional.of(DriftedObject.missing(object.id()));
    }
    KubeObject live = found.get();
    // Before the next request: what happens from here on must not be taken for known.
    footprints.found(live);
    KubeObject wanted = cluster.apply(object, Cluster.ApplyMode.DRY_RUN);
    footprints.compared(live, wanted);
    List<String> paths = ObjectDiff.paths(live, wanted);
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    FieldOwners owners = new FieldOwners(live);
    return Optional.of(
        new DriftedObject(
            object.id(), DriftedObject.Change.MODIFIED, paths.stream().map(owners::of).toList()));
  }
}
