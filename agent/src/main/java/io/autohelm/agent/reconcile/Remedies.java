package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.declaration.Tactics;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.TestFilter;
import io.autohelm.engine.action.TestRun;
import io.autohelm.engine.release.Release;
import java.util.List;

/** Tests a revision, and undoes what failed. */
record Remedies(Actions actions, DesiredRelease desired) {
  private static final int LONGEST = 200;

  /**
   * Runs the tests.
   *
   * @throws ActionException where they fail and that counts; the revision is then recorded as
   *     failed
   */
  void test(Release deployed) {
    Tactics.Tests tests = desired.tactics().test();
    ActionPolicy.Builder policy = ActionPolicy.STANDARD.change();
    policy.timeout(tests.timeout() == null ? desired.timeout() : tests.timeout());
    ReleaseId id = desired.id();
    try (TestRun run =
        actions.test(id.namespace(), id.name(), TestFilter.of(tests.filters()), policy.build())) {
      if (run.failure().isPresent() && !tests.ignoreFailures()) {
        String why = Failures.TESTS + ": " + run.failure().get().getMessage();
        actions.takeOver(run.release(), why);
        throw new ActionException(
            "tests of revision " + deployed.revision() + ": " + why, run.failure().get());
      }
    }
  }

  /** Back to the newest revision that was good; what failed is remembered with it. */
  void rollBack(Seen seen) {
    Release good = Decider.good(seen.history()).orElseThrow();
    int failures = Failures.of(seen.history(), seen.inputs());
    Release undoing =
        actions.rollback(
            desired.id().namespace(),
            desired.id().name(),
            good.revision(),
            Policies.of(desired, desired.tactics().rollback()).build());
    actions.relabel(undoing, Failures.labels(undoing, seen.inputs(), failures));
  }

  /** Away with its objects; its records stay, for they say what failed. */
  void uninstall(Seen seen) {
    int failures = Failures.of(seen.history(), seen.inputs());
    String why = Failures.UNDONE + ": " + seen.last().orElseThrow().info().description();
    actions.uninstall(
        desired.id().namespace(),
        desired.id().name(),
        Policies.of(desired, desired.tactics().uninstall())
            .keepHistory(true)
            .description(why.length() > LONGEST ? why.substring(0, LONGEST) : why)
            .build());
    List<Release> history = actions.history(desired.id().namespace(), desired.id().name());
    Release gone = history.get(history.size() - 1);
    actions.relabel(gone, Failures.labels(gone, seen.inputs(), failures));
  }
}
