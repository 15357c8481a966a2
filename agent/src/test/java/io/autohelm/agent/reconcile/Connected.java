package io.autohelm.agent.reconcile;

import io.autohelm.agent.drift.DriftCheck;
import io.autohelm.agent.drift.Footprints;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.render.Renderer;
import java.time.Clock;

/** What an agent is made of, for tests that go without its watches and its timetable. */
final class Connected {
  /** The name under which it acts. */
  private static final String ACTOR = "autohelm";

  private Connected() {}

  static Actions actions(KubeConnection connection, Clock clock) {
    return new Actions(
        connection.cluster(),
        connection.releases(),
        Renderer.standard(clock, warning -> {}),
        connection.lookup(),
        clock,
        ACTOR);
  }

  static Reconciler reconciler(KubeConnection connection, Clock clock) {
    return new Reconciler(
        actions(connection, clock),
        connection.locks(ACTOR),
        connection.releases(),
        connection.cluster(),
        new DriftCheck(connection.cluster(), new Footprints()),
        Watchlist.NONE,
        clock);
  }
}
