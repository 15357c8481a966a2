package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Repository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a store lies, and how an empty one that was filled beside it takes its place. A process may
 * be killed at any moment of that: the next one finds a whole store, the old or the new one.
 */
final class StoreFolder {
  private static final Logger LOG = LoggerFactory.getLogger(StoreFolder.class);

  /** Brings into an empty store what it must have before it may take the old one's place. */
  interface Filling {
    void fill(Repository empty) throws IOException, GitAPIException;
  }

  private final Path folder;
  private final Path bare;

  StoreFolder(Path folder) {
    this.folder = folder;
    this.bare = folder.resolve("objects.git");
  }

  /** The store. */
  Path bare() {
    return bare;
  }

  /** Where history is looked at. */
  Path scratch() {
    return folder.resolve("history.git");
  }

  /** All that a server has which gives no commit by its hash. */
  Path all() {
    return folder.resolve("all.git");
  }

  private Path fresh() {
    return folder.resolve("objects.git.new");
  }

  private Path old() {
    return folder.resolve("objects.git.old");
  }

  /** Opens the store, an empty one where there is none or it is unreadable. */
  Repository open() throws IOException {
    if (!Files.exists(bare) && Files.exists(fresh())) {
      // Killed while one store took another's place: only a whole one does.
      Files.move(fresh(), bare, StandardCopyOption.ATOMIC_MOVE);
    }
    FolderTree.delete(fresh());
    FolderTree.delete(old());
    FolderTree.delete(scratch());
    try {
      return BareFolder.open(bare);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is unreadable and is fetched anew: {}", bare, e.getMessage());
      FolderTree.delete(bare);
      return BareFolder.open(bare);
    }
  }

  /** Fills an empty store beside this one; nothing of it stays where that fails. */
  void begin(Filling filling) throws IOException, GitAPIException {
    FolderTree.delete(fresh());
    try (Repository next = BareFolder.open(fresh())) {
      filling.fill(next);
    } catch (IOException | GitAPIException | RuntimeException e) {
      drop(fresh());
      throw e;
    }
  }

  /** Puts what was begun in the place of the store, which nobody reads now. */
  Repository replace(Repository store) throws IOException {
    store.close();
    FolderTree.delete(old());
    if (Files.exists(bare)) {
      Files.move(bare, old(), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(fresh(), bare, StandardCopyOption.ATOMIC_MOVE);
    return BareFolder.open(bare);
  }

  /** Deletes what was replaced. */
  void forget() {
    drop(old());
  }

  /** Deletes what the next process deletes where this one cannot. */
  static void drop(Path bare) {
    try {
      FolderTree.delete(bare);
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", bare, e.getMessage());
    }
  }
}
