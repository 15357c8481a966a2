package io.autohelm.agent.plan;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Decision;
import io.autohelm.agent.reconcile.PlannedRelease;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.render.KubeVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a sync would do with one release.
 *
 * @param declared file and line; empty for a release that is not declared any more
 * @param action in one word, as the status has it; {@code error} where it cannot be planned
 * @param chartBefore name and version of what is deployed; empty where nothing is
 * @param chartAfter name and version of what would be; empty for a release that would go
 * @param revision the number that the new revision would have; 0 where there would be none
 * @param digest by which somebody may agree to the new revision; empty where there would be none
 * @param waits what has to be waited for first
 * @param dependsOn the releases that go before it
 * @param error why it cannot be planned, in one line; empty where it can
 */
public record ReleasePlan(
    ReleaseId id,
    String declared,
    String action,
    String reason,
    boolean isChange,
    String chartBefore,
    String chartAfter,
    int revision,
    String digest,
    List<Wait> waits,
    List<String> dependsOn,
    List<ValueChange> values,
    List<ObjectPlan> objects,
    List<Warning> warnings,
    String error) {

  /**
   * Something that has to be waited for.
   *
   * @param what in one word, for example {@code wait-for-window}
   * @param until when that ends by itself; empty where it does not, or nobody knows
   */
  public record Wait(String what, String reason, String until) {}

  public ReleasePlan {
    waits = List.copyOf(waits);
    dependsOn = List.copyOf(dependsOn);
    values = List.copyOf(values);
    objects = List.copyOf(objects);
    warnings = List.copyOf(warnings);
  }

  /** A release that cannot be planned. */
  public static ReleasePlan failed(ReleaseId id, String declared, String error) {
    return new ReleasePlan(
        id, declared, "error", "", false, "", "", 0, "", List.of(), List.of(), List.of(), List.of(),
        List.of(), error);
  }

  /**
   * A planned release as people may see it.
   *
   * @param redaction hides in a text what is known to be secret
   */
  public static ReleasePlan of(
      PlannedRelease planned,
      String declared,
      List<String> dependsOn,
      List<ValueChange> values,
      KubeVersion cluster,
      UnaryOperator<String> redaction) {
    List<ObjectPlan> objects = new ArrayList<>();
    for (PlannedRelease.PlannedCrd crd : planned.crds()) {
      if (crd.isApplied()) {
        objects.add(ObjectPlan.of(crd, redaction));
      }
    }
    planned.objects().forEach(object -> objects.add(ObjectPlan.of(object, redaction)));
    Decision decision = planned.decision();
    Release standing = planned.standing();
    Release next = planned.next();
    int revision = next == null ? 0 : next.revision();
    return new ReleasePlan(
        planned.id(),
        declared,
        decision.step().text(),
        redaction.apply(decision.reason()),
        planned.isChange() || !objects.isEmpty(),
        standing == null ? "" : chart(standing.chart()),
        chart(planned.chart()),
        standing != null && standing.revision() == revision ? 0 : revision,
        planned.digest(),
        planned.waits().stream()
            .map(
                wait ->
                    new Wait(
                        wait.step().text(),
                        redaction.apply(wait.reason()),
                        wait.until() == null ? "" : wait.until().toString()))
            .toList(),
        dependsOn,
        values,
        objects,
        Warnings.of(planned, cluster),
        "");
  }

  private static String chart(@Nullable Chart chart) {
    return chart == null ? "" : chart.name() + "-" + chart.metadata().version();
  }

  /** The sign that stands before it. */
  String sign() {
    return switch (action) {
      case "error" -> "!";
      case "install" -> "+";
      case "uninstall" -> "-";
      default -> isChange ? "~" : "=";
    };
  }

  /** The chart, before and after where these differ. */
  String charts() {
    if (chartBefore.isEmpty() || chartBefore.equals(chartAfter)) {
      return chartAfter;
    }
    return chartAfter.isEmpty() ? chartBefore : chartBefore + " -> " + chartAfter;
  }

  /** For example {@code 1 added, 2 changed}; empty where no object would change. */
  String counts() {
    List<String> counts = new ArrayList<>();
    for (String change : List.of("added", "changed", "removed")) {
      long count = objects.stream().filter(object -> object.change().equals(change)).count();
      if (count > 0) {
        counts.add(count + " " + change);
      }
    }
    return String.join(", ", counts);
  }
}
