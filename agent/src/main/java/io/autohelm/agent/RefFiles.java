package io.autohelm.agent;

import io.autohelm.agent.cli.CommandException;
import io.autohelm.agent.declaration.SourceFiles;
import io.autohelm.agent.git.FolderTree;
import io.autohelm.agent.git.GitAccess;
import io.autohelm.agent.git.GitException;
import io.autohelm.agent.git.GitOrigin;
import io.autohelm.agent.git.GitRef;
import io.autohelm.agent.git.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The files that a command works on: those of a folder, or those of a commit. */
final class RefFiles {
  private static final int ERROR = 2;

  private RefFiles() {}

  /**
   * Lets somebody use the files.
   *
   * @param repository a folder, or with a ref the address of a Git repository
   * @param ref a branch, {@code tags/NAME} or a full hash; null for the folder as it is
   * @param settings whose sources say by what credentials an address is reached; null for none
   * @throws CommandException where there is no such folder, repository or ref
   */
  static <T> T with(
      String repository,
      @Nullable String ref,
      @Nullable Settings settings,
      Function<SourceFiles, T> use) {
    if (ref == null) {
      Path folder = Path.of(repository);
      if (!Files.isDirectory(folder)) {
        throw new CommandException(
            ERROR, repository + " is not a folder; give --ref to name a Git repository");
      }
      return use.apply(new FolderSourceFiles(folder));
    }
    Path store;
    try {
      store = Files.createTempDirectory("autohelm-ref");
    } catch (IOException e) {
      throw new CommandException(ERROR, "cannot make a temporary folder: " + e.getMessage());
    }
    try (GitRepository git =
        GitRepository.open(
            GitOrigin.of(address(repository), parsed(ref), access(repository, settings)),
            store,
            Clock.systemUTC())) {
      return use.apply(new CommitSourceFiles(git.files(git.fetch(git.ask()))));
    } catch (GitException e) {
      throw new CommandException(ERROR, String.valueOf(e.getMessage()));
    } finally {
      FolderTree.discard(store);
    }
  }

  /** A folder is named from where the command runs, not from where its objects are fetched to. */
  private static String address(String repository) {
    Path folder = Path.of(repository);
    return Files.isDirectory(folder) ? folder.toAbsolutePath().normalize().toString() : repository;
  }

  private static GitAccess access(String repository, @Nullable Settings settings) {
    return settings == null
        ? GitAccess.OPEN
        : settings.sources().stream()
            .filter(source -> source.url().equals(repository))
            .map(Settings.Source::access)
            .findFirst()
            .orElse(GitAccess.OPEN);
  }

  private static GitRef parsed(String ref) {
    if (ref.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
      return new GitRef.Commit(ref);
    }
    return ref.startsWith("tags/")
        ? new GitRef.Tag(ref.substring("tags/".length()))
        : new GitRef.Branch(ref);
  }
}
