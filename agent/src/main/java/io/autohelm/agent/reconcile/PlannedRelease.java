package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.manifest.KubeObject;
import java.util.List;

/**
 * What a sync would do with one release.
 *
 * @param objects those that would change, in the order of the manifest, removed ones last
 * @param digest by which somebody may agree to a new revision; empty where there would be none
 */
public record PlannedRelease(
    ReleaseId id,
    String chart,
    Decision.Step step,
    String reason,
    List<PlannedObject> objects,
    String digest) {
  /** What would become of an object. */
  public enum Change {
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * An object that would change.
   *
   * @param paths for a changed one the fields, as JSON pointers, without values
   */
  public record PlannedObject(KubeObject.Id id, Change change, List<String> paths) {}

  public PlannedRelease {
    objects = List.copyOf(objects);
  }

  /** Whether a sync would do anything. */
  public boolean isChange() {
    return step.isAction() || !objects.isEmpty();
  }
}
