package io.autohelm.agent.git;

import io.autohelm.engine.repo.RepositoryAccess;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.BlobBasedConfig;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Sub-modules: other repositories at places in a commit's tree. Each is fetched at the commit that
 * the tree names; credentials go to the host that they were given for alone.
 */
final class GitModules implements AutoCloseable {
  private static final int DEEPEST = 8;
  private static final int MOST = 100;

  private final GitAccess access;
  private final Path folder;
  private final Clock clock;
  private final Map<String, GitStore> stores = new HashMap<>();

  GitModules(GitAccess access, Path folder, Clock clock) {
    this.clock = clock;
    this.access = access;
    this.folder = folder;
  }

  /**
   * The files of a commit with those of its sub-modules.
   *
   * @param isFetched whether they are all here; else they are fetched
   * @throws GitException when one of them cannot be had
   */
  CommitFiles files(GitStore store, String url, String commit, boolean isFetched) {
    return files(store, url, commit, isFetched, 0);
  }

  private CommitFiles files(
      GitStore store, String url, String commit, boolean isFetched, int depth) {
    ObjectId tree = tree(store, commit);
    Map<String, ObjectId> links = links(store, tree);
    Map<String, CommitFiles> modules = new TreeMap<>();
    if (!links.isEmpty()) {
      if (depth == DEEPEST || links.size() > MOST) {
        throw new GitException(
            "repository "
                + GitStore.shown(url)
                + " has sub-modules in sub-modules without an end, or more than "
                + MOST);
      }
      Map<String, String> addresses = addresses(store, tree);
      links.forEach(
          (path, id) -> {
            String address = addresses.get(path);
            if (address == null) {
              throw new GitException(
                  "repository "
                      + GitStore.shown(url)
                      + " has a sub-module at "
                      + path
                      + ", and .gitmodules does not say where it comes from");
            }
            String whole = resolved(url, address);
            GitStore module = store(url, whole);
            if (!isFetched) {
              fetch(module, id.name());
            }
            modules.put(path, files(module, whole, id.name(), isFetched, depth + 1));
          });
    }
    return new CommitFiles(store, tree, modules);
  }

  /** Most servers give a commit by its hash; from others all branches and tags are taken. */
  static void fetch(GitStore store, String commit) {
    try {
      store.bring(commit, commit);
    } catch (GitException e) {
      store.bringFromAll(commit);
    }
  }

  private static ObjectId tree(GitStore store, String commit) {
    return store.read(
        "commit " + commit + " cannot be read",
        repository -> {
          try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
          }
        });
  }

  private static Map<String, ObjectId> links(GitStore store, ObjectId tree) {
    return store.read(
        "cannot list the commit's sub-modules",
        repository -> {
          Map<String, ObjectId> found = new TreeMap<>();
          try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
              if (walk.getFileMode(0) == FileMode.GITLINK) {
                found.put(walk.getPathString(), walk.getObjectId(0));
              }
            }
            return found;
          }
        });
  }

  private static Map<String, String> addresses(GitStore store, ObjectId tree) {
    return store.read(".gitmodules cannot be read", repository -> addresses(repository, tree));
  }

  private static Map<String, String> addresses(Repository repository, ObjectId tree)
      throws IOException {
    Map<String, String> found = new HashMap<>();
    try (TreeWalk walk = TreeWalk.forPath(repository, ".gitmodules", tree)) {
      if (walk == null) {
        return found;
      }
      BlobBasedConfig config = new BlobBasedConfig(null, repository, walk.getObjectId(0));
      for (String name : config.getSubsections("submodule")) {
        String path = config.getString("submodule", name, "path");
        String url = config.getString("submodule", name, "url");
        if (path != null && url != null) {
          found.put(path, url);
        }
      }
      return found;
    } catch (ConfigInvalidException e) {
      throw new GitException(".gitmodules cannot be read: " + e.getMessage(), e);
    }
  }

  /** Addresses that begin with a dot stand beside the repository's own. */
  static String resolved(String url, String address) {
    if (!address.startsWith("./") && !address.startsWith("../")) {
      if (address.startsWith("file:") || address.startsWith("/") || !isRemote(address)) {
        throw new GitException("sub-module " + GitStore.shown(address) + " is on this machine");
      }
      return address;
    }
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    String rest = address;
    while (true) {
      if (rest.startsWith("./")) {
        rest = rest.substring(2);
      } else if (rest.startsWith("../")) {
        int slash = base.lastIndexOf('/');
        if (slash < 0 && !base.contains("://")) {
          slash = base.lastIndexOf(':'); // user@host:path
        }
        // The slashes before the host are no folders.
        if (slash < 1 || base.charAt(slash - 1) == '/') {
          throw new GitException("sub-module " + address + " leaves " + GitStore.shown(url));
        }
        base = base.substring(0, base.charAt(slash) == ':' ? slash + 1 : slash);
        rest = rest.substring(3);
      } else {
        return base.endsWith(":") ? base + rest : base + "/" + rest;
      }
    }
  }

  private static boolean isRemote(String address) {
    try {
      return new URIish(address).isRemote();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Has the commits that a commit's sub-modules stand at outlast what is fetched later. */
  void keep(GitStore store, String url, String commit) {
    Map<GitStore, Set<String>> kept = new HashMap<>();
    stores.values().forEach(module -> kept.put(module, new HashSet<>()));
    collect(store, url, commit, kept, 0);
    kept.forEach(GitStore::keepOnly);
  }

  private void collect(
      GitStore store, String url, String commit, Map<GitStore, Set<String>> kept, int depth) {
    ObjectId tree = tree(store, commit);
    Map<String, String> addresses = addresses(store, tree);
    links(store, tree)
        .forEach(
            (path, id) -> {
              String address = addresses.get(path);
              if (address != null && depth < DEEPEST) {
                String whole = resolved(url, address);
                GitStore module = store(url, whole);
                kept.computeIfAbsent(module, any -> new HashSet<>()).add(id.name());
                collect(module, whole, id.name(), kept, depth + 1);
              }
            });
  }

  /** Whether something of a sub-module could not be read. */
  boolean isDoubtful() {
    return stores.values().stream().anyMatch(GitStore::isDoubtful);
  }

  private GitStore store(String parent, String url) {
    return stores.computeIfAbsent(
        url,
        address -> {
          String name = UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
          GitAccess own =
              isSameHost(parent, address)
                  ? access
                  : new GitAccess(
                      GitCredentials.NONE,
                      new RepositoryAccess.Tls(access.tls().caFile(), null, null, false),
                      access.proxy());
          return GitStore.open(address, own, folder.resolve(name), clock);
        });
  }

  private static boolean isSameHost(String one, String other) {
    try {
      URIish a = new URIish(one);
      URIish b = new URIish(other);
      return equal(a.getHost(), b.getHost())
          && equal(a.getScheme(), b.getScheme())
          && a.getPort() == b.getPort();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean equal(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equalsIgnoreCase(String.valueOf(other));
  }

  @Override
  public void close() {
    stores.values().forEach(GitStore::close);
  }
}
