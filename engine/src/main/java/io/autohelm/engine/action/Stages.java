package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.sequence.Sequence;
import io.autohelm.engine.sequence.SequenceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The objects of a release in the stages in which they are made or removed; one stage where nobody
 * asks for an order.
 */
final class Stages {
  private Stages() {}

  /**
   * The stages in which they are made.
   *
   * @throws ActionException where the charts ask for an order that cannot be
   */
  static List<List<KubeObject>> of(
      ActionContext context, ActionPolicy policy, Release release, List<KubeObject> objects) {
    if (!policy.ordered() || objects.isEmpty()) {
      return List.of(objects);
    }
    Sequence sequence;
    try {
      sequence = Sequence.of(release.manifest(), release.chart());
    } catch (SequenceException e) {
      throw new ActionException(
          "the order inside the release cannot be followed: " + e.getMessage(), e);
    }
    sequence.warnings().forEach(warning -> context.listener().warning(warning, Map.of()));
    return sequence.stages(objects);
  }

  /** The stages in which they are removed; none but one where the order cannot be followed. */
  static List<List<KubeObject>> reversed(
      ActionContext context, ActionPolicy policy, Release release, List<KubeObject> objects) {
    try {
      List<List<KubeObject>> stages = new ArrayList<>(of(context, policy, release, objects));
      Collections.reverse(stages);
      return stages;
    } catch (ActionException e) {
      // What was made in no order can be removed in none.
      return List.of(objects);
    }
  }
}
