package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import java.time.Duration;

/** Decides when a release is looked at again; calls {@link Coordinator#check}. */
public interface Agenda {

  /** From now on looked at in this interval, for the first time one interval from now. */
  void every(ReleaseId id, Duration interval);

  /** Looked at once more after this time; a later call replaces an earlier one. */
  void once(ReleaseId id, Duration delay);

  /** Not looked at any more. */
  void forget(ReleaseId id);
}
