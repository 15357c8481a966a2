package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which objects exist before a release makes them, and whether it may have them. */
final class Adoption {
  private Adoption() {}

  /**
   * The objects that exist already, of those given.
   *
   * @param whoever whether they are taken from whoever they belong to
   * @throws ActionException in Helm's words, where one belongs to somebody else
   */
  static List<KubeObject> of(
      Cluster cluster, Release release, List<KubeObject> objects, boolean whoever) {
    List<KubeObject> named = new ArrayList<>();
    for (KubeObject object : objects) {
      boolean isGenerated = object.metadata().get("generateName") instanceof String;
      if (isGenerated && !object.name().isEmpty()) {
        throw new ActionException("metadata.name and metadata.generateName cannot both be set");
      }
      if (!isGenerated) {
        named.add(object);
      }
    }
    List<Optional<KubeObject>> lives = cluster.each(named, object -> look(cluster, object));
    List<KubeObject> existing = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      KubeObject object = named.get(i);
      Optional<KubeObject> live = lives.get(i);
      if (live.isEmpty()) {
        continue;
      }
      Optional<String> problem =
          whoever
              ? Optional.empty()
              : Ownership.problem(live.get(), release.name(), release.namespace());
      if (problem.isPresent()) {
        throw new ActionException(
            text(object)
                + " exists and cannot be imported into the current release: "
                + problem.get());
      }
      existing.add(object);
    }
    return existing;
  }

  private static Optional<KubeObject> look(Cluster cluster, KubeObject object) {
    try {
      return cluster.get(object);
    } catch (ClusterException e) {
      throw new ClusterException(
          e.reason(),
          "could not get information about the resource " + text(object) + ": " + e.getMessage(),
          e);
    }
  }

  private static String text(KubeObject object) {
    return object.kind() + " \"" + object.name() + "\" in namespace \"" + object.namespace() + "\"";
  }
}
