package io.autohelm.agent.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;

/** A bare store of ours beside a remote repository, and what is asked of that. */
final class GitStore implements AutoCloseable {
  private static final String OURS = "refs/autohelm/";

  /** What a process that was killed in a fetch leaves; the store is used by one process only. */
  private static final List<String> LOCKS =
      List.of("shallow.lock", "config.lock", "packed-refs.lock");

  private final String url;
  private final GitTransport transport;
  private final Repository store;

  private GitStore(String url, GitTransport transport, Repository store) {
    this.url = url;
    this.transport = transport;
    this.store = store;
  }

  static GitStore open(String url, GitAccess access, Path folder) {
    try {
      Path home = Files.createDirectories(folder.resolve("home"));
      Path bare = folder.resolve("objects.git");
      Repository store = new RepositoryBuilder().setGitDir(bare.toFile()).setBare().build();
      if (!Files.exists(bare.resolve("HEAD"))) {
        store.create(true);
      }
      for (String lock : LOCKS) {
        Files.deleteIfExists(bare.resolve(lock));
      }
      try (var refs = Files.walk(Files.createDirectories(bare.resolve(OURS)))) {
        for (Path file : refs.filter(path -> path.toString().endsWith(".lock")).toList()) {
          Files.delete(file);
        }
      }
      return new GitStore(url, new GitTransport(access, home), store);
    } catch (IOException e) {
      throw new GitException("cannot make a Git store in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** An address without a password. */
  static String shown(String url) {
    try {
      return new URIish(url).setPass(null).toString();
    } catch (URISyntaxException e) {
      return url;
    }
  }

  String shown() {
    return shown(url);
  }

  Repository repository() {
    return store;
  }

  /** What the remote's branches or tags name; HEAD is among the branches' answer. */
  Collection<Ref> list(boolean branches, boolean tags) {
    try {
      return transport
          .prepared(Git.lsRemoteRepository().setRemote(url))
          .setHeads(branches)
          .setTags(tags)
          .call();
    } catch (GitAPIException | JGitInternalException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * Fetches what a ref of the remote names now, or a commit.
   *
   * @param source a ref or a hash
   * @param depth how many commits back
   */
  void fetch(String source, String target, int depth) {
    call(
        () ->
            new Git(store)
                .fetch()
                .setDepth(depth)
                .setRefSpecs(new RefSpec("+" + source + ":" + OURS + target)));
  }

  /** Fetches what a ref names, as the newest commit. */
  void fetch(String source, int depth) {
    fetch(source, "current", depth);
  }

  /** Fetches all branches and tags: for a server that gives no single commit by its hash. */
  void fetchAll() {
    call(
        () ->
            new Git(store)
                .fetch()
                .setRefSpecs(
                    new RefSpec("+refs/heads/*:" + OURS + "heads/*"),
                    new RefSpec("+refs/tags/*:" + OURS + "tags/*")));
  }

  /** What an earlier fetch that was cut has left is mended on the way. */
  private void call(Supplier<FetchCommand> fetch) {
    try {
      try {
        run(fetch.get());
      } catch (GitAPIException | JGitInternalException e) {
        if (!ShallowEnds.areWrong(e)) {
          throw e;
        }
        ShallowEnds.mend(store);
        run(fetch.get());
      }
    } catch (GitAPIException | JGitInternalException | IOException e) {
      throw failure("cannot be fetched", e);
    }
  }

  private void run(FetchCommand fetch) throws GitAPIException {
    transport.prepared(fetch.setRemote(url)).setTagOpt(TagOpt.NO_TAGS).call();
  }

  Optional<GitCommit> find(String id) {
    try (RevWalk walk = new RevWalk(store)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(id));
      return Optional.of(
          new GitCommit(
              commit.name(),
              Instant.ofEpochSecond(commit.getCommitTime()),
              commit.getAuthorIdent().getName(),
              commit.getShortMessage(),
              null));
    } catch (MissingObjectException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new GitException("commit " + id + " cannot be read: " + e.getMessage(), e);
    }
  }

  GitException unsent(String id) {
    return new GitException(
        "repository " + shown() + " did not send commit " + id + "; it may just have moved");
  }

  /** What a ref of ours names. */
  Optional<ObjectId> named(String name) {
    try {
      Ref ref = store.exactRef(OURS + name);
      return Optional.ofNullable(ref == null ? null : ref.getObjectId());
    } catch (IOException e) {
      throw new GitException("the Git store cannot be read: " + e.getMessage(), e);
    }
  }

  /** Lets a ref of ours name a commit. */
  void name(String name, String commit) {
    try {
      RefUpdate update = store.updateRef(OURS + name);
      update.setNewObjectId(ObjectId.fromString(commit));
      update.setForceUpdate(true);
      update.disableRefLog();
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
        default -> throw new IOException(OURS + name + ": " + result);
      }
    } catch (IOException e) {
      throw new GitException("the Git store cannot be written: " + e.getMessage(), e);
    }
  }

  private GitException failure(String what, Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String why = deepest == e ? e.getMessage() : e.getMessage() + " (" + deepest.getMessage() + ")";
    return new GitException(
        "repository " + shown() + " " + what + ": " + withoutPassword(String.valueOf(why)), e);
  }

  /** JGit repeats the address it was given, password included. */
  private String withoutPassword(String text) {
    try {
      String password = new URIish(url).getPass();
      return password == null || password.isEmpty() ? text : text.replace(password, "***");
    } catch (URISyntaxException e) {
      return text;
    }
  }

  @Override
  public void close() {
    transport.close();
    store.close();
  }
}
