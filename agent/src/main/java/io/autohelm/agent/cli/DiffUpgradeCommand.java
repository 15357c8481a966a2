package io.autohelm.agent.cli;

import io.autohelm.agent.diff.Changes;
import io.autohelm.agent.diff.ObjectChange;
import io.autohelm.engine.action.ActionPolicy;
import io.autohelm.engine.action.DryRun;
import io.autohelm.engine.action.ReleaseRequest;
import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseStatus;
import io.autohelm.engine.release.ReleaseStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code autohelm diff upgrade}. */
@Command(
    name = "upgrade",
    header = "Show what an upgrade would change.",
    description = {
      "",
      "A release that is not there is shown as wholly new.",
      "",
      "Exit codes: 0 nothing would change, 1 something would, 2 there was an error.",
      ""
    },
    exitCodeOnInvalidInput = 2)
final class DiffUpgradeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RELEASE", description = "The release's name")
  private String name = "";

  @Parameters(index = "1", paramLabel = "CHART", description = "The chart")
  private String reference = "";

  @Mixin private ValuesModeOptions valuesMode = new ValuesModeOptions();

  @Mixin private LiveOption live = new LiveOption();

  @Mixin private ChartOptions chart = new ChartOptions();

  @Mixin private ValuesOptions values = new ValuesOptions();

  @Mixin private DiffOptions diff = new DiffOptions();

  @Mixin private KubeOptions kube = new KubeOptions();

  @Override
  public Integer call() {
    return diff.show(this::changes);
  }

  private List<ObjectChange> changes() throws IOException {
    Chart loaded = Charts.load(ChartSource.find(reference, chart, kube.helm));
    Map<String, @Nullable Object> given = values.values();
    try (KubeConnection connection = kube.connect();
        ActionRun run = ActionRun.dry(connection, kube)) {
      ReleaseStore store = kube.releases(connection);
      ReleaseRequest request =
          new ReleaseRequest(name, kube.namespace(connection), loaded, given, Map.of(), policy());
      Optional<Release> now = deployed(store, request.namespace());
      if (now.isEmpty()) {
        return Changes.between(List.of(), diff.objects(run.actions().install(request)));
      }
      Release then = run.actions().upgrade(request);
      return live.isAsked()
          ? LiveObjects.changes(run.actions(), now.get(), then)
          : diff.between(now.get(), then);
    }
  }

  /** What is in the cluster: the deployed revision, or the newest where none is. */
  private Optional<Release> deployed(ReleaseStore store, String namespace) {
    List<Release> history = store.history(namespace, name);
    return history.stream()
        .filter(release -> release.status() == ReleaseStatus.DEPLOYED)
        .reduce((earlier, later) -> later)
        .or(
            () ->
                history.stream()
                    .filter(release -> release.status() != ReleaseStatus.UNINSTALLED)
                    .reduce((earlier, later) -> later));
  }

  private ActionPolicy policy() {
    return ActionPolicy.HELM.change().dryRun(DryRun.SERVER).values(valuesMode.mode()).build();
  }
}
