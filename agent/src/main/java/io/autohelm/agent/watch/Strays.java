package io.autohelm.agent.watch;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.drift.OptOut;
import io.autohelm.engine.manifest.Annotations;
import io.autohelm.engine.manifest.KubeObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that name a release as their owner, as far as watches saw them and no release has them.
 * What another object owns, is kept on purpose, is on its way out or is marked to be left alone is
 * none.
 */
final class Strays {
  private final Map<KubeObject.Id, ReleaseId> owners = new HashMap<>();

  /** The same by release: a cluster may be full of releases that are none of the agent's. */
  private final Map<ReleaseId, Set<KubeObject.Id>> owned = new HashMap<>();

  /** An object that is on nobody's list was seen; gives the release for which that is news. */
  Optional<ReleaseId> seen(KubeObject metadata) {
    Optional<ReleaseId> owner = owner(metadata);
    if (owner.isEmpty()) {
      return gone(metadata.id());
    }
    boolean isNews = gone(metadata.id()).isEmpty();
    owners.put(metadata.id(), owner.get());
    owned.computeIfAbsent(owner.get(), release -> new HashSet<>()).add(metadata.id());
    return isNews ? owner : Optional.empty();
  }

  /** An object is not there any more; gives the release for which that is news. */
  Optional<ReleaseId> gone(KubeObject.Id id) {
    ReleaseId owner = owners.remove(id);
    if (owner != null) {
      owned.computeIfPresent(
          owner,
          (release, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
          });
    }
    return Optional.ofNullable(owner);
  }

  /** Those of a kind that are known. */
  Set<KubeObject.Id> ofKind(String group, String kind) {
    Set<KubeObject.Id> found = new HashSet<>();
    for (KubeObject.Id id : owners.keySet()) {
      if (id.group().equals(group) && id.kind().equals(kind)) {
        found.add(id);
      }
    }
    return found;
  }

  /** What names the release as its owner and is not among its objects. */
  Set<KubeObject.Id> of(ReleaseId release, Collection<KubeObject> objects) {
    Set<KubeObject.Id> found = new HashSet<>(owned.getOrDefault(release, Set.of()));
    objects.forEach(object -> found.remove(object.id()));
    return found;
  }

  private static Optional<ReleaseId> owner(KubeObject metadata) {
    String name = metadata.annotation(Annotations.RELEASE_NAME);
    String namespace = metadata.annotation(Annotations.RELEASE_NAMESPACE);
    boolean isOwned =
        metadata.metadata().get("ownerReferences") instanceof List<?> list && !list.isEmpty();
    if (name == null
        || namespace == null
        || isOwned
        || metadata.metadata().get("deletionTimestamp") != null
        || metadata.isKept()
        || OptOut.isAllowedExtra(metadata)) {
      return Optional.empty();
    }
    return Optional.of(new ReleaseId(namespace, name));
  }
}
