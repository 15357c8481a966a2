package io.autohelm.engine.gotemplate;

import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may spend. It is asked at every call, every pass of a loop and every piece of
 * output, so that a template that would never end, or fill the memory, fails at a line instead. For
 * one thread.
 */
public final class Budget {
  /** The longest text that a function may give, in characters. */
  public static final int LONGEST_TEXT = 8 * 1024 * 1024;

  /** The longest list and the largest map that a function may give. */
  public static final int LONGEST_LIST = 1_000_000;

  /** All texts that functions may give in one rendering, in characters. */
  public static final long MOST_TEXT = 512L * 1024 * 1024;

  /** What one template may print, in characters. */
  public static final int MOST_OUTPUT = 16 * 1024 * 1024;

  private static final int BETWEEN_LOOKS = 0xff;

  private final LongSupplier nanos;
  private final long patience;
  private final long end;
  private int steps;
  private long text;

  private Budget(LongSupplier nanos, long patience) {
    this.nanos = nanos;
    this.patience = patience;
    this.end = nanos.getAsLong() + patience;
  }

  /**
   * A budget that begins now.
   *
   * @param nanos a clock that only goes forward, {@code System::nanoTime}
   * @param patience how long, in nanoseconds
   */
  public static Budget of(LongSupplier nanos, long patience) {
    return new Budget(nanos, patience);
  }

  /** Bounds on memory alone. */
  static Budget timeless() {
    return new Budget(() -> 0, 1);
  }

  /** One step more; null, or what is too much. */
  @Nullable String step() {
    if ((++steps & BETWEEN_LOOKS) != 0) {
      return null;
    }
    if (nanos.getAsLong() - end > 0) {
      return "rendering takes longer than " + patience / 1_000_000_000 + " seconds";
    }
    return Thread.currentThread().isInterrupted() ? "rendering was interrupted" : null;
  }

  /** A function gave this; null, or what is too much. */
  @Nullable String given(@Nullable Object value) {
    if (value instanceof String string) {
      text += string.length();
      if (string.length() > LONGEST_TEXT) {
        return "the text is longer than " + LONGEST_TEXT + " characters";
      }
      return text > MOST_TEXT
          ? "texts are longer than " + MOST_TEXT + " characters together"
          : null;
    }
    int size =
        value instanceof Collection<?> list
            ? list.size()
            : value instanceof Map<?, ?> map ? map.size() : 0;
    return size > LONGEST_LIST ? "there are more than " + LONGEST_LIST + " items" : null;
  }
}
