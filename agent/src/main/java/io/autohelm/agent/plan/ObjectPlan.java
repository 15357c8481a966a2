package io.autohelm.agent.plan;

import io.autohelm.agent.diff.FieldDiff;
import io.autohelm.agent.reconcile.PlannedRelease.Change;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedCrd;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one object.
 *
 * @param change what happens, in one word for programs
 * @param fields what would change in one that stays, both values each, what is secret hidden
 */
public record ObjectPlan(
    String change, String apiVersion, KubeObject.Id id, List<FieldDiff.Field> fields) {
  public ObjectPlan {
    fields = List.copyOf(fields);
  }

  static ObjectPlan of(PlannedObject planned, UnaryOperator<String> redaction) {
    return of(planned.change(), planned.before(), planned.after(), planned.object(), redaction);
  }

  static ObjectPlan of(PlannedCrd crd, UnaryOperator<String> redaction) {
    return of(
        crd.live() == null ? Change.ADDED : Change.CHANGED,
        crd.live(),
        crd.wanted(),
        crd.wanted(),
        redaction);
  }

  private static ObjectPlan of(
      Change change,
      @Nullable KubeObject before,
      @Nullable KubeObject after,
      KubeObject object,
      UnaryOperator<String> redaction) {
    return new ObjectPlan(
        change.name().toLowerCase(Locale.ROOT),
        object.apiVersion(),
        object.id(),
        before == null || after == null ? List.of() : FieldDiff.between(before, after, redaction));
  }

  String sign() {
    return switch (change) {
      case "added" -> "+";
      case "removed" -> "-";
      default -> "~";
    };
  }
}
