package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import io.autohelm.engine.repo.HelmRepositories;
import io.autohelm.engine.repo.RepositoriesFile;
import io.autohelm.engine.repo.RepositoryEntry;
import io.autohelm.engine.repo.RepositoryException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code autohelm repo update}. */
@Command(
    name = "update",
    aliases = "up",
    customSynopsis = "autohelm repo update [REPO1 [REPO2 ...]] [flags]",
    header = "Bring the newest indexes.",
    description = {
      "",
      "Brings the indexes of all repositories that have names, or of those given, at "
          + "the same time.",
      ""
    })
final class RepoUpdateCommand implements Callable<Integer>, LikeHelm {
  @Parameters(arity = "0..*", paramLabel = "REPO", description = "Names of repositories")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Taken and ignored: a download that makes no progress ends by itself")
  void takeTimeout(String ignored) {
    // One bound for all downloads stands in the library.
  }

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() {
    HelmFolders folders = options.folders();
    List<RepositoryEntry> known = known(folders);
    for (String name : names) {
      if (known.stream().noneMatch(entry -> entry.name().equals(name))) {
        throw new CommandException(
            1, "no repositories found matching '" + name + "'.  Nothing will be updated");
      }
    }
    HelmOutput.print("Hang tight while we grab the latest from your chart repositories...\n");
    HelmRepositories repositories =
        new HelmRepositories(folders, System.getenv(), Clock.systemUTC(), HelmOutput::log);
    Map<RepositoryEntry, CompletableFuture<String>> running = new LinkedHashMap<>();
    for (RepositoryEntry entry : known) {
      if (names.isEmpty() || names.contains(entry.name())) {
        running.put(entry, CompletableFuture.supplyAsync(() -> update(entry, repositories)));
      }
    }
    List<String> failed = new ArrayList<>();
    running.forEach(
        (entry, update) -> {
          String problem = update.join();
          if (problem.isEmpty()) {
            HelmOutput.print(
                "...Successfully got an update from the \""
                    + entry.name()
                    + "\" chart repository\n");
          } else {
            failed.add(entry.url());
            HelmOutput.print(
                "...Unable to get an update from the \""
                    + entry.name()
                    + "\" chart repository ("
                    + entry.url()
                    + "):\n\t"
                    + problem
                    + "\n");
          }
        });
    if (!failed.isEmpty()) {
      throw new CommandException(
          1, "failed to update the following repositories: [" + String.join(" ", failed) + "]");
    }
    HelmOutput.print("Update Complete. ⎈Happy Helming!⎈\n");
    return 0;
  }

  private static List<RepositoryEntry> known(HelmFolders folders) {
    List<RepositoryEntry> known;
    try {
      known = RepositoriesFile.read(folders.repositoryConfig()).entries();
    } catch (RepositoryException e) {
      throw new CommandException(
          1, "failed loading file: " + folders.repositoryConfig() + ": " + e.getMessage());
    }
    if (known.isEmpty()) {
      throw new CommandException(1, "no repositories found. You must add one before updating");
    }
    return known;
  }

  /** The problem, empty where all went well. */
  private static String update(RepositoryEntry entry, HelmRepositories repositories) {
    try {
      repositories.update(entry);
      return "";
    } catch (RepositoryException | IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
