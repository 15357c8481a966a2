package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sync would do with one release. Bears what is secret: it is not for people.
 *
 * @param decision what there is to do, whatever has to be waited for
 * @param waits what has to be waited for before that is done, each with the reason
 * @param digest by which somebody may agree to a new revision; empty where there would be none
 * @param standing the revision that is deployed now; null where none is
 * @param next the revision that there would be; null where there would be none
 * @param chart of which it would be made; null for a release that would go
 * @param objects those that would change, in the order of the manifest, removed ones last
 * @param rendered all objects that there would be
 * @param crds those of the chart's {@code crds/} that differ from the cluster's
 */
public record PlannedRelease(
    ReleaseId id,
    Decision decision,
    List<Decision> waits,
    String digest,
    @Nullable Release standing,
    @Nullable Release next,
    @Nullable Chart chart,
    List<PlannedObject> objects,
    List<KubeObject> rendered,
    List<PlannedCrd> crds) {
  /** What would become of an object. */
  public enum Change {
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * An object that would change.
   *
   * @param before as it is in the cluster; null where it is not there
   * @param after as it would be; null where it would go
   */
  public record PlannedObject(
      Change change, @Nullable KubeObject before, @Nullable KubeObject after) {
    /** One of the two that there is. */
    public KubeObject object() {
      if (after != null) {
        return after;
      }
      if (before != null) {
        return before;
      }
      throw new IllegalStateException("an object is there before, or after");
    }
  }

  /**
   * A definition in the chart's {@code crds/} that is another than the cluster's.
   *
   * @param isApplied whether the declaration lets it be made or changed
   * @param dangers what could come of the change, each in a line
   */
  public record PlannedCrd(
      KubeObject wanted, @Nullable KubeObject live, boolean isApplied, List<String> dangers) {
    public PlannedCrd {
      dangers = List.copyOf(dangers);
    }
  }

  public PlannedRelease {
    waits = List.copyOf(waits);
    objects = List.copyOf(objects);
    rendered = List.copyOf(rendered);
    crds = List.copyOf(crds);
  }

  /** Whether a sync would do anything, now or once nothing has to be waited for. */
  public boolean isChange() {
    return decision.step().isAction() || !objects.isEmpty();
  }
}
