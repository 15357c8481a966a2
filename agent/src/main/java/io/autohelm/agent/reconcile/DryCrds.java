package io.autohelm.agent.reconcile;

import io.autohelm.agent.drift.ObjectDiff;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedCrd;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.Cluster;
import io.autohelm.engine.action.CrdPolicy;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.crd.CrdComparison;
import io.autohelm.engine.crd.CrdDanger;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What would become of the definitions in a chart's {@code crds/}.
 *
 * @param differing those that the cluster has otherwise, or not at all
 * @param kinds what all of them define, as group and kind
 */
record DryCrds(List<PlannedCrd> differing, Set<String> kinds) {
  static final String KIND = "CustomResourceDefinition";

  /**
   * Asks the cluster; nothing is asked for a chart without such files.
   *
   * @param isFirst whether the release would be installed
   */
  static DryCrds of(Cluster cluster, Chart chart, ActionPolicy policy, boolean isFirst) {
    CrdPolicy crds = isFirst ? policy.installCrds() : policy.upgradeCrds();
    List<PlannedCrd> differing = new ArrayList<>();
    Set<String> kinds = new HashSet<>();
    for (Chart.Crd file : chart.crds()) {
      for (KubeObject parsed : KubeObject.parseAll(file.file().text())) {
        KubeObject wanted = cluster.placed(parsed, "");
        Optional<KubeObject> live = cluster.get(wanted);
        if (crds != CrdPolicy.SKIP) {
          kind(wanted).ifPresent(kinds::add);
        }
        if (live.isEmpty()) {
          differing.add(new PlannedCrd(wanted, null, crds != CrdPolicy.SKIP, List.of()));
        } else {
          KubeObject after = cluster.apply(wanted, Cluster.ApplyMode.DRY_RUN);
          if (!ObjectDiff.paths(live.get(), after).isEmpty()) {
            differing.add(
                new PlannedCrd(
                    after,
                    live.get(),
                    crds == CrdPolicy.CREATE_REPLACE,
                    dangers(live.get(), wanted)));
          }
        }
      }
    }
    return new DryCrds(differing, kinds);
  }

  /** What could come of a change to objects of the kind, each in a line. */
  static List<String> dangers(KubeObject live, KubeObject wanted) {
    return CrdComparison.dangers(live, wanted).stream().map(CrdDanger::toString).toList();
  }

  /** What a definition defines, as group and kind; empty for any other object. */
  static Optional<String> kind(KubeObject object) {
    if (object.kind().equals(KIND)
        && object.tree().get("spec") instanceof Map<?, ?> spec
        && spec.get("names") instanceof Map<?, ?> names) {
      return Optional.of(spec.get("group") + "/" + names.get("kind"));
    }
    return Optional.empty();
  }
}
