package io.autohelm.agent.declaration;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files by path. */
record FilesInMemory(Map<String, String> files) implements SourceFiles {
  @Override
  public List<Entry> list(String path) {
    return new TreeMap<>(files)
        .entrySet().stream()
            .filter(file -> isBelow(file.getKey(), path))
            .map(file -> new Entry(file.getKey(), Integer.toString(file.getValue().hashCode())))
            .toList();
  }

  private static boolean isBelow(String file, String path) {
    return path.isEmpty() || file.equals(path) || file.startsWith(path + "/");
  }

  @Override
  public Optional<String> key(String path) {
    return list(path).isEmpty() ? Optional.empty() : Optional.of(list(path).toString());
  }

  @Override
  public byte[] read(Entry entry) {
    return String.valueOf(files.get(entry.path())).getBytes(StandardCharsets.UTF_8);
  }
}
