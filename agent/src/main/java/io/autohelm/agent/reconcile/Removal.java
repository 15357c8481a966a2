package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a release that left its source.
 *
 * @param source the source that it left
 * @param declared as it was declared last; null where that was before this process
 * @param decision whether it goes now
 * @param consents to what somebody must agree, and has
 * @param consented with which others somebody agreed to let it go; null where nobody had to
 * @param carriedOn the release that carries it on under another name; null for none
 */
record Removal(
    ReleaseId id,
    String source,
    @Nullable DesiredRelease declared,
    Decision decision,
    Consents consents,
    @Nullable Departure consented,
    @Nullable ReleaseId carriedOn) {

  /** One that nobody has to agree to. */
  static Removal of(ReleaseId id, String source, @Nullable DesiredRelease declared) {
    return new Removal(
        id,
        source,
        declared,
        Decision.of(Decision.Step.UNINSTALL, "left source " + source),
        Consents.ALL,
        null,
        null);
  }
}
