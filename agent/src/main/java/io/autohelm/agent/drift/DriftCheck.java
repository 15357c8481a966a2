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

  /** As {@link #check(List, IgnoreRules)}, nothing ignored. */
  public List<DriftedObject> check(List<KubeObject> objects) {
    return check(objects, IgnoreRules.NONE);
  }

  /**
   * Looks at every object, at several at once; changes nothing.
   *
   * @param objects placed and marked as their release's
   */
  public List<DriftedObject> check(List<KubeObject> objects, IgnoreRules rules) {
    return cluster.each(objects, object -> look(object, rules.of(object))).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The object as it is applied to put it right: without the fields that somebody else may set.
   *
   * @param cluster where to look, if that is needed
   */
  public static KubeObject correction(Cluster cluster, KubeObject object, IgnoreRules rules) {
    Ignored ignored = rules.of(object);
    return ignored.isNothing()
        ? object
        : cluster.get(object).map(live -> ignored.applied(object, live)).orElse(object);
  }

  private Optional<DriftedObject> look(KubeObject object, Ignored ignored) {
    if (ignored.isAll() || OptOut.isMarked(object)) {
      return Optional.empty();
    }
    footprints.expect(object.id());
    Optional<KubeObject> found = cluster.get(object);
    if (found.isEmpty()) {
      footprints.missing(object.id());
      return Optional.of(DriftedObject.missing(object.id()));
    }
    KubeObject live = found.get();
    // Before the next request: what happens from here on must not be taken for known.
    footprints.found(live);
    if (OptOut.isMarked(live)) {
      return Optional.empty();
    }
    KubeObject wanted = cluster.apply(ignored.applied(object, live), Cluster.ApplyMode.DRY_RUN);
    List<String> paths = ObjectDiff.paths(live, wanted);
    footprints.compared(live, wanted, paths.isEmpty() && ignored.isNothing());
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    FieldOwners owners = new FieldOwners(live);
    return Optional.of(
        new DriftedObject(
            object.id(),
            DriftedObject.Change.MODIFIED,
            paths.stream()
                .map(
                    path ->
                        owners
                            .of(path)
                            .withValues(ShownValue.of(live, path), ShownValue.of(wanted, path)))
                .toList()));
  }
}
