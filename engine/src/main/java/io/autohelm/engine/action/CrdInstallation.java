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

  /**
   * A CRD that the chart brings.
   *
   * @param file its place in the chart
   */
  private record Brought(String file, KubeObject crd) {}

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
    List<Brought> missing = new ArrayList<>();
    List<Replacement> replacements = new ArrayList<>();
    for (Brought brought : brought(chart)) {
      Optional<KubeObject> live = cluster.get(brought.crd);
      if (live.isEmpty()) {
        missing.add(brought);
      } else if (policy == CrdPolicy.CREATE_REPLACE) {
        replacements.add(new Replacement(live.get(), brought.crd));
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

  private List<Brought> brought(Chart chart) {
    List<Brought> all = new ArrayList<>();
    for (Chart.Crd crd : chart.crds()) {
      String file = crd.file().name();
      try {
        for (KubeObject object : KubeObject.parseAll(crd.file().text())) {
          all.add(new Brought(file, cluster.placed(object, "")));
        }
      } catch (ClusterException e) {
        throw notInstalled(file, e);
      }
    }
    return all;
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
              + (objects < 0
                  ? "its objects cannot be counted"
                  : objects == 1 ? "1 object" : objects + " objects")
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

  private KubeObject make(Brought brought) {
    try {
      return serverSide
          ? cluster.apply(brought.crd, Cluster.ApplyMode.POLITE)
          : cluster.create(brought.crd);
    } catch (ClusterException e) {
      throw notInstalled(brought.file, e);
    }
  }

  private static ClusterException notInstalled(String file, ClusterException e) {
    return new ClusterException(
        e.reason(), "failed to install CRD " + file + ": " + e.getMessage(), e);
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
