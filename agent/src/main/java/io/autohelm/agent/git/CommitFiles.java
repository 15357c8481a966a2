package io.autohelm.agent.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/**
 * The files of one commit, read from the object store, and those of its sub-modules where they were
 * asked for. Symbolic links are not followed.
 */
public final class CommitFiles {
  /** A larger file is no declaration and no part of a chart that Helm would load. */
  private static final int MAX_FILE = 100 * 1024 * 1024;

  private final GitStore store;
  private final ObjectId tree;

  /** By the path at which they stand. */
  private final Map<String, CommitFiles> modules;

  CommitFiles(GitStore store, ObjectId tree, Map<String, CommitFiles> modules) {
    this.store = store;
    this.tree = tree;
    this.modules = new TreeMap<>(modules);
  }

  /** The sub-module that a path is in, or its root; null for the commit's own files. */
  private @Nullable String moduleOf(String path) {
    return modules.keySet().stream()
        .filter(module -> path.equals(module) || path.startsWith(module + "/"))
        .findFirst()
        .orElse(null);
  }

  private static String within(String module, String path) {
    return path.equals(module) ? "" : path.substring(module.length() + 1);
  }

  private List<Entry> listed(String module, String path) {
    CommitFiles files = modules.get(module);
    return files == null
        ? List.of()
        : files.list(path).stream()
            .map(entry -> new Entry(module + "/" + entry.path(), entry.key()))
            .toList();
  }

  /**
   * A file.
   *
   * @param path from the repository's root
   */
  public record Entry(String path, ObjectKey key) {}

  /** What names a file's or folder's content: equal keys, equal content. */
  public record ObjectKey(String hash) {}

  /**
   * All files below a folder, or the file itself; the empty path is the whole repository. In the
   * order of Git.
   */
  public List<Entry> list(String path) {
    String clean = clean(path);
    String module = moduleOf(clean);
    if (module != null) {
      return listed(module, within(module, clean));
    }
    return store.read(
        "cannot list " + (clean.isEmpty() ? "the commit" : clean),
        repository -> listed(repository, clean));
  }

  private List<Entry> listed(Repository repository, String path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      if (!path.isEmpty()) {
        walk.setFilter(PathFilter.create(path));
      }
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
          entries.add(new Entry(walk.getPathString(), new ObjectKey(walk.getObjectId(0).name())));
        } else if (mode == FileMode.GITLINK) {
          entries.addAll(listed(walk.getPathString(), ""));
        }
      }
      return entries;
    }
  }

  /** The key of a file or folder; empty where the commit has none of that path. */
  public Optional<ObjectKey> key(String path) {
    String clean = clean(path);
    if (clean.isEmpty()) {
      return Optional.of(new ObjectKey(tree.name()));
    }
    String module = moduleOf(clean);
    CommitFiles files = module == null ? null : modules.get(module);
    if (module != null && files != null) {
      return files.key(within(module, clean));
    }
    return store.read(
        "cannot read " + clean,
        repository -> {
          try (TreeWalk walk = TreeWalk.forPath(repository, clean, tree)) {
            return walk == null
                ? Optional.empty()
                : Optional.of(new ObjectKey(walk.getObjectId(0).name()));
          }
        });
  }

  /** The content of a file. */
  public byte[] read(Entry entry) {
    String module = moduleOf(entry.path());
    CommitFiles files = module == null ? null : modules.get(module);
    if (module != null && files != null) {
      return files.read(new Entry(within(module, entry.path()), entry.key()));
    }
    return store.read(
        "cannot read " + entry.path(),
        repository -> {
          try (ObjectReader reader = repository.newObjectReader()) {
            return reader.open(ObjectId.fromString(entry.key().hash())).getBytes(MAX_FILE);
          }
        });
  }

  /**
   * A path without {@code ./}, doubled and trailing slashes.
   *
   * @throws GitException when it leaves the repository
   */
  public static String clean(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw new GitException("path " + path + " must not contain ..");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
