package io.autohelm.agent.git;

import io.autohelm.engine.semver.Constraint;
import io.autohelm.engine.semver.SemverException;
import io.autohelm.engine.semver.Version;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * One remote repository with a bare store of our own beside it. Asking which commit a ref names is
 * one small request; objects are fetched when that answer changed, and only that commit's. For one
 * thread at a time.
 */
public final class GitRepository implements AutoCloseable {
  private static final String LOCAL_REF = "refs/autohelm/current";

  /** What a process that was killed in a fetch leaves; the store is used by one process only. */
  private static final List<String> LOCKS =
      List.of(LOCAL_REF + ".lock", "shallow.lock", "config.lock", "packed-refs.lock");

  private final String url;
  private final GitRef ref;
  private final GitTransport transport;
  private final Repository store;

  private GitRepository(String url, GitRef ref, GitTransport transport, Repository store) {
    this.url = url;
    this.ref = ref;
    this.transport = transport;
    this.store = store;
  }

  /**
   * Opens the store in {@code folder}, made if it does not exist; the remote is not asked yet.
   *
   * @param url https, http, ssh, {@code user@host:path}, file, or a path
   * @throws GitException when the folder cannot be used
   */
  public static GitRepository open(
      String url, GitRef ref, GitCredentials credentials, Path folder) {
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
      return new GitRepository(url, ref, new GitTransport(credentials, home), store);
    } catch (IOException e) {
      throw new GitException("cannot make a Git store in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The remote's address without a password. */
  public static String shown(String url) {
    try {
      URIish uri = new URIish(url);
      return uri.setPass(null).toString();
    } catch (URISyntaxException e) {
      return url;
    }
  }

  /** The commit that the ref names at the remote now: its hash. */
  public String ask() {
    if (ref instanceof GitRef.Commit commit) {
      return commit.id();
    }
    try {
      Collection<Ref> refs =
          transport
              .prepared(Git.lsRemoteRepository().setRemote(url))
              .setHeads(ref instanceof GitRef.Branch)
              .setTags(ref instanceof GitRef.Tag || ref instanceof GitRef.Semver)
              .call();
      return chosen(refs)
          .orElseThrow(
              () -> new GitException("repository " + shown(url) + " has no " + ref.text()));
    } catch (GitAPIException | JGitInternalException e) {
      throw failure("cannot be read", e);
    }
  }

  private Optional<String> chosen(Collection<Ref> refs) {
    if (ref instanceof GitRef.Branch branch) {
      return named(refs, "refs/heads/" + branch.name());
    }
    if (ref instanceof GitRef.Tag tag) {
      return tagged(refs, "refs/tags/" + tag.name());
    }
    if (ref instanceof GitRef.Semver semver) {
      return newest(refs, semver.constraint());
    }
    return named(refs, "HEAD");
  }

  private static Optional<String> named(Collection<Ref> refs, String name) {
    return refs.stream()
        .filter(candidate -> candidate.getName().equals(name) && candidate.getObjectId() != null)
        .map(candidate -> candidate.getObjectId().name())
        .findFirst();
  }

  /** An annotated tag is listed twice, the second time with the commit that it names. */
  private static Optional<String> tagged(Collection<Ref> refs, String name) {
    return refs.stream()
        .filter(candidate -> candidate.getName().equals(name))
        .map(
            candidate -> {
              ObjectId peeled = candidate.getPeeledObjectId();
              return (peeled == null ? candidate.getObjectId() : peeled).name();
            })
        .findFirst();
  }

  private static Optional<String> newest(Collection<Ref> refs, String constraint) {
    Constraint allowed = Constraint.parse(constraint);
    @Nullable Version best = null;
    Optional<String> commit = Optional.empty();
    for (Ref candidate : refs) {
      String name = candidate.getName().replaceFirst("^refs/tags/", "");
      try {
        Version version = Version.parse(name);
        if (allowed.allows(version) && (best == null || version.compareTo(best) > 0)) {
          best = version;
          commit = tagged(refs, candidate.getName());
        }
      } catch (SemverException e) {
        // A tag that is no version is not meant.
      }
    }
    return commit;
  }

  /** The commit with that hash, fetched unless it is here already. */
  public GitCommit fetch(String id) {
    Optional<GitCommit> here = find(id);
    if (here.isPresent()) {
      return here.get();
    }
    try {
      transport
          .prepared(
              new Git(store)
                  .fetch()
                  .setRemote(url)
                  .setDepth(1)
                  .setTagOpt(TagOpt.NO_TAGS)
                  .setRefSpecs(new RefSpec("+" + source(id) + ":" + LOCAL_REF)))
          .call();
    } catch (GitAPIException | JGitInternalException e) {
      throw failure("cannot be fetched", e);
    }
    return find(id)
        .orElseThrow(
            () ->
                new GitException(
                    "repository "
                        + shown(url)
                        + " did not send commit "
                        + id
                        + "; it may just have moved"));
  }

  /** Servers give what a ref names; one commit by its hash only where they allow that. */
  private String source(String id) {
    if (ref instanceof GitRef.Branch branch) {
      return "refs/heads/" + branch.name();
    }
    if (ref instanceof GitRef.Tag tag) {
      return "refs/tags/" + tag.name();
    }
    return ref instanceof GitRef.Head ? "HEAD" : id;
  }

  private Optional<GitCommit> find(String id) {
    try (RevWalk walk = new RevWalk(store)) {
      RevCommit commit = walk.parseCommit(ObjectId.fromString(id));
      return Optional.of(
          new GitCommit(
              commit.name(),
              Instant.ofEpochSecond(commit.getCommitTime()),
              commit.getAuthorIdent().getName(),
              commit.getShortMessage()));
    } catch (MissingObjectException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new GitException("commit " + id + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The files of a commit that was fetched. */
  public CommitFiles files(GitCommit commit) {
    try (RevWalk walk = new RevWalk(store)) {
      return new CommitFiles(
          store, walk.parseCommit(ObjectId.fromString(commit.id())).getTree().getId());
    } catch (IOException e) {
      throw new GitException("commit " + commit.id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private GitException failure(String what, Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String why = deepest == e ? e.getMessage() : e.getMessage() + " (" + deepest.getMessage() + ")";
    return new GitException(
        "repository " + shown(url) + " " + what + ": " + withoutPassword(String.valueOf(why)), e);
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
