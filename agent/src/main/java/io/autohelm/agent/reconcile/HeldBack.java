package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DriftMode;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Releases that somebody had rolled back: what is declared is left alone until it changes, or
 * somebody asks for it. A label of the revision that was brought back tells so, for as long as that
 * is the newest one. Pure, tested by a table.
 */
final class HeldBack {
  private static final String LABEL = "autohelm.io/held-back";

  /** Inputs that are left alone, the revision that bears the label, and when it was ordered. */
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{40})\\.(\\d+)\\.(\\d+)");

  private HeldBack() {}

  /**
   * The decision, or what somebody ordered in its place.
   *
   * @param order null where nobody did
   */
  static Decision over(Decision decision, @Nullable Order order, Seen seen) {
    boolean isBusy =
        switch (decision.step()) {
          case SUSPEND, WAIT_FOR_LOCK, TAKE_OVER, MOVE -> true;
          default -> false;
        };
    Release last = seen.last().orElse(null);
    if (isBusy || last == null) {
      return decision;
    }
    if (order != null && !isDone(order, last)) {
      return Decision.of(
          Step.BRING_BACK,
          (order.revision() == 0
                  ? "back to the last good revision"
                  : "back to revision " + order.revision())
              + ", ordered "
              + order.told());
    }
    if (!isHeld(last, seen.inputs())) {
      return decision;
    }
    List<DriftedObject> differing = DriftedObject.correctable(seen.drift());
    if (last.status() == ReleaseStatus.DEPLOYED
        && !differing.isEmpty()
        && seen.desired().drift() == DriftMode.CORRECT) {
      return Decision.of(Step.REAPPLY, Decider.differing(differing.size(), last));
    }
    return Decision.of(
        Step.HELD_BACK,
        last.info().description() + "; what is declared is left alone until it changes");
  }

  /** Whether what is declared is left alone in favour of the newest revision. */
  static boolean isHeld(Release last, Inputs inputs) {
    return label(last).filter(label -> label.group(1).equals(inputs.digest())).isPresent();
  }

  /** Whether an order has come to its end: by the newest revision, and not because of a kill. */
  static boolean isDone(Order order, Release last) {
    return isOf(order, last)
        && !last.status().isPending()
        && !Decider.isInterrupted(last.info().description());
  }

  private static boolean isOf(Order order, Release last) {
    return label(last)
        .filter(label -> Long.parseLong(label.group(3)) >= order.at().toEpochMilli())
        .isPresent();
  }

  /**
   * The revision to go back to: what was ordered, or the last good one before the newest; where the
   * agent died at it, the one that it was going back to.
   */
  static Optional<Integer> target(Order order, List<Release> history) {
    if (order.revision() > 0 || history.isEmpty()) {
      return Optional.of(order.revision()).filter(revision -> revision > 0);
    }
    Release last = history.get(history.size() - 1);
    return isOf(order, last)
        ? Optional.of(last.info().rollbackRevision())
        : Decider.good(history.subList(0, history.size() - 1)).map(Release::revision);
  }

  /** As the description of the revision that is brought back says it. */
  static String description(Order order, int revision) {
    return "Rolled back to "
        + revision
        + " by "
        + order.by()
        + (order.reason().isEmpty() ? "" : ": " + order.reason());
  }

  /**
   * The labels of the revision that is brought back.
   *
   * @param revision its own number
   */
  static Map<String, String> labels(Order order, Inputs inputs, int revision) {
    long ordered = Math.max(0, order.at().toEpochMilli());
    return Map.of(LABEL, inputs.digest() + "." + revision + "." + ordered);
  }

  /** Helm hands labels on to its own revisions, hence the look at the number. */
  private static Optional<Matcher> label(Release release) {
    Matcher label = TEXT.matcher(release.labels().getOrDefault(LABEL, ""));
    return label.matches() && label.group(2).equals(Integer.toString(release.revision()))
        ? Optional.of(label)
        : Optional.empty();
  }
}
