package io.autohelm.agent;

import io.autohelm.agent.declaration.SourceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder on disk, for planning what is not committed yet. {@code .git} is passed
 * over.
 */
record FolderSourceFiles(Path root) implements SourceFiles {
  @Override
  public List<Entry> list(String path) {
    Path start = root.resolve(path);
    List<Entry> entries = new ArrayList<>();
    if (!Files.exists(start)) {
      return entries;
    }
    try {
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return folder.endsWith(".git")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                entries.add(
                    new Entry(
                        name,
                        name + "@" + attributes.lastModifiedTime() + "#" + attributes.size()));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read folder " + start, e);
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  @Override
  public Optional<String> key(String path) {
    List<Entry> entries = list(path);
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(entries.stream().map(Entry::key).reduce("", (a, b) -> a + "\n" + b));
  }

  @Override
  public byte[] read(Entry entry) {
    try {
      return Files.readAllBytes(root.resolve(entry.path()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read file " + entry.path(), e);
    }
  }
}
