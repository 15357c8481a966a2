package io.autohelm.engine.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that wait for other names. */
final class WaitingGraph {
  private final Map<String, Set<String>> waitsFor = new LinkedHashMap<>();

  Set<String> add(String node) {
    return waitsFor.computeIfAbsent(node, key -> new LinkedHashSet<>());
  }

  /** Both become nodes. */
  void edge(String node, String before) {
    Set<String> others = add(node);
    add(before);
    others.add(before);
  }

  Set<String> nodes() {
    return waitsFor.keySet();
  }

  Set<String> before(String node) {
    return waitsFor.getOrDefault(node, Set.of());
  }

  /** Whether the node waits for another, or another for it. */
  boolean isConnected(String node) {
    return !before(node).isEmpty()
        || waitsFor.values().stream().anyMatch(others -> others.contains(node));
  }

  /**
   * For each node how many must be made one after the other before it.
   *
   * @param what the nodes are, for the message
   * @throws SequenceException where some wait for each other, naming them in a circle
   */
  Map<String, Integer> depths(String what) {
    Map<String, Integer> depths = new LinkedHashMap<>();
    for (String node : nodes()) {
      depth(node, depths, new ArrayList<>(), what);
    }
    return depths;
  }

  private int depth(String node, Map<String, Integer> known, List<String> path, String what) {
    Integer found = known.get(node);
    if (found != null) {
      return found;
    }
    if (path.contains(node)) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(node), path.size()));
      circle.add(node);
      throw new SequenceException(what + " wait for each other: " + String.join(" -> ", circle));
    }
    path.add(node);
    int depth = 0;
    for (String before : before(node)) {
      depth = Math.max(depth, depth(before, known, path, what) + 1);
    }
    path.remove(path.size() - 1);
    known.put(node, depth);
    return depth;
  }
}
