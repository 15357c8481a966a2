package io.autohelm.engine.gotemplate;

/**
 * Bounds what one call does with a value. A value can be small in memory and yet endless to look
 * through: it may contain itself, or the same list many times over. For one call of one thread.
 */
public final class Walk {
  /** How many parts of one value a call looks at. */
  public static final int MOST_PARTS = 2_000_000;

  /** How deeply one value is nested. */
  public static final int DEEPEST = 1000;

  private final Budget budget = Budget.current();
  private int parts;
  private int depth;
  private long text;

  /**
   * Goes into a list or map; {@link #up} goes out.
   *
   * @throws GoError where it is too deep
   */
  public void down() {
    if (++depth > DEEPEST) {
      throw new GoError("the value is nested deeper than " + DEEPEST + " levels");
    }
  }

  public void up() {
    depth--;
  }

  /**
   * Looks at one part.
   *
   * @throws GoError where there are too many, or the rendering takes too long
   */
  public void part() {
    if (++parts > MOST_PARTS) {
      throw new GoError("the value has more than " + MOST_PARTS + " parts");
    }
    budget.work();
  }

  /**
   * Looks at a text that will be printed.
   *
   * @throws GoError where all of them are longer than a function may give
   */
  void text(int length) {
    text += length;
    if (text > Budget.LONGEST_TEXT) {
      throw Budget.tooLong();
    }
  }

  /** Begins with another value; the time is the same. */
  public void again() {
    parts = 0;
    depth = 0;
  }
}
