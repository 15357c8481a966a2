package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.release.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that the next step depends on.
 *
 * @param history every revision, oldest first
 * @param inputs what the next revision would be made of
 * @param isPendingOwn whether the newest revision is pending and was begun by an agent that is gone
 * @param notReady for whom it has to wait, each with the reason
 * @param drift what differs; empty where it was not looked at
 */
record Seen(
    DesiredRelease desired,
    List<Release> history,
    Inputs inputs,
    boolean isPendingOwn,
    List<String> notReady,
    List<DriftedObject> drift,
    Instant now) {
  Optional<Release> last() {
    return history.isEmpty() ? Optional.empty() : Optional.of(history.get(history.size() - 1));
  }
}
