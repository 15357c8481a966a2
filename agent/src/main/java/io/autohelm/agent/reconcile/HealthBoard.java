package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.health.Health;
import java.util.Optional;

/** How releases do, also long after they were deployed. Costs no request. */
public interface HealthBoard {
  /** Nothing is known of any release. */
  HealthBoard NONE = id -> Optional.empty();

  /** The worst of the release's objects; empty where it was not judged yet. */
  Optional<Health> of(ReleaseId id);
}
