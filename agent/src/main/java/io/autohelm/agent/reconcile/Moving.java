package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.action.ActionException;
import io.autohelm.engine.action.Actions;
import io.autohelm.engine.action.ReleaseLocks;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.RevisionLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Carries the history of a release over to the one that its declaration was renamed to. */
final class Moving {
  /** On records that were carried over: a history of such records alone may be incomplete. */
  private static final String LABEL = "autohelm.io/moved-from";

  private static final int DIGITS = 40;

  private Moving() {}

  /**
   * Whether the history is carried over next: pure, tested by a table.
   *
   * @param own what there is of the release already
   * @param old what there is of the one that it comes from
   */
  static Optional<Decision> decide(
      DesiredRelease desired, List<RevisionLabels> own, List<RevisionLabels> old) {
    ReleaseId from = desired.terms().movedFrom();
    if (from == null || old.isEmpty() || desired.suspended()) {
      return Optional.empty();
    }
    // Where the new one went on already, the old one was made anew: two releases, not one.
    boolean isBegun =
        own.stream().allMatch(revision -> isFrom(revision, from)) && newest(own) <= newest(old);
    if (!isBegun) {
      throw new ActionException(
          "both "
              + from
              + " and "
              + desired.id()
              + " exist; movedFrom carries a release over only to a name that is free");
    }
    return Optional.of(Decision.of(Step.MOVE, "carries on release " + from));
  }

  private static int newest(List<RevisionLabels> revisions) {
    return revisions.stream().mapToInt(RevisionLabels::revision).max().orElse(0);
  }

  private static boolean isFrom(RevisionLabels revision, ReleaseId from) {
    return mark(from).equals(revision.labels().get(LABEL));
  }

  /** A label's value is shorter than a namespace and a name can be. */
  private static String mark(ReleaseId from) {
    return Digests.removal(from, List.of()).substring("sha256:".length()).substring(0, DIGITS);
  }

  /**
   * Does it, under the locks of both.
   *
   * @param held the actions under the lock of the new one
   * @param actions those under no lock
   * @throws ActionException where somebody else acts on the old one
   */
  static void act(
      Actions held, Actions actions, ReleaseLocks locks, DesiredRelease desired, String source) {
    ReleaseId from = desired.terms().movedFrom();
    if (from == null) {
      return;
    }
    try (Hold hold = new Hold(actions, locks, from)) {
      hold.take()
          .ifPresent(
              holder -> {
                throw new ActionException(
                    "release " + from + " cannot be carried on: " + Decider.busy(holder).reason());
              });
      List<Release> history = hold.actions().history(from.namespace(), from.name());
      if (!history.isEmpty()) {
        end(hold.actions(), history.get(history.size() - 1));
      }
      held.relocate(
          from.namespace(),
          from.name(),
          desired.id().namespace(),
          desired.id().name(),
          labels -> labels(labels, from, source));
    }
  }

  private static void end(Actions actions, Release last) {
    if (!last.status().isPending()) {
      return;
    }
    if (!actions.isOwn(last)) {
      throw new ActionException(
          "release "
              + last.namespace()
              + "/"
              + last.name()
              + " cannot be carried on: revision "
              + last.revision()
              + " is "
              + last.status()
              + " by somebody else");
    }
    actions.takeOver(last, Decider.INTERRUPTED + ": carried on under another name");
  }

  /** What it was made of is of no use any more: it is to be made anew, under its new name. */
  private static Map<String, String> labels(
      Map<String, String> before, ReleaseId from, String source) {
    Map<String, String> labels = new TreeMap<>(before);
    Inputs.forget(labels);
    labels.put(Inputs.SOURCE_LABEL, source);
    labels.put(LABEL, mark(from));
    return labels;
  }
}
