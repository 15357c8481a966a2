package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one reconciliation of a release begins with.
 *
 * @param source the name of the source that declares it
 * @param charts the source's charts and values
 * @param notReady for whom it has to wait, each with the reason
 * @param driftSince when drift of this release was first seen; null where there was none
 * @param scope the objects to look at
 * @param clearance what may be done now
 * @param consents to what somebody must agree, and has
 */
record Round(
    DesiredRelease desired,
    String source,
    String commit,
    ChartSource charts,
    List<String> notReady,
    @Nullable Instant driftSince,
    Scope scope,
    Clearance clearance,
    Consents consents) {

  /** A look at everything, where nothing stands in the way. */
  static Round of(DesiredRelease desired, String source, String commit, ChartSource charts) {
    return new Round(
        desired,
        source,
        commit,
        charts,
        List.of(),
        null,
        new Scope(Set.of(), List.of(), Instant.EPOCH),
        Clearance.ALL,
        Consents.ALL);
  }
}
