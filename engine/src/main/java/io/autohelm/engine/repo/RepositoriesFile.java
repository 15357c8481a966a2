package io.autohelm.engine.repo;

import io.autohelm.engine.yaml.Yaml;
import io.autohelm.engine.yaml.YamlException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Helm's {@code repositories.yaml}: the repositories that a user has given names. */
public final class RepositoriesFile {
  private static final String ZERO_TIME = "0001-01-01T00:00:00Z";

  private final String apiVersion;
  private final String generated;
  private final List<RepositoryEntry> entries;

  private RepositoriesFile(String apiVersion, String generated, List<RepositoryEntry> entries) {
    this.apiVersion = apiVersion;
    this.generated = generated;
    this.entries = new ArrayList<>(entries);
  }

  /**
   * Reads the file; where there is none, no repository is named.
   *
   * @throws RepositoryException when it is no YAML
   */
  public static RepositoriesFile read(Path file) {
    try {
      if (!Files.exists(file)) {
        return new RepositoriesFile("", ZERO_TIME, List.of());
      }
      Object tree = Yaml.parse(Files.readString(file));
      if (!(tree instanceof Map<?, ?> map)) {
        if (tree == null) {
          return new RepositoriesFile("", ZERO_TIME, List.of());
        }
        throw new RepositoryException(
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                + (tree instanceof List ? "array" : "string")
                + " into Go value of type repo.File");
      }
      List<RepositoryEntry> entries = new ArrayList<>();
      if (map.get("repositories") instanceof List<?> list) {
        for (Object item : list) {
          if (item instanceof Map<?, ?> entry) {
            entries.add(RepositoryEntry.of(entry));
          }
        }
      }
      Object apiVersion = map.get("apiVersion");
      Object generated = map.get("generated");
      return new RepositoriesFile(
          apiVersion == null ? "" : apiVersion.toString(),
          generated == null ? ZERO_TIME : generated.toString(),
          entries);
    } catch (YamlException e) {
      throw new RepositoryException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new RepositoryException(
          "couldn't load repositories file (" + file + "): " + e.getMessage(), e);
    }
  }

  /** The repositories, in the file's order. */
  public List<RepositoryEntry> entries() {
    return List.copyOf(entries);
  }

  public Optional<RepositoryEntry> get(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Puts an entry in the place of the one of that name, or at the end. */
  public void put(RepositoryEntry entry) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).name().equals(entry.name())) {
        entries.set(i, entry);
        return;
      }
    }
    entries.add(entry);
  }

  /** Takes the entries of that name out; tells whether there was one. */
  public boolean remove(String name) {
    return entries.removeIf(entry -> entry.name().equals(name));
  }

  /** Writes the file as Helm does; what it holds may be secret, so it is for its owner alone. */
  public void write(Path file) throws IOException {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", apiVersion);
    tree.put("generated", generated);
    tree.put("repositories", entries.stream().map(RepositoryEntry::tree).toList());
    Path folder = file.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    // A temporary file is its owner's alone, and keeps that when it is renamed.
    Path aside = Files.createTempFile(folder, "repositories", ".part");
    try {
      Files.writeString(aside, Yaml.print(tree));
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Something that reads the file, changes it and writes it. */
  public interface Change {
    void make() throws IOException;
  }

  /** Makes a change while no other process of ours makes one. */
  public static void locked(Path file, Change change) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path lock = file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (held.isValid()) {
        change.make();
      }
    }
  }
}
