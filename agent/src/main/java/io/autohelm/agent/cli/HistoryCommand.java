package io.autohelm.agent.cli;

import io.autohelm.engine.kube.KubeConnection;
import io.autohelm.engine.release.Release;
import io.autohelm.engine.release.ReleaseInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm history}. */
@Command(
    name = "history",
    aliases = "hist",
    customSynopsis = "autohelm history RELEASE_NAME [flags]",
    header = "Show the revisions of a release.")
final class HistoryCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "RELEASE", description = "The release's name")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--max",
      paramLabel = "NUMBER",
      converter = GoInteger.class,
      description = "How many at most, the newest (default: 256)")
  private int max = 256;

  @Option(
      names = "--show-rollback-revision",
      description = "Show which revision was rolled back to")
  private boolean showRollback;

  @Mixin private FormatOption output = new FormatOption();

  @Mixin private KubeOptions options = new KubeOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.exactly(1, spec.commandLine(), arguments);
    }
    try (KubeConnection connection = options.connect()) {
      String name = RecordedRelease.checked(arguments.get(0), "release name is invalid: ");
      List<Release> history =
          options.releases(connection).history(options.namespace(connection), name);
      if (history.isEmpty()) {
        throw new CommandException(1, "release: not found");
      }
      print(history.subList(Math.max(0, history.size() - Math.max(0, max)), history.size()));
    }
    return 0;
  }

  private void print(List<Release> history) {
    if (output.format != OutputFormat.TABLE) {
      HelmListing.print(output.format, history.stream().map(HistoryCommand::object).toList());
      return;
    }
    HelmTable table = new HelmTable(0);
    List<String> head =
        new ArrayList<>(List.of("REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"));
    if (showRollback) {
      head.add("ROLLBACK");
    }
    head.add("DESCRIPTION");
    table.add(head.toArray(String[]::new));
    for (Release release : history) {
      ReleaseInfo info = release.info();
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(release.revision()));
      row.add(HelmTime.inWords(info.lastDeployed()));
      row.add(release.status().text());
      row.add(release.chart().name() + "-" + release.chart().metadata().version());
      row.add(release.chart().metadata().appVersion());
      if (showRollback) {
        row.add(info.rollbackRevision() > 0 ? Integer.toString(info.rollbackRevision()) : "");
      }
      row.add(info.description());
      table.add(row.toArray(String[]::new));
    }
    HelmOutput.print(table.text() + "\n");
  }

  private static Map<String, @Nullable Object> object(Release release) {
    ReleaseInfo info = release.info();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("revision", (long) release.revision());
    if (info.lastDeployed() != null) {
      object.put("updated", HelmTime.exact(info.lastDeployed()));
    }
    object.put("status", release.status().text());
    object.put("chart", release.chart().name() + "-" + release.chart().metadata().version());
    object.put("app_version", release.chart().metadata().appVersion());
    if (info.rollbackRevision() > 0) {
      object.put("rollback_revision", (long) info.rollbackRevision());
    }
    object.put("description", info.description());
    return object;
  }
}
