package io.autohelm.agent.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm diff drift}. */
@Command(
    name = "drift",
    header = "Show the drift of a release as its agent keeps it: what, since when, by whom.",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class DiffDriftCommand implements Callable<Integer> {
  @Mixin private NamedRelease release = new NamedRelease();

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private AgentOptions agent = new AgentOptions();

  @Override
  public Integer call() {
    NamedRelease.Id id = release.id(agent.kube);
    List<Map<?, ?>> episodes = agent.drift(id.namespace(), id.name());
    view.print(episodes, () -> text(episodes));
    return episodes.stream().anyMatch(episode -> episode.get("ended") == null) ? 1 : 0;
  }

  private static String text(List<Map<?, ?>> episodes) {
    if (episodes.isEmpty()) {
      return "no drift was seen\n";
    }
    Columns columns =
        new Columns("SINCE", "ENDED", "CHANGE", "OBJECT", "FIELD", "NOW", "RELEASE HAS", "BY");
    for (Map<?, ?> episode : episodes) {
      List<?> fields =
          episode.get("fields") instanceof List<?> all && !all.isEmpty() ? all : List.of(Map.of());
      for (Object field : fields) {
        if (field instanceof Map<?, ?> changed) {
          columns.add(
              List.of(
                  Columns.time(episode.get("since")),
                  ended(episode),
                  Columns.cell(episode.get("change")),
                  Columns.object(episode),
                  Columns.cell(changed.get("path")),
                  Columns.cell(changed.get("live")),
                  Columns.cell(changed.get("wanted")),
                  Columns.cell(changed.get("by"))));
        }
      }
    }
    return columns.text();
  }

  private static String ended(Map<?, ?> episode) {
    return episode.get("ended") == null
        ? "still there"
        : Columns.time(episode.get("ended")) + " " + Columns.cell(episode.get("outcome"));
  }
}
