package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Cancel;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.CrdPolicy;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.action.ServerSide;
import io.autohelm.engine.action.ValuesMode;
import io.autohelm.engine.action.WaitMode;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.release.Release;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a declaration says, in the words of actions. */
final class Policies {
  private Policies() {}

  static ActionPolicy.Builder of(DesiredRelease desired, Tactics.Means means) {
    return ActionPolicy.STANDARD
        .change()
        .timeout(means.timeout() == null ? desired.timeout() : means.timeout())
        .wait(means.await() ? WaitMode.WATCHER : WaitMode.HOOKS_ONLY)
        .waitForJobs(means.awaitJobs())
        .hooks(means.hooks())
        .installCrds(crds(means.crds(), CrdPolicy.CREATE))
        .upgradeCrds(crds(means.crds(), CrdPolicy.SKIP))
        .forceCrds(means.forceCrds())
        .skipSchema(!means.schema())
        .takeOwnership(means.takeOwnership())
        .forceReplace(means.force())
        .cleanupOnFail(means.cleanupOnFail())
        .values(means.preserveValues() ? ValuesMode.REUSE : ValuesMode.RESET)
        .keepHistory(means.keepHistory())
        .serverSide(serverSide(means.serverSide()))
        .cascade(cascade(means.propagation()))
        .createNamespace(desired.createNamespace())
        .maxHistory(desired.maxHistory());
  }

  /** What the next revision is made of. */
  static ReleaseRequest request(
      String source,
      String commit,
      Chart chart,
      Map<String, @Nullable Object> values,
      Seen seen,
      Cancel cancel) {
    DesiredRelease desired = seen.desired();
    Tactics tactics = desired.tactics();
    Tactics.Means means = seen.history().isEmpty() ? tactics.install() : tactics.upgrade();
    int next = seen.last().map(Release::revision).orElse(0) + 1;
    return new ReleaseRequest(
        desired.id().name(),
        desired.id().namespace(),
        chart,
        values,
        Removals.marked(seen.inputs().labels(source, commit, next), desired),
        of(desired, means).cancel(cancel).build(),
        desired.postRenderers());
  }

  private static CrdPolicy crds(Tactics.Crds crds, CrdPolicy standard) {
    return switch (crds) {
      case STANDARD -> standard;
      case SKIP -> CrdPolicy.SKIP;
      case CREATE -> CrdPolicy.CREATE;
      case CREATE_REPLACE -> CrdPolicy.CREATE_REPLACE;
    };
  }

  private static ServerSide serverSide(Tactics.Apply apply) {
    return switch (apply) {
      case ENABLED -> ServerSide.TRUE;
      case DISABLED -> ServerSide.FALSE;
      case AUTO -> ServerSide.AUTO;
    };
  }

  private static Cluster.Propagation cascade(Tactics.Propagation propagation) {
    return switch (propagation) {
      case BACKGROUND -> Cluster.Propagation.BACKGROUND;
      case FOREGROUND -> Cluster.Propagation.FOREGROUND;
      case ORPHAN -> Cluster.Propagation.ORPHAN;
    };
  }
}
