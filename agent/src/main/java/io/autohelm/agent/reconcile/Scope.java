package io.autohelm.agent.reconcile;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Which of a release's objects are looked at.
 *
 * @param only these; empty for all
 * @param standing drift that was found before and not put right
 * @param shownUntil until when drift that was put right is shown, though nothing is wrong any more
 */
record Scope(Set<KubeObject.Id> only, List<DriftedObject> standing, Instant shownUntil) {
  Scope {
    only = Set.copyOf(only);
    standing = List.copyOf(standing);
  }

  boolean isAll() {
    return only.isEmpty();
  }

  List<KubeObject> of(List<KubeObject> objects) {
    return isAll()
        ? objects
        : objects.stream().filter(object -> only.contains(object.id())).toList();
  }

  /** The standing drift of objects that are not looked at; what is extra is always known anew. */
  List<DriftedObject> elsewhere() {
    return isAll()
        ? List.of()
        : standing.stream()
            .filter(drifted -> !only.contains(drifted.id()))
            .filter(drifted -> drifted.change().isCorrectable())
            .toList();
  }

  /**
   * Whether a look that found nothing says something: one at everything does, and one at what stood
   * as drifted; one at a single object says nothing of the others. Shortly after a correction none
   * does: whoever polls the metric must have a chance to see that there was drift.
   */
  boolean isTelling(Instant now) {
    return !now.isBefore(shownUntil)
        && (isAll() || standing.stream().anyMatch(drifted -> only.contains(drifted.id())));
  }
}
