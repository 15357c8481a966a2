package io.autohelm.engine.gotemplate;

import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may spend. It is asked at every call, every pass of a loop and every piece of
 * output, so that a template that would never end, or fill the memory, fails at a line instead. For
 * one thread.
 */
public final class Budget {
  /**
   * The longest text that a function may give, in characters. Charts print their whole context by
   * mistake, with the bytes of their files as numbers: three megabytes of CRDs come to ten million.
   */
  public static final int LONGEST_TEXT = 16 * 1024 * 1024;

  /** The longest text that a function may make the key of a map, in characters. */
  public static final int LONGEST_KEY = 64 * 1024 * 1024;

  /** The longest list and the largest map that a function may give. */
  public static final int LONGEST_LIST = 1_000_000;

  /** All texts that functions may give in one rendering, in characters. */
  public static final long MOST_TEXT = 512L * 1024 * 1024;

  /** What one template may print, in characters. */
  public static final int MOST_OUTPUT = 16 * 1024 * 1024;

  /** All that the templates of one chart may print, in characters. */
  public static final int MOST_RENDERED = 64 * 1024 * 1024;

  private static final int BETWEEN_LOOKS = 0xff;

  /** A call may be slow by itself (keys, hashes), so the clock is looked at more often. */
  private static final int BETWEEN_CALLS = 0xf;

  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final LongSupplier nanos;
  private final long patience;
  private final long end;
  private int steps;
  private int calls;
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

  /** The budget of the rendering that this thread is at; one without time where there is none. */
  public static Budget current() {
    Budget budget = CURRENT.get();
    return budget == null ? timeless() : budget;
  }

  /** Does work for which this is the {@link #current} budget. */
  public <T> T spentBy(Supplier<T> work) {
    Budget before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  /**
   * A function did one piece of its work, of which there may be many.
   *
   * @throws GoError when the time is over
   */
  public void work() {
    String excess = step();
    if (excess != null) {
      throw new GoError(excess);
    }
  }

  /** What a function says of a text that it will not give. */
  public static GoError tooLong() {
    return new GoError("the text is longer than " + LONGEST_TEXT + " characters");
  }

  /** What a function says of a list or map that it will not give. */
  public static GoError tooMany() {
    return new GoError("there are more than " + LONGEST_LIST + " items");
  }

  /** One step more; null, or what is too much. */
  @Nullable String step() {
    return (++steps & BETWEEN_LOOKS) == 0 ? look() : null;
  }

  private @Nullable String look() {
    if (nanos.getAsLong() - end > 0) {
      return "rendering takes longer than " + patience / 1_000_000_000 + " seconds";
    }
    return Thread.currentThread().isInterrupted() ? "rendering was interrupted" : null;
  }

  /** A function gave this; null, or what is too much. */
  @Nullable String given(@Nullable Object value) {
    String late = (++calls & BETWEEN_CALLS) == 0 ? look() : null;
    return late == null ? tooLarge(value) : late;
  }

  private @Nullable String tooLarge(@Nullable Object value) {
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
