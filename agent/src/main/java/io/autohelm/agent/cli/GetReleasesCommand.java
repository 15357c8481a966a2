package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code autohelm get releases}. */
@Command(
    name = "releases",
    header = "List the releases of an agent, with their health and drift.",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class GetReleasesCommand implements Callable<Integer> {
  @Option(names = "--source", paramLabel = "NAME", description = "Those of this source alone")
  private String source = "";

  @Option(
      names = "--not-healthy",
      description = "Only those that need somebody's eyes; exit code 1 where there are such")
  private boolean notHealthy;

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private AgentOptions agent = new AgentOptions();

  @Override
  public Integer call() {
    String namespace = agent.kube.helm.givenNamespace().orElse("");
    List<Map<?, ?>> releases = new ArrayList<>();
    for (Map<?, ?> release : agent.releases()) {
      boolean isWanted =
          (namespace.isEmpty() || namespace.equals(release.get("namespace")))
              && (source.isEmpty() || source.equals(release.get("source")))
              && !(notHealthy && "healthy".equals(release.get("health")));
      if (isWanted) {
        releases.add(release);
      }
    }
    if (releases.isEmpty() && !source.isEmpty()) {
      checkSource();
    }
    view.print(releases, () -> text(releases));
    return notHealthy && !releases.isEmpty() ? 1 : 0;
  }

  private void checkSource() {
    List<String> known =
        agent.sources().stream().map(each -> Columns.cell(each.get("name"))).toList();
    if (!known.contains(source)) {
      throw new CommandException(
          2, "the agent has no source " + source + "; it has " + String.join(", ", known));
    }
  }

  private String text(List<Map<?, ?>> releases) {
    String[] head = {"NAMESPACE", "NAME", "CHART", "REVISION", "HEALTH", "DRIFT", "ACTION"};
    String[] wide = {
      "NAMESPACE",
      "NAME",
      "CHART",
      "REVISION",
      "HEALTH",
      "DRIFT",
      "ACTION",
      "STATE",
      "SOURCE",
      "COMMIT",
      "LAST SYNC",
      "REASON"
    };
    Columns columns = new Columns(view.isWide() ? wide : head);
    for (Map<?, ?> release : releases) {
      List<String> row = new ArrayList<>();
      for (String field : List.of("namespace", "name", "chart")) {
        row.add(Columns.cell(release.get(field)));
      }
      row.add(Columns.revision(release));
      row.add(Columns.cell(release.get("health")));
      row.add(AgentStatus.drift(release));
      row.add(Columns.cell(release.get("action")));
      if (view.isWide()) {
        row.add(Columns.cell(release.get("state")));
        row.add(Columns.cell(release.get("source")));
        row.add(commit(release));
        row.add(Columns.time(release.get("lastSync")));
        Object error = release.get("error");
        row.add(Columns.cell(error == null ? release.get("reason") : error));
      }
      columns.add(row);
    }
    return columns.text();
  }

  /** As people write commits. */
  static String commit(Map<?, ?> of) {
    String commit = Columns.cell(of.get("commit"));
    return commit.substring(0, Math.min(10, commit.length()));
  }
}
