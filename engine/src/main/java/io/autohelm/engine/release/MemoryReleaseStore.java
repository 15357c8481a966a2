package io.autohelm.engine.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records kept in memory only, for renderings that touch no cluster, and for tests. */
public final class MemoryReleaseStore implements ReleaseStore {
  private final Map<String, TreeMap<Integer, Release>> releases = new TreeMap<>();

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  @Override
  public synchronized List<Release> history(String namespace, String name) {
    return List.copyOf(releases.getOrDefault(key(namespace, name), new TreeMap<>()).values());
  }

  @Override
  public synchronized Optional<Release> get(String namespace, String name, int revision) {
    return Optional.ofNullable(
        releases.getOrDefault(key(namespace, name), new TreeMap<>()).get(revision));
  }

  @Override
  public synchronized List<RevisionLabels> index(String namespace) {
    return releases.values().stream()
        .flatMap(history -> history.values().stream())
        .filter(release -> namespace.isEmpty() || release.namespace().equals(namespace))
        .map(RevisionLabels::of)
        .toList();
  }

  @Override
  public synchronized List<RevisionLabels> index(String namespace, String name) {
    return history(namespace, name).stream().map(RevisionLabels::of).toList();
  }

  @Override
  public synchronized List<Release> latest(String namespace) {
    List<Release> latest = new ArrayList<>();
    for (TreeMap<Integer, Release> history : releases.values()) {
      if (!history.isEmpty()) {
        Release last = history.lastEntry().getValue();
        if (namespace.isEmpty() || last.namespace().equals(namespace)) {
          latest.add(last);
        }
      }
    }
    return latest;
  }

  @Override
  public synchronized void create(Release release) {
    TreeMap<Integer, Release> history =
        releases.computeIfAbsent(key(release.namespace(), release.name()), k -> new TreeMap<>());
    if (history.putIfAbsent(release.revision(), release) != null) {
      throw new ReleaseException(ReleaseException.Reason.EXISTS, "release: already exists");
    }
  }

  @Override
  public synchronized void update(Release release) {
    TreeMap<Integer, Release> history = releases.get(key(release.namespace(), release.name()));
    if (history == null || history.replace(release.revision(), release) == null) {
      throw new ReleaseException(ReleaseException.Reason.NOT_FOUND, "release: not found");
    }
  }

  @Override
  public synchronized void delete(String namespace, String name, int revision) {
    TreeMap<Integer, Release> history = releases.get(key(namespace, name));
    if (history != null) {
      history.remove(revision);
    }
  }
}
