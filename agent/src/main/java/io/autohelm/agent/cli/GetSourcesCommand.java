package io.autohelm.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code autohelm get sources}. */
@Command(
    name = "sources",
    header = "List the Git repositories of an agent, with the commit that is in force.",
    exitCodeOnInvalidInput = 2,
    exitCodeOnExecutionException = 2)
final class GetSourcesCommand implements Callable<Integer> {
  @Mixin private ViewOption view = new ViewOption();

  @Mixin private AgentOptions agent = new AgentOptions();

  @Override
  public Integer call() {
    List<Map<?, ?>> sources = agent.sources();
    view.print(sources, () -> text(sources));
    return 0;
  }

  private String text(List<Map<?, ?>> sources) {
    String[] head = {"NAME", "REF", "COMMIT", "RELEASES", "PROBLEMS", "LAST SUCCESS", "ERROR"};
    String[] wide = {
      "NAME",
      "REF",
      "COMMIT",
      "RELEASES",
      "PROBLEMS",
      "LAST SUCCESS",
      "ERROR",
      "URL",
      "COMMITTED",
      "AUTHOR",
      "SUBJECT"
    };
    Columns columns = new Columns(view.isWide() ? wide : head);
    for (Map<?, ?> source : sources) {
      List<String> row = new ArrayList<>();
      row.add(Columns.cell(source.get("name")));
      row.add(Columns.cell(source.get("ref")));
      row.add(GetReleasesCommand.commit(source));
      row.add(Columns.cell(source.get("releases")));
      row.add(source.get("problems") instanceof List<?> problems ? "" + problems.size() : "0");
      row.add(Columns.cell(source.get("lastSuccess")));
      row.add(Columns.cell(source.get("error")));
      if (view.isWide()) {
        for (String field : List.of("url", "committed", "author", "subject")) {
          row.add(Columns.cell(source.get(field)));
        }
      }
      columns.add(row);
    }
    StringBuilder text = new StringBuilder(columns.text());
    for (Map<?, ?> source : sources) {
      if (source.get("problems") instanceof List<?> problems) {
        problems.forEach(
            problem -> text.append(source.get("name")).append(": ").append(problem).append('\n'));
      }
    }
    return text.toString();
  }
}
