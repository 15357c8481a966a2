package io.autohelm.engine.action;

import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.render.Lookup;
import io.autohelm.engine.render.Renderer;
import java.time.Clock;
import java.time.OffsetDateTime;

/** What every action works with. */
record ActionContext(
    Cluster cluster,
    ReleaseStore store,
    Renderer renderer,
    Lookup lookup,
    Clock clock,
    String actor,
    ActionListener listener) {

  /** Now, in the zone of the clock, as records keep it. */
  OffsetDateTime now() {
    return OffsetDateTime.now(clock);
  }
}
