package io.autohelm.engine.action;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.crd.CrdComparison;
import io.autohelm.engine.crd.CrdDanger;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings the CRDs of {@code crds/} to the cluster, before anything is rendered. */
final class CrdInstallation {
  /** How long Helm lets a CRD take to be served. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final ActionContext context;
  private final Cluster cluster;
  private final boolean serverSide;
  private final boolean isForced;

  /**
   * @param isForced whether CRDs are changed although objects could come to harm
   */
  CrdInstallation(ActionContext context, boolean serverSide, boolean isForced) {
    this.context = context;
    this.cluster = context.cluster();
    this.serverSide = serverSide;
    this.isForced = isForced;
  }

  /** A CRD that exists, with what the chart would make of it. */
  private record Replacement(KubeObject live, KubeObject wanted) {}

  /**
   * Makes the CRDs that do not exist yet, changes the others where that is asked for, and waits
   * until all are served. All are looked at before one is changed.
   *
   * @throws ActionException where a change could harm objects, with every such place
   */
  void run(Chart chart, CrdPolicy policy) {
    if (policy == CrdPolicy.SKIP || chart.crds().isEmpty()) {
      return;
    }
    List<KubeObject> missing = new ArrayList<>();
    List<Replacement> replacements = new ArrayList<>();
    for (KubeObject crd : objects(chart)) {
      Optional<KubeObject> live = cluster.get(crd);
      if (live.isEmpty()) {
        missing.add(crd);
      } else if (policy == CrdPolicy.CREATE_REPLACE) {
        replacements.add(new Replacement(live.get(), crd));
      }
    }
    check(replacements);
    List<KubeObject> written = new ArrayList<>(cluster.each(missing, this::make));
    written.addAll(cluster.each(replacements, this::replace));
    if (!written.isEmpty()) {
      cluster.awaitReady(written, Patience.of(TIMEOUT));
      cluster.forgetDiscovery();
    }
  }

  private List<KubeObject> objects(Chart chart) {
    return chart.crds().stream()
        .flatMap(crd -> KubeObject.parseAll(crd.file().text()).stream())
        .map(crd -> cluster.placed(crd, ""))
        .toList();
  }

  private void check(List<Replacement> replacements) {
    List<String> refusals = new ArrayList<>();
    for (Replacement replacement : replacements) {
      List<CrdDanger> dangers = CrdComparison.dangers(replacement.live, replacement.wanted);
      long objects = dangers.isEmpty() ? 0 : cluster.countCustom(replacement.live);
      if (objects == 0) {
        continue; // whom nobody uses nobody can harm
      }
      String told =
          "CRD "
              + replacement.live.name()
              + " ("
              + (objects < 0 ? "its objects cannot be counted" : objects + " objects")
              + "): "
              + dangers.stream().map(CrdDanger::toString).collect(Collectors.joining("; "));
      if (isForced) {
        context.listener().warning("changed although objects may come to harm: " + told, Map.of());
      } else {
        refusals.add(told);
      }
    }
    if (!refusals.isEmpty()) {
      throw new ActionException(
          "CRDs of the chart are not applied, since objects could be lost or refused: "
              + String.join(" | ", refusals)
              + ". Nothing was changed. Migrate the objects first, skip the CRDs, or force the"
              + " change");
    }
  }

  private KubeObject make(KubeObject crd) {
    try {
      return serverSide ? cluster.apply(crd, Cluster.ApplyMode.POLITE) : cluster.create(crd);
    } catch (ClusterException e) {
      throw new ClusterException(
          e.reason(), "failed to install CRD " + crd.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * What others wrote into it, as a certificate for its webhook, stays where the chart is silent.
   */
  private KubeObject replace(Replacement replacement) {
    try {
      cluster.adoptClientSideFields(replacement.live);
      return cluster.apply(replacement.wanted, Cluster.ApplyMode.FORCE);
    } catch (ClusterException e) {
      throw new ClusterException(
          e.reason(),
          "failed to update CRD " + replacement.wanted.name() + ": " + e.getMessage(),
          e);
    }
  }
}
