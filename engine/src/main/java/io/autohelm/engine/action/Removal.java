package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a release go with it, and which stay.
 *
 * @param owned those that exist and belong to it, in the order in which they go
 * @param unowned those that exist and belong to somebody else by now
 * @param unverifiable those of which that could not be learned
 * @param keptByPolicy which stay because they say so, in Helm's words and lines; empty where none
 *     do
 * @param kept which stay and why, in Helm's words and lines; empty where all go
 */
record Removal(
    List<KubeObject> owned,
    List<KubeObject> unowned,
    Map<KubeObject, ClusterException> unverifiable,
    String keptByPolicy,
    String kept) {

  /** What one object's owner turned out to be; nothing of one that does not exist. */
  private record Owner(boolean exists, boolean isRelease, @Nullable ClusterException failure) {}

  static Removal of(Cluster cluster, Release release) {
    List<KubeObject> ordered = UninstallOrder.of(release.manifest());
    StringBuilder kept = new StringBuilder();
    List<KubeObject> going = new ArrayList<>();
    for (KubeObject object : ordered) {
      if (!object.isKept()) {
        going.add(object);
        continue;
      }
      if (kept.length() == 0) {
        kept.append("These resources were kept due to the resource policy:\n");
      }
      line(kept, object).append('\n');
    }
    String keptByPolicy = kept.toString();
    List<KubeObject> placed = ReleaseObjects.past(cluster, going, release.namespace());
    List<Owner> owners = cluster.each(placed, object -> owner(cluster, object, release));
    List<KubeObject> owned = new ArrayList<>();
    List<KubeObject> unowned = new ArrayList<>();
    Map<KubeObject, ClusterException> unverifiable = new LinkedHashMap<>();
    for (int i = 0; i < placed.size(); i++) {
      Owner owner = owners.get(i);
      if (owner.failure != null) {
        unverifiable.put(placed.get(i), owner.failure);
      } else if (owner.exists) {
        (owner.isRelease ? owned : unowned).add(placed.get(i));
      }
    }
    if (!unowned.isEmpty()) {
      title(kept, unowned.size(), "they are not owned by this release");
      unowned.forEach(object -> line(kept, object).append('\n'));
    }
    if (!unverifiable.isEmpty()) {
      title(kept, unverifiable.size(), "their ownership could not be verified");
      unverifiable.forEach(
          (object, failure) ->
              line(kept, object).append(": ").append(failure.getMessage()).append('\n'));
    }
    return new Removal(owned, unowned, unverifiable, keptByPolicy, kept.toString());
  }

  private static Owner owner(Cluster cluster, KubeObject object, Release release) {
    try {
      Optional<KubeObject> live = cluster.get(object);
      return new Owner(
          live.isPresent(),
          live.isPresent()
              && Ownership.problem(live.get(), release.name(), release.namespace()).isEmpty(),
          null);
    } catch (ClusterException e) {
      if (e.reason() == ClusterException.Reason.UNREACHABLE) {
        throw e;
      }
      return new Owner(true, false, e);
    }
  }

  private static void title(StringBuilder text, int number, String why) {
    text.append(text.length() > 0 ? "\n" : "")
        .append(number)
        .append(" resource(s) were not deleted because ")
        .append(why)
        .append(":\n");
  }

  private static StringBuilder line(StringBuilder text, KubeObject object) {
    return text.append('[').append(object.kind()).append("] ").append(object.name());
  }
}
