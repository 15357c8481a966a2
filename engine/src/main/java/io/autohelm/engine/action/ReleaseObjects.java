package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.MetadataCheck;
import io.autohelm.engine.release.Release;
import java.util.List;
import java.util.Optional;

/** The objects that a release's manifest tells of. */
final class ReleaseObjects {
  private ReleaseObjects() {}

  /**
   * As they are to be: placed and marked as the release's, in install order. The annotation with
   * which an object waits for groups is not a name that a cluster takes: it stays behind.
   *
   * @throws ClusterException with reason UNKNOWN_KIND, or INVALID where metadata has wrong types
   */
  static List<KubeObject> target(Cluster cluster, Release release) {
    return KubeObject.parseAll(release.manifest()).stream()
        .map(ReleaseObjects::checked)
        .map(
            object ->
                cluster
                    .placed(
                        object.withoutAnnotation(Annotations.DEPENDS_ON_GROUPS),
                        release.namespace())
                    .ownedBy(release.name(), release.namespace()))
        .toList();
  }

  private static KubeObject checked(KubeObject object) {
    Optional<String> problem = MetadataCheck.problem(object);
    if (problem.isPresent()) {
      throw new ClusterException(
          ClusterException.Reason.INVALID, "unable to decode \"\": " + problem.get());
    }
    return object;
  }

  /**
   * As they were written once, without the marks, each in a version that the cluster serves now.
   * What it serves no more cannot be there, and is left out.
   */
  static List<KubeObject> past(Cluster cluster, Release release) {
    return past(cluster, KubeObject.parseAll(release.manifest()), release.namespace());
  }

  static List<KubeObject> past(Cluster cluster, List<KubeObject> objects, String namespace) {
    return objects.stream()
        .map(object -> cluster.placedAsServed(object, namespace))
        .flatMap(Optional::stream)
        .toList();
  }
}
