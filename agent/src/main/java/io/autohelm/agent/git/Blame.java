package io.autohelm.agent.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.BlameCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.blame.BlameResult;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Which commit wrote the lines of a work tree's files. */
public final class Blame implements AutoCloseable {
  /** A commit that wrote a line. */
  public record Writer(String commit, String author, Instant time, String subject) {}

  private final Git git;

  /** From which commit on it is looked; null for the work tree. */
  private final @Nullable ObjectId start;

  private final Map<String, @Nullable BlameResult> known = new HashMap<>();

  private Blame(Git git, @Nullable ObjectId start) {
    this.git = git;
    this.start = start;
  }

  /** Empty where the folder is not in a work tree of Git, or nothing was committed yet. */
  public static Optional<Blame> of(Path folder) {
    return of(folder, null);
  }

  /**
   * As {@link #of(Path)}, for the files as they are in a commit.
   *
   * @param ref a branch, {@code tags/NAME} or a hash; null for the work tree
   */
  public static Optional<Blame> of(Path folder, @Nullable String ref) {
    try {
      FileRepositoryBuilder builder =
          new FileRepositoryBuilder().setMustExist(true).findGitDir(folder.toFile());
      if (builder.getGitDir() == null) {
        return Optional.empty();
      }
      Repository repository = builder.build();
      if (repository.isBare() || repository.resolve("HEAD") == null) {
        repository.close();
        return Optional.empty();
      }
      ObjectId start = ref == null ? null : repository.resolve(ref + "^{commit}");
      if (ref != null && start == null) {
        repository.close();
        return Optional.empty();
      }
      return Optional.of(new Blame(new Git(repository), start));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The commit that wrote a line of a file.
   *
   * @param file on disk
   * @param line from 1
   * @return empty where the line is not committed, or the file is not known to Git
   */
  public Optional<Writer> line(Path file, int line) {
    File top = git.getRepository().getWorkTree();
    String path =
        top.toPath()
            .toAbsolutePath()
            .normalize()
            .relativize(file.toAbsolutePath().normalize())
            .toString()
            .replace(File.separatorChar, '/');
    BlameResult result = known.computeIfAbsent(path, this::blamed);
    if (result == null || line < 1 || line > result.getResultContents().size()) {
      return Optional.empty();
    }
    RevCommit commit = result.getSourceCommit(line - 1);
    if (commit == null) {
      return Optional.empty();
    }
    PersonIdent author = commit.getAuthorIdent();
    return Optional.of(
        new Writer(
            commit.name(), author.getName(), author.getWhenAsInstant(), commit.getShortMessage()));
  }

  private @Nullable BlameResult blamed(String path) {
    try {
      BlameCommand blame = git.blame().setFilePath(path);
      return start == null ? blame.call() : blame.setStartCommit(start).call();
    } catch (GitAPIException e) {
      return null;
    }
  }

  @Override
  public void close() {
    git.close();
    git.getRepository().close();
  }
}
