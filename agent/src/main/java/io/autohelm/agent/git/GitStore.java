package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bare store of ours beside a remote repository, and what is asked of that. The store has single
 * commits without their history. One that became unreadable is thrown away and fetched anew; what
 * can still be read of it is kept.
 */
final class GitStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitStore.class);
  private static final String OURS = "refs/autohelm/";
  private static final String CURRENT = "current";

  /** A fetch brings a pack; more of them than these are put together. */
  private static final int MOST_PACKS = 40;

  /** How long what no ref names any more can still be read by those who hold its commit. */
  private static final Duration GRACE = Duration.ofHours(1);

  /** A reading of the store. */
  interface Reading<T> {
    T of(Repository store) throws IOException, GitAPIException;
  }

  private final GitAddress address;
  private final GitTransport transport;
  private final StoreFolder place;
  private final Path bare;
  private final Clock clock;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private Repository store;

  /** Whether something could not be read since the store was last looked through. */
  private volatile boolean isDoubtful;

  /** Whether the packs could not be put together, which only a new store mends. */
  private boolean isWorn;

  /** How many fetches in a row have failed. */
  private int failures;

  private GitStore(GitAddress address, GitTransport transport, Path folder, Clock clock)
      throws IOException {
    this.address = address;
    this.transport = transport;
    this.place = new StoreFolder(folder);
    this.clock = clock;
    this.bare = place.bare();
    this.store = place.open();
  }

  static GitStore open(String url, GitAccess access, Path folder, Clock clock) {
    try {
      Path home = Files.createDirectories(folder.resolve("home"));
      return new GitStore(new GitAddress(url), new GitTransport(access, home), folder, clock);
    } catch (IOException e) {
      throw new GitException("cannot make a Git store in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** An address without a password. */
  static String shown(String url) {
    return new GitAddress(url).shown();
  }

  String shown() {
    return address.shown();
  }

  /** Whether something could not be read, so that the next fetch looks whether all is there. */
  boolean isDoubtful() {
    return isDoubtful;
  }

  /**
   * Reads something.
   *
   * @param what for the failure, such as {@code the commit cannot be listed}
   * @throws GitException when the store cannot give it
   */
  <T> T read(String what, Reading<T> reading) {
    lock.readLock().lock();
    try {
      return reading.of(store);
    } catch (GitException e) {
      throw e;
    } catch (LargeObjectException e) {
      throw new GitException(what + ": " + e.getMessage(), e);
    } catch (IOException | GitAPIException | RuntimeException e) {
      isDoubtful = true;
      throw new GitException(what + ": " + e.getMessage(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** What the remote's branches or tags name; HEAD is among the branches' answer. */
  Collection<Ref> list(boolean branches, boolean tags) {
    try {
      return transport
          .prepared(Git.lsRemoteRepository().setRemote(address.url()))
          .setHeads(branches)
          .setTags(tags)
          .call();
    } catch (GitAPIException | RuntimeException e) {
      throw failure("cannot be read", e);
    }
  }

  /**
   * Has a commit here with all of its files.
   *
   * @param source the ref that names it at the remote, or its hash
   * @throws GitException when it cannot be had
   */
  void bring(String id, String source) {
    bring(id, address.url(), source);
  }

  private void bring(String id, String url, String source) {
    if (!isWhole(id)) {
      fetch(url, source, CURRENT);
    }
    if (!isWhole(id) && !isAnotherCurrent(id)) {
      renew(url, source, CURRENT, "files of commit " + id + " cannot be read");
    }
    if (!isWhole(id)) {
      throw new GitException(
          "repository " + shown() + " did not send commit " + id + "; it may just have moved");
    }
    isDoubtful = false;
    // It may have been here since an earlier fetch, and must not be dropped now.
    name(CURRENT, id);
  }

  /**
   * Whether the last fetch brought another commit. One that brought this one and left it unreadable
   * found a damaged pack of the same name in its way.
   */
  private boolean isAnotherCurrent(String id) {
    try {
      return named(CURRENT)
          .flatMap(current -> commit(current))
          .filter(current -> !current.name().equals(id))
          .isPresent();
    } catch (GitException e) {
      return false;
    }
  }

  /** As {@link #bring}, from a server that gives no commit by its hash: all there is is fetched. */
  void bringFromAll(String id) {
    Path all = place.all();
    if (BareFolder.packs(all) > MOST_PACKS) {
      StoreFolder.drop(all);
    }
    try (Repository whole = BareFolder.open(all)) {
      run(
          address.url(),
          new Git(whole)
              .fetch()
              .setRemoveDeletedRefs(true)
              .setRefSpecs(
                  new RefSpec("+refs/heads/*:" + OURS + "heads/*"),
                  new RefSpec("+refs/tags/*:" + OURS + "tags/*")));
      if (!whole.getObjectDatabase().has(ObjectId.fromString(id))) {
        throw new GitException("repository " + shown() + " has no commit " + id);
      }
    } catch (GitException e) {
      throw e;
    } catch (GitAPIException | IOException | RuntimeException e) {
      if (isOurs(e)) {
        StoreFolder.drop(all);
      }
      throw failure("cannot be fetched", e);
    }
    bring(id, all.toAbsolutePath().toString(), id);
  }

  /** Fetches what a ref names, as something else than the newest commit. */
  void fetch(String source, String target) {
    fetch(address.url(), source, target);
  }

  private void fetch(String url, String source, String target) {
    if (isWorn) {
      renew(url, source, target, "its packs cannot be put together");
      return;
    }
    try {
      BareFolder.prepare(bare);
      ShallowEnds.note(store, OURS);
    } catch (IOException | RuntimeException e) {
      renew(url, source, target, String.valueOf(e.getMessage()));
      return;
    }
    try {
      run(url, new Git(store).fetch().setDepth(1).setRefSpecs(spec(source, target)));
      failures = 0;
    } catch (GitAPIException | RuntimeException e) {
      failures++;
      GitException failure = failure("cannot be fetched", e);
      // A second failure may be the store's as well: an empty one tells.
      if (!isOurs(e) && isSound(false) && failures < 2) {
        throw failure;
      }
      try {
        renew(url, source, target, String.valueOf(failure.getMessage()));
      } catch (GitException again) {
        throw failure;
      }
    }
    tidy();
  }

  /** Whether all that refs of ours name is here, and if wanted can be read. */
  private boolean isSound(boolean isThorough) {
    try {
      for (Ref ref : store.getRefDatabase().getRefsByPrefix(OURS)) {
        Optional<ObjectId> commit = commit(ref.getObjectId());
        if (commit.isPresent() && !WholeCommit.isIn(store, commit.get().name(), isThorough)) {
          return false;
        }
      }
      return ShallowEnds.noted(store) != null;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static RefSpec spec(String source, String target) {
    return new RefSpec("+" + source + ":" + OURS + target);
  }

  private void run(String url, FetchCommand fetch) throws GitAPIException {
    transport.prepared(fetch.setRemote(url)).setTagOpt(TagOpt.NO_TAGS).call();
  }

  /** Whether a failure tells that objects of a store are missing or broken. */
  private static boolean isOurs(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
      if (cause instanceof MissingObjectException || cause instanceof CorruptObjectException) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /** Fetches into an empty store, which takes the place of this one. */
  private void renew(String url, String source, String target, String why) {
    try {
      place.begin(
          next -> {
            run(url, new Git(next).fetch().setDepth(1).setRefSpecs(spec(source, target)));
            rescue(next);
          });
      lock.writeLock().lock();
      try {
        store = place.replace(store);
      } finally {
        lock.writeLock().unlock();
      }
      place.forget();
      failures = 0;
      isWorn = false;
      LOG.warn("repository {} was fetched anew into an empty store: {}", shown(), why);
    } catch (GitAPIException | IOException | RuntimeException e) {
      throw failure("cannot be fetched", e);
    }
  }

  /** The commit in force is brought along where it can still be read. */
  private void rescue(Repository next) {
    try {
      for (Ref ref : store.getRefDatabase().getRefsByPrefix(OURS + "kept/")) {
        if (!WholeCommit.isIn(store, ref.getObjectId().name(), true)) {
          throw new IOException(ref.getName() + " is damaged");
        }
        run(
            bare.toAbsolutePath().toString(),
            new Git(next)
                .fetch()
                .setDepth(1)
                .setRefSpecs(new RefSpec("+" + ref.getName() + ":" + ref.getName())));
      }
    } catch (GitAPIException | IOException | RuntimeException e) {
      LOG.warn("what repository {} had before cannot be read: {}", shown(), e.getMessage());
    }
  }

  /**
   * Puts packs together and drops what no ref names since a while. JGit tries for ever to copy an
   * object that it cannot read, so that is looked at first.
   */
  private void tidy() {
    if (BareFolder.packs(bare) <= MOST_PACKS) {
      return;
    }
    try {
      ShallowEnds.note(store, OURS);
      isWorn = !isSound(true);
      if (!isWorn) {
        new Git(store).gc().setExpire(clock.instant().minus(GRACE)).call();
      }
    } catch (GitAPIException | IOException | RuntimeException e) {
      LOG.warn("cannot put the packs of {} together: {}", bare, e.getMessage());
      isWorn = true;
    }
  }

  /**
   * Whether a commit is here with all of its files. Where something could not be read, each file is
   * read.
   */
  private boolean isWhole(String id) {
    return WholeCommit.isIn(store, id, isDoubtful);
  }

  Optional<GitCommit> find(String id) {
    return read(
        "commit " + id + " cannot be read",
        repository -> {
          try (RevWalk walk = new RevWalk(repository)) {
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
          }
        });
  }

  /**
   * Whether one commit comes before another.
   *
   * @param source the ref that names the newer one at the remote
   */
  boolean isBefore(String source, String older, String newer) {
    try {
      ShallowEnds.note(store, OURS);
      Set<ObjectId> ends = store.getObjectDatabase().getShallowCommits();
      return new GitHistory(address.url(), transport, bare, ends, place.scratch())
          .isBefore(source, ObjectId.fromString(older), ObjectId.fromString(newer));
    } catch (GitAPIException | IOException | RuntimeException e) {
      throw failure("does not tell its history", e);
    }
  }

  /** What a ref of ours names. */
  Optional<ObjectId> named(String name) {
    return read(
        "the Git store cannot be read",
        repository -> {
          Ref ref = repository.exactRef(OURS + name);
          return Optional.ofNullable(ref == null ? null : ref.getObjectId());
        });
  }

  /** Keeps these commits and no others, so that they outlast what is fetched later. */
  void keepOnly(Set<String> commits) {
    commits.forEach(commit -> name("kept/" + commit, commit));
    read(
        "the Git store cannot be written",
        repository -> {
          for (Ref ref : repository.getRefDatabase().getRefsByPrefix(OURS + "kept/")) {
            if (!commits.contains(ref.getName().substring((OURS + "kept/").length()))) {
              ShallowEnds.drop(repository, ref);
            }
          }
          return commits;
        });
  }

  private Optional<ObjectId> commit(ObjectId named) {
    return read(
        "the Git store cannot be read",
        repository -> {
          try (ObjectReader reader = repository.newObjectReader()) {
            return GitHistory.commit(reader, named);
          }
        });
  }

  /** Lets a ref of ours name a commit. */
  void name(String name, String commit) {
    read(
        "the Git store cannot be written",
        repository -> {
          try {
            update(repository, name, commit);
          } catch (IOException e) {
            // A file that says nothing, or a lock that nobody holds, is in the way.
            Path file = bare.resolve(OURS + name);
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
            update(repository, name, commit);
          }
          return commit;
        });
  }

  private static void update(Repository repository, String name, String commit) throws IOException {
    RefUpdate update = repository.updateRef(OURS + name);
    update.setNewObjectId(ObjectId.fromString(commit));
    update.setForceUpdate(true);
    update.disableRefLog();
    RefUpdate.Result result = update.update();
    switch (result) {
      case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
      default -> throw new IOException(OURS + name + ": " + result);
    }
  }

  private GitException failure(String what, Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String why = deepest == e ? e.getMessage() : e.getMessage() + " (" + deepest.getMessage() + ")";
    String told = transport.trouble(e).orElseGet(() -> address.without(String.valueOf(why)));
    return new GitException("repository " + shown() + " " + what + ": " + told, e);
  }

  @Override
  public void close() {
    transport.close();
    store.close();
  }
}
