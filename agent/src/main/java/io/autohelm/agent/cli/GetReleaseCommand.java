package io.autohelm.agent.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm get release}. */
@Command(
    name = "release",
    header = "Show what an agent knows of one release.",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class GetReleaseCommand implements Callable<Integer> {
  @Mixin private NamedRelease release = new NamedRelease();

  @Mixin private ViewOption view = new ViewOption();

  @Mixin private AgentOptions agent = new AgentOptions();

  @Override
  public Integer call() {
    NamedRelease.Id id = release.id(agent.kube);
    Map<?, ?> found =
        agent
            .release(id.namespace(), id.name())
            .orElseThrow(() -> new CommandException(1, "the agent knows no release " + id));
    view.print(found, () -> text(found));
    return 0;
  }

  private static String text(Map<?, ?> release) {
    StringBuilder text = new StringBuilder();
    for (String field :
        List.of(
            "namespace",
            "name",
            "chart",
            "revision",
            "state",
            "health",
            "action",
            "reason",
            "error",
            "source",
            "commit",
            "lastSync")) {
      if (release.get(field) != null) {
        text.append("%-11s".formatted((field + ":").replace("lastSync", "last sync")))
            .append(Columns.time(release.get(field)).replaceAll("\\s*\\n\\s*", " "))
            .append('\n');
      }
    }
    String declaration = AgentOptions.declaration(release);
    if (!declaration.isEmpty()) {
      text.append("declared:  ").append(declaration).append('\n');
    }
    if (release.get("objects") instanceof Map<?, ?> objects
        && objects.get("items") instanceof List<?> items
        && !items.isEmpty()) {
      Columns columns = new Columns("OBJECT", "HEALTH", "REASON");
      for (Object item : items) {
        if (item instanceof Map<?, ?> object) {
          columns.add(
              List.of(
                  Columns.object(object),
                  Columns.cell(object.get("health")),
                  Columns.cell(object.get("reason"))));
        }
      }
      text.append('\n').append(columns.text());
    }
    drift(release, text);
    return text.toString();
  }

  private static void drift(Map<?, ?> release, StringBuilder text) {
    if (!(release.get("drift") instanceof Map<?, ?> drift
        && drift.get("objects") instanceof List<?> objects
        && !objects.isEmpty())) {
      return;
    }
    Columns columns = new Columns("DRIFT", "OBJECT", "FIELD", "BY", "SINCE");
    for (Object item : objects) {
      if (item instanceof Map<?, ?> object) {
        List<?> fields =
            object.get("fields") instanceof List<?> all && !all.isEmpty() ? all : List.of(Map.of());
        for (Object field : fields) {
          if (field instanceof Map<?, ?> changed) {
            columns.add(
                List.of(
                    Columns.cell(object.get("change")),
                    Columns.object(object),
                    Columns.cell(changed.get("path")),
                    Columns.cell(changed.get("by")),
                    Columns.time(drift.get("since"))));
          }
        }
      }
    }
    text.append('\n').append(columns.text());
  }
}
