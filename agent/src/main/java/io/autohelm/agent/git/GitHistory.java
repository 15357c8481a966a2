package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;

/**
 * Whether one commit comes before another. Asked in a store that lives as long as the question:
 * JGit notes where history ends before its commits come, and over the older protocol it cannot
 * deepen a history that it already has, so a store that is to last must stay shallow.
 */
final class GitHistory {
  /** How far back it is looked, when there are commits between. */
  private static final int[] DEPTHS = {50, 1000};

  private static final String NEWER = "refs/autohelm/newer";

  private final String url;
  private final GitTransport transport;

  /** The store that has the newer commit. */
  private final Path bare;

  /** Where the history in that store ends. */
  private final Set<ObjectId> known;

  private final Path scratch;

  GitHistory(String url, GitTransport transport, Path bare, Set<ObjectId> known, Path scratch) {
    this.url = url;
    this.transport = transport;
    this.bare = bare;
    this.known = known;
    this.scratch = scratch;
  }

  /** What the commits between show. */
  private enum Answer {
    BEFORE,
    ELSEWHERE,
    FURTHER_BACK,
    MOVED
  }

  /**
   * Asks the remote.
   *
   * @param source the ref that names the newer commit there
   * @return false also where the older is not among the last thousand
   */
  boolean isBefore(String source, ObjectId older, ObjectId newer)
      throws IOException, GitAPIException {
    for (int depth : DEPTHS) {
      Answer answer = answer(source, older, newer, depth);
      switch (answer) {
        case BEFORE -> {
          return true;
        }
        case ELSEWHERE -> {
          return false;
        }
        case MOVED ->
            throw new IOException(
                source + " moved on while the history of " + newer.name() + " was asked for");
        case FURTHER_BACK -> {}
      }
    }
    return false;
  }

  /** How little may be sent: less than all where server and store allow it. */
  private enum Sparing {
    FILES,
    KNOWN,
    NOTHING
  }

  private Answer answer(String source, ObjectId older, ObjectId newer, int depth)
      throws IOException, GitAPIException {
    for (Sparing sparing : List.of(Sparing.FILES, Sparing.KNOWN)) {
      try {
        return answer(source, older, newer, depth, sparing);
      } catch (GitAPIException | IOException | JGitInternalException e) {
        // Not every server can leave files out; what the store knows may be damaged.
      }
    }
    return answer(source, older, newer, depth, Sparing.NOTHING);
  }

  private Answer answer(String source, ObjectId older, ObjectId newer, int depth, Sparing sparing)
      throws IOException, GitAPIException {
    FolderTree.delete(scratch);
    try (Repository store = BareFolder.open(scratch)) {
      if (sparing != Sparing.NOTHING) {
        share(store, newer);
      }
      FetchCommand fetch =
          new Git(store)
              .fetch()
              .setRemote(url)
              .setDepth(depth)
              .setCheckFetchedObjects(false)
              .setTagOpt(TagOpt.NO_TAGS)
              .setRefSpecs(new RefSpec("+" + source + ":refs/autohelm/tip"));
      transport
          .prepared(
              fetch,
              sparing == Sparing.FILES ? FilterSpec.fromFilterLine("tree:0") : FilterSpec.NO_FILTER)
          .call();
      return read(store, older, newer);
    } finally {
      FolderTree.delete(scratch);
    }
  }

  /** What the lasting store has need not be sent. */
  private void share(Repository store, ObjectId newer) throws IOException {
    Files.writeString(
        scratch.resolve("objects/info/alternates"),
        bare.resolve("objects").toAbsolutePath() + "\n");
    Set<ObjectId> ends = new HashSet<>(known);
    ends.add(newer);
    store.getObjectDatabase().setShallowCommits(ends);
    RefUpdate update = store.updateRef(NEWER);
    update.setNewObjectId(newer);
    update.disableRefLog();
    update.forceUpdate();
  }

  private static Answer read(Repository store, ObjectId older, ObjectId newer) throws IOException {
    Set<ObjectId> ends = store.getObjectDatabase().getShallowCommits();
    if (ends.contains(newer) || !store.getObjectDatabase().has(newer)) {
      return Answer.MOVED;
    }
    boolean isCut = false;
    Set<ObjectId> seen = new HashSet<>(Set.of(newer));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    try (ObjectReader reader = store.newObjectReader()) {
      while (!open.isEmpty()) {
        ObjectId commit = open.remove();
        boolean isEnd = ends.contains(commit);
        isCut |= isEnd;
        for (ObjectId parent : parents(reader, commit)) {
          if (parent.equals(older)) {
            return Answer.BEFORE;
          }
          if (!isEnd && seen.add(parent)) {
            open.add(parent);
          }
        }
      }
    }
    return isCut ? Answer.FURTHER_BACK : Answer.ELSEWHERE;
  }

  /** As the commit names them, whether they are here or not; none of what is no commit. */
  static List<ObjectId> parents(ObjectReader reader, ObjectId id) throws IOException {
    ObjectLoader object = reader.open(id);
    return object.getType() == Constants.OBJ_COMMIT ? headers(object, "parent ") : List.of();
  }

  /** The commit that an object is, or is a tag of. */
  static Optional<ObjectId> commit(ObjectReader reader, ObjectId id) throws IOException {
    ObjectLoader object = reader.open(id);
    if (object.getType() == Constants.OBJ_TAG) {
      List<ObjectId> named = headers(object, "object ");
      return named.isEmpty() ? Optional.empty() : commit(reader, named.get(0));
    }
    return object.getType() == Constants.OBJ_COMMIT ? Optional.of(id) : Optional.empty();
  }

  private static List<ObjectId> headers(ObjectLoader object, String name) {
    String text = new String(object.getBytes(), StandardCharsets.ISO_8859_1);
    return text.substring(0, text.indexOf("\n\n") + 1)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> ObjectId.fromString(line.substring(name.length()).strip()))
        .toList();
  }
}
