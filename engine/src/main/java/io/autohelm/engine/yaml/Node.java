package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a YAML document with the place it was read from. Aliases and merge keys are already
 * resolved; what came through them carries the place where it was written.
 */
public sealed interface Node {
  /** The line, counted from 1. */
  int line();

  /** The column, counted from 1. */
  int column();

  /**
   * The plain tree below this node, with integers exact ({@code Long}, {@code BigInteger} up to 64
   * unsigned bits) and other numbers as {@code Double}.
   */
  @Nullable Object plain();

  /**
   * A mapping.
   *
   * @param entries the entries by key, in the order of their first appearance; of a repeated key
   *     the last one wins, as in Go
   * @param repeated the entries that repeat a key written before in the same mapping
   */
  record MapNode(Map<String, Entry> entries, List<Entry> repeated, int line, int column)
      implements Node {
    /** The value of a key, or null where the key is absent. */
    public @Nullable Node get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
      return plain;
    }
  }

  /** A key with its place, and its value. */
  record Entry(String key, int line, int column, Node value) {}

  /** A sequence. */
  record ListNode(List<Node> items, int line, int column) implements Node {
    @Override
    public List<@Nullable Object> plain() {
      List<@Nullable Object> plain = new ArrayList<>(items.size());
      for (Node item : items) plain.add(item.plain());
      return plain;
    }
  }

  /**
   * A scalar.
   *
   * @param value the resolved value: String, Boolean, Long, BigInteger, Double or null
   * @param text the text as written, without quotes
   */
  record ScalarNode(@Nullable Object value, String text, int line, int column) implements Node {
    @Override
    public @Nullable Object plain() {
      return value;
    }
  }
}
