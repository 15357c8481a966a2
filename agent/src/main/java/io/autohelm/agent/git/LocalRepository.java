package io.autohelm.agent.git;

import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * A repository with a work tree on this machine, to commit to: what the demonstration plays with.
 */
public final class LocalRepository implements AutoCloseable {
  private static final PersonIdent AUTHOR =
      new PersonIdent("Autohelm demo", "demo@autohelm.invalid");

  private final Git git;

  private LocalRepository(Git git) {
    this.git = git;
  }

  /** Makes a repository of a folder, with the branch {@code main}. */
  public static LocalRepository create(Path folder) {
    try {
      return new LocalRepository(
          Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call());
    } catch (GitAPIException e) {
      throw new GitException("cannot make a repository in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Commits the work tree as it is; gives the commit's hash. */
  public String commitAll(String message) {
    try {
      git.add().addFilepattern(".").call();
      git.add().addFilepattern(".").setUpdate(true).call();
      // The user's own hooks and signing settings have no part in a demonstration.
      return git.commit()
          .setMessage(message)
          .setAuthor(AUTHOR)
          .setCommitter(AUTHOR)
          .setSign(false)
          .setNoVerify(true)
          .call()
          .name();
    } catch (GitAPIException e) {
      throw new GitException("cannot commit: " + e.getMessage(), e);
    }
  }

  /** Where the work tree is. */
  public Path folder() {
    return git.getRepository().getWorkTree().toPath();
  }

  @Override
  public void close() {
    git.close();
  }
}
