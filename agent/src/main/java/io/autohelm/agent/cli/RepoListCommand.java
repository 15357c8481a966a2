package io.autohelm.agent.cli;

import io.autohelm.engine.repo.RepositoriesFile;
import io.autohelm.engine.repo.RepositoryEntry;
import io.autohelm.engine.repo.RepositoryException;
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

/** {@code autohelm repo list}. */
@Command(
    name = "list",
    aliases = "ls",
    customSynopsis = "autohelm repo list [flags]",
    header = "List the repositories that have names.")
final class RepoListCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--no-headers", description = "Print no head line")
  private boolean noHeaders;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputFormat.Converter.class,
      description = "table, json or yaml")
  private OutputFormat format = OutputFormat.TABLE;

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() {
    if (spec != null) {
      HelmUsage.none(spec.commandLine(), arguments);
    }
    List<RepositoryEntry> entries = entries();
    if (format != OutputFormat.TABLE) {
      List<Map<String, @Nullable Object>> objects = new ArrayList<>();
      for (RepositoryEntry entry : entries) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", entry.name());
        object.put("url", entry.url());
        objects.add(object);
      }
      HelmListing.print(format, objects);
      return 0;
    }
    if (entries.isEmpty()) {
      HelmOutput.error("no repositories to show\n");
      return 0;
    }
    HelmTable table = new HelmTable(0);
    if (!noHeaders) {
      table.add("NAME", "URL");
    }
    entries.forEach(entry -> table.add(entry.name(), entry.url()));
    HelmOutput.print(table.text() + "\n");
    return 0;
  }

  /** A file that cannot be read holds no repositories, for Helm. */
  private List<RepositoryEntry> entries() {
    try {
      return RepositoriesFile.read(options.folders().repositoryConfig()).entries();
    } catch (RepositoryException e) {
      return List.of();
    }
  }
}
