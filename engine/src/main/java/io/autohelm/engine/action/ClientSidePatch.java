package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.patch.PatchException;
import io.autohelm.engine.patch.ThreeWayMerge;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a client-side apply sends for an object that exists.
 *
 * @param body not empty
 */
record ClientSidePatch(Cluster.PatchKind kind, Map<String, @Nullable Object> body) {

  /**
   * The patch that makes of the live object what shall be, where a field that was written before
   * and is not any more goes; empty where there is nothing to change.
   *
   * @param original as it was written before
   * @param threeWays whether the live object counts for custom objects too; Helm compares those
   *     with what was written before alone, so that what somebody has changed stays changed
   */
  static Optional<ClientSidePatch> of(
      KubeObject original, KubeObject target, KubeObject live, boolean threeWays) {
    boolean strategic = ThreeWayMerge.isStrategic(target.group());
    Map<String, @Nullable Object> body;
    try {
      body =
          strategic
              ? ThreeWayMerge.strategic(original.tree(), target.tree(), live.tree())
              : threeWays
                  ? ThreeWayMerge.json(original.tree(), target.tree(), live.tree())
                  : ThreeWayMerge.difference(original.tree(), target.tree());
    } catch (PatchException e) {
      throw new ClusterException(
          ClusterException.Reason.INVALID, "failed to create patch: " + e.getMessage(), e);
    }
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ClientSidePatch(
                strategic ? Cluster.PatchKind.STRATEGIC : Cluster.PatchKind.MERGE, body));
  }
}
