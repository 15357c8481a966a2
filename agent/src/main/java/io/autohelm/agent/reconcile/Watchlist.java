package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Set;

/**
 * Is told which objects shall be as their release has them; calls {@link Coordinator#touched} when
 * one of them may have been changed. Called by many threads; must be quick.
 */
public interface Watchlist {
  /** Nobody watches: drift is found by the checks of the agenda alone. */
  Watchlist NONE =
      new Watchlist() {
        @Override
        public void put(ReleaseId id, List<KubeObject> objects) {}

        @Override
        public Set<KubeObject.Id> extras(ReleaseId id, List<KubeObject> objects) {
          return Set.of();
        }

        @Override
        public Set<KubeObject.Id> unchanged(ReleaseId id, List<KubeObject> objects) {
          return Set.of();
        }

        @Override
        public void accompany(ReleaseId id, List<KubeObject> objects) {}

        @Override
        public void remove(ReleaseId id) {}
      };

  /** From now on these, and no other objects of the release. */
  void put(ReleaseId id, List<KubeObject> objects);

  /**
   * The objects that were seen to name the release as their owner, though they are not among its
   * objects.
   */
  Set<KubeObject.Id> extras(ReleaseId id, List<KubeObject> objects);

  /**
   * The objects that need no look in a regular check: they were found to be as declared, and
   * nothing can have changed them unnoticed since.
   */
  Set<KubeObject.Id> unchanged(ReleaseId id, List<KubeObject> objects);

  /** From now on these, which may be as they like: only how they do matters. */
  void accompany(ReleaseId id, List<KubeObject> objects);

  /** None of the release any more. */
  void remove(ReleaseId id);
}
