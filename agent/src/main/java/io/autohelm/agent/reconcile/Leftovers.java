package io.autohelm.agent.reconcile;

import io.autohelm.agent.declaration.DesiredRelease;
import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.engine.release.ReleaseStore;
import io.autohelm.engine.release.RevisionLabels;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What earlier processes installed, as the records in the cluster tell it, and how it was declared
 * then: in which order it goes, and how. Only the coordinator may touch it.
 */
final class Leftovers {
  private final ReleaseStore store;
  private final Map<ReleaseId, DesiredRelease> past = new HashMap<>();

  Leftovers(ReleaseStore store) {
    this.store = store;
  }

  /** Takes what was declared before the last process ended. */
  void remember(Collection<DesiredRelease> declared) {
    declared.forEach(release -> past.put(release.id(), release));
  }

  /**
   * The releases that were installed for some sources, each on its way out.
   *
   * @throws io.autohelm.engine.action.ClusterException when the cluster does not tell
   * @throws io.autohelm.engine.release.ReleaseException when a record cannot be read
   */
  Map<ReleaseId, Slot> of(Set<String> sources) {
    Map<ReleaseId, Slot> all = new TreeMap<>();
    for (RevisionLabels release : RevisionLabels.newest(store.index(""))) {
      ReleaseId id = new ReleaseId(release.namespace(), release.name());
      String source = release.labels().get(Inputs.SOURCE_LABEL);
      if (source != null && sources.contains(source)) {
        all.put(id, Slot.leaving(source, past.get(id)));
      }
    }
    return all;
  }
}
