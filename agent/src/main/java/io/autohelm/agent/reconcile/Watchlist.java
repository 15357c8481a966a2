package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

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
        public void remove(ReleaseId id) {}
      };

  /** From now on these, and no other objects of the release. */
  void put(ReleaseId id, List<KubeObject> objects);

  /** None of the release any more. */
  void remove(ReleaseId id);
}
