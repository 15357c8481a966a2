package io.autohelm.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * A bare Git repository in a folder, whose branch {@code main} a test moves by saying which files
 * change. Commits are a second apart from a fixed beginning, so that their ids repeat.
 */
public final class TestRepository implements AutoCloseable {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  private final Repository repository;
  private final Map<String, ObjectId> modules = new TreeMap<>();
  private int commits;

  private TestRepository(Repository repository) {
    this.repository = repository;
  }

  /** Makes an empty repository in a folder that does not exist yet, such as {@code x.git}. */
  public static TestRepository create(Path folder) {
    try {
      Repository repository = new FileRepository(folder.toFile());
      repository.create(true);
      repository.updateRef(Constants.HEAD).link("refs/heads/main");
      return new TestRepository(repository);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where the repository is. */
  public Path folder() {
    return repository.getDirectory().toPath();
  }

  /** Commits a file to {@code main}. Returns the commit's id. */
  public String write(String path, String content) {
    return change("main", "Write " + path, Map.of(path, content), "");
  }

  /** Commits the removal of a file from {@code main}. Returns the commit's id. */
  public String delete(String path) {
    return change("main", "Delete " + path, Map.of(), path);
  }

  /** Commits files, by path, to a branch; a new branch begins at {@code main}. */
  public String write(String branch, String message, Map<String, String> files) {
    return change(branch, message, files, "");
  }

  /** Commits a tree of just these files to {@code main}. Returns the commit's id. */
  public String replace(String message, Map<String, String> files) {
    return change("main", message, files, null);
  }

  /** Lets a tag name a commit. */
  public void tag(String name, String commit) {
    update("refs/tags/" + name, ObjectId.fromString(commit));
  }

  /** Lets a branch name a commit, whatever it named before. */
  public void force(String branch, String commit) {
    update("refs/heads/" + branch, ObjectId.fromString(commit));
  }

  /** Takes a branch or a tag away, such as {@code refs/heads/side}. */
  public void drop(String ref) {
    try {
      RefUpdate update = repository.updateRef(ref);
      update.setForceUpdate(true);
      update.delete();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Commits to a branch, with its files, that another commit's history belongs to it. */
  public String merge(String branch, String other) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId tip = repository.resolve("refs/heads/" + branch);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(repository.resolve(tip.name() + "^{tree}"));
      commit.setParentIds(tip, ObjectId.fromString(other));
      commit.setAuthor(person());
      commit.setCommitter(commit.getAuthor());
      commit.setMessage("Merge\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      update("refs/heads/" + branch, id);
      return id.name();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Packs what is reachable and forgets all else, as a server does now and then. */
  public void prune() {
    repository.getConfig().setString("gc", null, "prunePackExpire", "now");
    try (Git git = new Git(repository)) {
      git.gc().setExpire(Instant.now().plusSeconds(60)).call();
    } catch (GitAPIException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Whether a commit was not forgotten yet. */
  public boolean has(String commit) {
    try {
      return repository.getObjectDatabase().has(ObjectId.fromString(commit));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a branch or tag names, such as {@code refs/heads/main}; null for nothing. */
  public @Nullable String named(String ref) {
    try {
      ObjectId id = repository.resolve(ref);
      return id == null ? null : id.name();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A commit's files with their contents, sub-modules left out. */
  public Map<String, String> files(String commit) {
    Map<String, ObjectId> blobs = new TreeMap<>();
    Map<String, String> files = new TreeMap<>();
    try {
      readTree(ObjectId.fromString(commit), blobs);
      for (Map.Entry<String, ObjectId> blob : blobs.entrySet()) {
        files.put(
            blob.getKey(),
            new String(repository.open(blob.getValue()).getBytes(), StandardCharsets.UTF_8));
      }
      return files;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private PersonIdent person() {
    return new PersonIdent(
        "Test", "test@example.org", BEGINNING.plusSeconds(commits++), ZoneOffset.UTC);
  }

  /** Puts a commit or a tag there as it was made elsewhere, signature and all. */
  public String put(int type, byte[] content) {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId id = inserter.insert(type, content);
      inserter.flush();
      return id.name();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Commits another repository's commit as a sub-module. Returns the commit's id. */
  public String link(String path, String url, String commit) {
    modules.put(path, ObjectId.fromString(commit));
    StringBuilder places = new StringBuilder();
    modules
        .keySet()
        .forEach(
            each ->
                places
                    .append("[submodule \"" + each + "\"]\n\tpath = " + each + "\n\turl = ")
                    .append(each.equals(path) ? url : "../" + each + ".git")
                    .append('\n'));
    return change("main", "Link " + path, Map.of(".gitmodules", places.toString()), "");
  }

  /**
   * Commits.
   *
   * @param deleted the file that goes, empty for none; null where all that is not among the files
   *     goes
   */
  private String change(
      String branch, String message, Map<String, String> files, @Nullable String deleted) {
    String ref = "refs/heads/" + branch;
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId parent = repository.resolve(ref);
      if (parent == null) parent = repository.resolve("refs/heads/main");
      Map<String, ObjectId> blobs = new TreeMap<>();
      if (parent != null && deleted != null) readTree(parent, blobs);
      if (deleted != null) blobs.remove(deleted);
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
        blobs.put(file.getKey(), inserter.insert(Constants.OBJ_BLOB, content));
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(writeTree(inserter, blobs, modules));
      if (parent != null) commit.setParentId(parent);
      PersonIdent author = person();
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage(message + "\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      update(ref, id);
      return id.name();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void readTree(ObjectId commit, Map<String, ObjectId> blobs) throws IOException {
    ObjectId tree = repository.resolve(commit.name() + "^{tree}");
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(new CanonicalTreeParser(null, walk.getObjectReader(), tree));
      walk.setRecursive(true);
      while (walk.next())
        if (walk.getFileMode(0) != FileMode.GITLINK)
          blobs.put(walk.getPathString(), walk.getObjectId(0));
    }
  }

  private static ObjectId writeTree(
      ObjectInserter inserter, Map<String, ObjectId> blobs, Map<String, ObjectId> modules)
      throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    blobs.forEach((path, blob) -> builder.add(entry(path, FileMode.REGULAR_FILE, blob)));
    modules.forEach((path, commit) -> builder.add(entry(path, FileMode.GITLINK, commit)));
    builder.finish();
    return index.writeTree(inserter);
  }

  private static DirCacheEntry entry(String path, FileMode mode, ObjectId id) {
    DirCacheEntry entry = new DirCacheEntry(path);
    entry.setFileMode(mode);
    entry.setObjectId(id);
    return entry;
  }

  private void update(String ref, ObjectId target) {
    try {
      RefUpdate update = repository.updateRef(ref);
      update.setNewObjectId(target);
      update.setForceUpdate(true);
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FAST_FORWARD, FORCED, NO_CHANGE -> {}
        default -> throw new IOException(ref + ": " + result);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
