package io.autohelm.engine.action;

import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects in order, cut where the kind changes: what is of one kind may be done at once, and the
 * order between kinds holds.
 */
public final class KindRuns {
  private KindRuns() {}

  /** The runs; none for no objects. */
  public static List<List<KubeObject>> of(List<KubeObject> objects) {
    List<List<KubeObject>> runs = new ArrayList<>();
    KubeObject before = null;
    for (KubeObject object : objects) {
      boolean isAlike =
          before != null
              && before.kind().equals(object.kind())
              && before.group().equals(object.group());
      if (!isAlike) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(object);
      before = object;
    }
    return runs;
  }
}
