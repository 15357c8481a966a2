package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.schedule.Rhythm;
import java.time.Duration;

/** Decides when a release is looked at again; calls {@link Coordinator#check}. */
public interface Agenda {

  /** From now on looked at in this rhythm, for the first time when an interval has passed. */
  void every(ReleaseId id, Rhythm rhythm);

  /** Looked at once more after this time; a later call replaces an earlier one. */
  void once(ReleaseId id, Duration delay);

  /** Not looked at any more. */
  void forget(ReleaseId id);

  /** Reads a source again soon. */
  void poll(String source);
}
