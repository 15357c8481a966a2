package io.autohelm.agent.declaration;

import io.autohelm.engine.yaml.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the inline values of releases stand in the files that declare them. */
public final class ValuePlaces {
  /** A key with dots in it escaped, or the index of an item. */
  private static final Pattern STEP = Pattern.compile("\\[([0-9]+)]|((?:[^.\\[\\\\]|\\\\.)+)");

  private record Placed(Node.MapNode values, IntUnaryOperator lines) {}

  private final Map<ReleaseId, Placed> found = new HashMap<>();

  void put(ReleaseId id, Node.MapNode values, IntUnaryOperator lines) {
    found.put(id, new Placed(values, lines));
  }

  /**
   * The line of a value, or of the nearest table above it that is known.
   *
   * @param path keys with dots between, a dot inside a key behind a backslash, items as {@code [0]}
   * @return 0 where the release has no inline values
   */
  public int line(ReleaseId id, String path) {
    Placed placed = found.get(id);
    if (placed == null) {
      return 0;
    }
    int line = placed.values().line();
    Node node = placed.values();
    Matcher step = STEP.matcher(path);
    while (node != null && step.find()) {
      Node.Entry entry = entry(node, step.group(2));
      if (entry != null) {
        line = entry.line();
        node = entry.value();
      } else {
        node = item(node, step.group(1));
        line = node == null ? line : node.line();
      }
    }
    return placed.lines().applyAsInt(line);
  }

  private static Node.@Nullable Entry entry(Node node, @Nullable String key) {
    return key != null && node instanceof Node.MapNode map
        ? map.entries().get(key.replaceAll("\\\\(.)", "$1"))
        : null;
  }

  private static @Nullable Node item(Node node, @Nullable String index) {
    return index != null
            && node instanceof Node.ListNode list
            && index.length() < 9
            && Integer.parseInt(index) < list.items().size()
        ? list.items().get(Integer.parseInt(index))
        : null;
  }
}
