package io.autohelm.agent.cli;

import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a release is after an agent has looked at it.
 *
 * @param isGood whether it is as declared, as far as can be told
 */
record ReconcileOutcome(boolean isGood, String text) {
  /** What an agent says of a release that is as declared, or is about to be found so. */
  private static final Set<String> GOOD = Set.of("healthy", "drifted", "progressing");

  /**
   * From the newest record and from what the agent says, which knows of failures that leave no
   * record: of a chart that cannot be had or rendered.
   *
   * @param newest null where the cluster has no record
   */
  static ReconcileOutcome of(
      NamedRelease.Id id, @Nullable Release newest, Optional<Map<?, ?>> view) {
    String release = "release " + id;
    String error = view.map(told -> Columns.cell(told.get("error"))).orElse("");
    if (!error.isEmpty()) {
      return new ReconcileOutcome(false, release + ": " + error);
    }
    if (newest == null) {
      return new ReconcileOutcome(
          false, "the cluster has no release " + id + reason(view, "; is it declared?"));
    }
    String revision = release + ": revision " + newest.revision() + " is " + newest.status().text();
    if (newest.status() != ReleaseStatus.DEPLOYED) {
      String description = newest.info().description();
      return new ReconcileOutcome(
          false, revision + (description.isEmpty() ? "" : ": " + description));
    }
    if (view.isEmpty()) {
      return new ReconcileOutcome(
          true, revision + "; no agent could be asked whether that is what is declared (--agent)");
    }
    String health = Columns.cell(view.get().get("health"));
    return new ReconcileOutcome(
        GOOD.contains(health),
        revision + (GOOD.contains(health) ? ", " : ", but ") + health + reason(view, ""));
  }

  private static String reason(Optional<Map<?, ?>> view, String otherwise) {
    return view.map(told -> Columns.cell(told.get("reason")))
        .filter(reason -> !reason.isEmpty())
        .map(reason -> ": " + reason)
        .orElse(otherwise);
  }
}
