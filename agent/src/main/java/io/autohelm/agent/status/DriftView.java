package io.autohelm.agent.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.autohelm.agent.drift.DriftedField;
import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.agent.reconcile.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drift of a release as the last check found it.
 *
 * @param since when it was first seen; null without drift
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DriftView(List<DriftedObjectView> objects, @Nullable Instant since) {
  static final DriftView NONE = new DriftView(List.of(), null);

  /** What still differs: what was just put right does not, and is among the episodes. */
  static DriftView of(Report.ReleaseSynced synced) {
    List<DriftedObject> standing = DriftedObject.standing(synced.drift(), synced.isPutRight());
    return standing.isEmpty()
        ? NONE
        : new DriftView(standing.stream().map(DriftedObjectView::of).toList(), synced.driftSince());
  }

  /**
   * An object that differs.
   *
   * @param change {@code missing}, {@code modified} or {@code extra}
   * @param paths the fields, without their values
   * @param fields the same fields, each with who changed it
   */
  @JsonInclude
  public record DriftedObjectView(
      String kind,
      String namespace,
      String name,
      String change,
      List<String> paths,
      List<DriftedFieldView> fields) {
    static DriftedObjectView of(DriftedObject object) {
      return new DriftedObjectView(
          object.id().kind(),
          object.id().namespace(),
          object.id().name(),
          object.change().text(),
          object.paths(),
          object.fields().stream().map(DriftedFieldView::of).toList());
    }
  }

  /**
   * A field that differs.
   *
   * @param by the field manager that changed it; null where the cluster does not tell
   * @param operation {@code Apply} or {@code Update}; null with {@code by}
   * @param time when; null where the cluster does not tell
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DriftedFieldView(
      String path, @Nullable String by, @Nullable String operation, @Nullable Instant time) {
    static DriftedFieldView of(DriftedField field) {
      boolean isKnown = !field.by().isEmpty();
      return new DriftedFieldView(
          field.path(),
          isKnown ? field.by() : null,
          isKnown ? field.operation() : null,
          field.time());
    }

    /** For people, in one line. */
    String text() {
      return by == null
          ? path
          : path
              + " by "
              + by
              + (time == null ? "" : " at " + time.truncatedTo(ChronoUnit.SECONDS));
    }
  }
}
