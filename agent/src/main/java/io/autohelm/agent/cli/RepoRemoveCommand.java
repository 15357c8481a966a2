package io.autohelm.agent.cli;

import io.autohelm.engine.repo.HelmFolders;
import io.autohelm.engine.repo.HelmRepositories;
import io.autohelm.engine.repo.RepositoriesFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code autohelm repo remove}. */
@Command(
    name = "remove",
    aliases = "rm",
    customSynopsis = "autohelm repo remove [REPO1 [REPO2 ...]] [flags]",
    header = "Take repositories' names and kept indexes away.")
final class RepoRemoveCommand implements Callable<Integer>, LikeHelm {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "REPO", description = "Names of repositories")
  private List<String> names = new ArrayList<>();

  @Mixin private HelmOptions options = new HelmOptions();

  @Override
  public Integer call() throws IOException {
    if (spec != null) {
      HelmUsage.atLeast(1, spec.commandLine(), names);
    }
    HelmFolders folders = options.folders();
    RepositoriesFile.locked(folders.repositoryConfig(), () -> remove(folders));
    return 0;
  }

  private void remove(HelmFolders folders) throws IOException {
    RepositoriesFile file = RepositoriesFile.read(folders.repositoryConfig());
    if (file.entries().isEmpty()) {
      throw new CommandException(1, "no repositories configured");
    }
    HelmRepositories repositories =
        new HelmRepositories(folders, System.getenv(), Clock.systemUTC(), HelmOutput::log);
    for (String name : names) {
      if (!file.remove(name)) {
        throw new CommandException(1, "no repo named \"" + name + "\" found");
      }
      file.write(folders.repositoryConfig());
      repositories.forget(name);
      HelmOutput.print("\"" + name + "\" has been removed from your repositories\n");
    }
  }
}
