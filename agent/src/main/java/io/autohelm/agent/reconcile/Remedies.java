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

  /**
   * Back to the revision that somebody ordered; what is declared is left alone from now on, also
   * where that fails, for whoever ordered it does not want what is declared.
   *
   * @throws ActionException where there is no such revision, or it fails
   */
  void bringBack(Seen seen, Order order) {
    ReleaseId id = desired.id();
    int revision =
        HeldBack.target(order, seen.history())
            .orElseThrow(() -> new ActionException("there is no earlier revision to go back to"));
    String text = HeldBack.description(order, revision);
    int next = seen.last().map(Release::revision).orElse(0) + 1;
    actions.rollback(
        id.namespace(),
        id.name(),
        revision,
        Policies.of(desired, desired.tactics().rollback())
            .description(text.length() > LONGEST ? text.substring(0, LONGEST) : text)
            .build(),
        HeldBack.labels(order, seen.inputs(), next));
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
