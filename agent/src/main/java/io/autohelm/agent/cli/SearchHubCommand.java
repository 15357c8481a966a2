package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HubSearch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autohelm search hub}. */
@Command(
    name = "hub",
    customSynopsis = "autohelm search hub [KEYWORD] [flags]",
    header = "Search Artifact Hub, or a hub of your own.")
final class SearchHubCommand implements Callable<Integer>, LikeHelm {
  @Parameters(arity = "0..*", paramLabel = "KEYWORD", description = "What to look for")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "The hub (default: ${DEFAULT-VALUE})")
  private String endpoint = "https://hub.helm.sh";

  @Option(names = "--list-repo-url", description = "Show each chart's repository too")
  private boolean withRepository;

  @Mixin private SearchOptions printing = new SearchOptions();

  @Mixin HelmOptions options = new HelmOptions();

  @Override
  public Integer call() {
    List<String[]> rows = new ArrayList<>();
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (HubSearch.Found one :
        new HubSearch(System.getenv(), Clock.systemUTC())
            .search(endpoint, String.join(" ", words))) {
      List<String> row =
          new ArrayList<>(List.of(one.url(), one.version(), one.appVersion(), one.description()));
      if (withRepository) {
        row.add(one.repositoryUrl());
      }
      rows.add(row.toArray(String[]::new));
      objects.add(object(one));
    }
    List<String> head =
        new ArrayList<>(List.of("URL", "CHART VERSION", "APP VERSION", "DESCRIPTION"));
    if (withRepository) {
      head.add("REPO URL");
    }
    printing.print(head.toArray(String[]::new), rows, objects);
    return 0;
  }

  private static Map<String, @Nullable Object> object(HubSearch.Found one) {
    Map<String, @Nullable Object> repository = new LinkedHashMap<>();
    repository.put("url", one.repositoryUrl());
    repository.put("name", one.repositoryName());
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("url", one.url());
    object.put("version", one.version());
    object.put("app_version", one.appVersion());
    object.put("description", one.description());
    object.put("repository", repository);
    return object;
  }
}
