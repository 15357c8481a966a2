package io.autohelm.agent.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * How often in a row the same has failed: pure. So what was mended is not made to wait for what it
 * was before.
 *
 * @param tried what it was tried with, null where nothing has failed
 */
record Setbacks(@Nullable Object tried, int count) {
  static final Setbacks NONE = new Setbacks(null, 0);

  /** One more; the first where something else was tried than before. */
  Setbacks failed(Object with) {
    return new Setbacks(with, with.equals(tried) ? count + 1 : 1);
  }
}
