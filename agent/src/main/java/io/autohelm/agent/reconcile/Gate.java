package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.Tactics;
import io.autohelm.engine.action.TestFilter;
import io.autohelm.engine.manifest.HookEvent;
import io.autohelm.engine.release.HookRun;
import io.autohelm.engine.release.Release;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Whether a deployed revision has tests still to pass; its record tells which ran since. */
final class Gate {
  private Gate() {}

  static boolean isDue(Release deployed, Tactics.Tests tests) {
    TestFilter filter = TestFilter.of(tests.filters());
    return tests.enabled()
        && deployed.hooks().stream()
            .filter(run -> run.hook().events().contains(HookEvent.TEST))
            .filter(run -> filter.allows(run.hook()))
            .anyMatch(run -> isDue(run, deployed.info().lastDeployment(), tests.ignoreFailures()));
  }

  /** One that failed is due as well: where that counts, the revision was to be marked failed. */
  private static boolean isDue(HookRun run, Instant deployed, boolean ignoreFailures) {
    OffsetDateTime started = run.startedAt();
    boolean ranSince = started != null && !started.toInstant().isBefore(deployed);
    boolean hasEnded =
        run.phase().equals("Succeeded") || (run.phase().equals("Failed") && ignoreFailures);
    return !ranSince || !hasEnded;
  }
}
