package io.autohelm.engine.action;

import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.manifest.MetadataCheck;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects that a release's manifest tells of. */
final class ReleaseObjects {
  private ReleaseObjects() {}

  /**
   * As they are to be: placed and marked as the release's, in install order. The annotation with
   * which an object waits for groups is not a name that a cluster takes: it stays behind.
   *
   * @throws ClusterException with reason UNKNOWN_KIND, or INVALID where metadata has wrong types;
   *     it tells all such mistakes
   */
  static List<KubeObject> target(Cluster cluster, Release release) {
    List<KubeObject> target = new ArrayList<>();
    Map<String, ClusterException> mistakes = new LinkedHashMap<>();
    for (KubeObject object : KubeObject.parseAll(release.manifest())) {
      try {
        target.add(
            cluster
                .placed(
                    checked(object).withoutAnnotation(Annotations.DEPENDS_ON_GROUPS),
                    release.namespace())
                .ownedBy(release.name(), release.namespace()));
      } catch (ClusterException e) {
        if (e.reason() == ClusterException.Reason.UNREACHABLE) {
          throw e;
        }
        mistakes.putIfAbsent(String.valueOf(e.getMessage()), e);
      }
    }
    if (!mistakes.isEmpty()) {
      throw all(List.copyOf(mistakes.values()));
    }
    return List.copyOf(target);
  }

  /** As Go prints several errors as one. */
  private static ClusterException all(List<ClusterException> mistakes) {
    ClusterException first = mistakes.get(0);
    return mistakes.size() == 1
        ? first
        : new ClusterException(
            first.reason(), "[" + ObjectWriter.joined(mistakes, ", ") + "]", first);
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
