package io.autohelm.agent.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;

/**
 * A folder with a bare repository of ours, used by one process only. What a process that was killed
 * has left in it is cleared away, and its settings are written anew, whenever it is opened or
 * fetched into.
 */
final class BareFolder {
  private static final String HEAD = "ref: refs/heads/main\n";

  /** Nothing works beside us, no answer is worth a file that a power cut leaves empty. */
  private static final String CONFIG =
      """
      [core]
      	repositoryformatversion = 0
      	filemode = false
      	bare = true
      	fsyncObjectFiles = true
      	fsyncRefFiles = true
      [fetch]
      	autogc = false
      [gc]
      	auto = 0
      	prunePackExpire = now
      	writeCommitGraph = false
      [uploadpack]
      	allowAnySHA1InWant = true
      	allowFilter = true
      """;

  private static final int TWO_DIGITS = 2;

  private BareFolder() {}

  /** Opens the repository, made if there is none. */
  static Repository open(Path bare) throws IOException {
    prepare(bare);
    return new RepositoryBuilder().setGitDir(bare.toFile()).setBare().build();
  }

  /** Puts in order what is not objects and refs, while nobody fetches. */
  static void prepare(Path bare) throws IOException {
    Path packs = Files.createDirectories(bare.resolve("objects/pack"));
    Files.createDirectories(bare.resolve("objects/info"));
    Files.createDirectories(bare.resolve("refs/heads"));
    clearTop(bare);
    clearLocks(bare.resolve("refs"));
    clearObjects(bare.resolve("objects"));
    clearPacks(packs);
    write(bare.resolve("HEAD"), HEAD);
    write(bare.resolve("config"), CONFIG);
  }

  private static void write(Path file, String text) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != text.length() || !holds(file, text)) {
      FolderTree.delete(file);
      Files.writeString(file, text);
    }
  }

  private static boolean holds(Path file, String text) throws IOException {
    return Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
  }

  private static void clearTop(Path bare) throws IOException {
    for (Path file : files(bare)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".lock") || name.equals("gc.pid") || name.startsWith("gc.log")) {
        FolderTree.delete(file);
      }
    }
  }

  private static void clearLocks(Path refs) throws IOException {
    try (Stream<Path> all = Files.walk(refs)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".lock")).toList()) {
        FolderTree.delete(file);
      }
    }
  }

  /** Objects stand in folders; a file beside those is one that was being written. */
  private static void clearObjects(Path objects) throws IOException {
    for (Path entry : files(objects)) {
      if (Files.isRegularFile(entry)) {
        FolderTree.delete(entry);
      } else if (entry.getFileName().toString().length() == TWO_DIGITS) {
        for (Path object : files(entry)) {
          if (Files.size(object) == 0 || !isHex(object.getFileName().toString())) {
            FolderTree.delete(object);
          }
        }
      }
    }
  }

  private static boolean isHex(String name) {
    return name.chars().allMatch(letter -> Character.digit(letter, 16) >= 0);
  }

  /**
   * A pack counts with its index, an index with its pack; a mark to keep it is a dead process's.
   */
  private static void clearPacks(Path packs) throws IOException {
    Set<String> names = new HashSet<>();
    List<Path> files = files(packs);
    files.forEach(file -> names.add(file.getFileName().toString()));
    for (Path file : files) {
      String name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      String stem = dot < 0 ? name : name.substring(0, dot);
      boolean isWhole =
          name.startsWith("pack-")
              && names.contains(stem + ".pack")
              && names.contains(stem + ".idx");
      if (!isWhole || name.endsWith(".keep")) {
        FolderTree.delete(file);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** How many packs there are. */
  static long packs(Path bare) {
    try {
      return files(bare.resolve("objects/pack")).stream()
          .filter(file -> file.toString().endsWith(".pack"))
          .count();
    } catch (IOException e) {
      return 0;
    }
  }
}
