package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import io.autohelm.engine.repo.RepoSearch;
import io.autohelm.engine.repo.RepositoriesFile;
import java.io.IOException;
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

/** {@code autohelm search repo}. */
@Command(
    name = "repo",
    customSynopsis = "autohelm search repo [keyword] [flags]",
    header = "Search the kept indexes of repositories that have names.",
    description = {
      "",
      "Shows the newest release of each chart whose name, description or keywords hold "
          + "the words. No network is used: the indexes are those of the last repo update.",
      "",
      "Examples:",
      "  autohelm search repo postgres",
      "  autohelm search repo --regexp '^my.*sql' --versions --version '>=1 <3'",
      ""
    })
final class SearchRepoCommand implements Callable<Integer>, LikeHelm {
  @Parameters(arity = "0..*", paramLabel = "KEYWORD", description = "What to look for")
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"-r", "--regexp"},
      description = "The keyword is a regular expression")
  private boolean isPattern;

  @Option(
      names = {"-l", "--versions"},
      description = "Show each version of a chart")
  private boolean allVersions;

  @Option(names = "--devel", description = "Show pre-releases too")
  private boolean devel;

  @Option(names = "--version", paramLabel = "CONSTRAINT", description = "Which versions to show")
  private String version = "";

  @Mixin private SearchOptions printing = new SearchOptions();

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    HelmFolders folders = options.folders();
    String asked = !version.isEmpty() ? version : devel ? ">0.0.0-0" : ">0.0.0";
    List<RepoSearch.Found> found =
        RepoSearch.search(
            RepositoriesFile.read(folders.repositoryConfig()),
            folders,
            new RepoSearch.Query(String.join(" ", words), isPattern, allVersions, asked),
            HelmOutput::log);
    List<String[]> rows = new ArrayList<>();
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (RepoSearch.Found one : found) {
      rows.add(
          new String[] {
            one.name(), one.chart().version(), one.chart().appVersion(), one.chart().description()
          });
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("name", one.name());
      object.put("version", one.chart().version());
      object.put("app_version", one.chart().appVersion());
      object.put("description", one.chart().description());
      objects.add(object);
    }
    printing.print(
        new String[] {"NAME", "CHART VERSION", "APP VERSION", "DESCRIPTION"}, rows, objects);
    return 0;
  }
}
