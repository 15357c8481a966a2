package io.autohelm.agent.notify;

import io.autohelm.agent.declaration.ReleaseId;
import java.time.Instant;

/**
 * A change of a release's state, in words that people know from Flux.
 *
 * @param reason one word out of a few, for example {@code UpgradeFailed}
 * @param isWarning whether somebody may have to do something
 * @param revision which revision it is about; 0 where there is none
 */
record Notice(
    ReleaseId release,
    String reason,
    boolean isWarning,
    String message,
    int revision,
    Instant time) {}
