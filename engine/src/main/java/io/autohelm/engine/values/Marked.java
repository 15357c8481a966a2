package io.autohelm.engine.values;

import org.jspecify.annotations.Nullable;

/**
 * A scalar that carries its origin through the same coalescing that plain values go through, which
 * asks of a value no more than whether it is a table, a list or null.
 */
record Marked(Object value, Origin origin) {
  /** The value itself, of one that is marked and of one that is not. */
  static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Marked marked ? marked.value : value;
  }
}
