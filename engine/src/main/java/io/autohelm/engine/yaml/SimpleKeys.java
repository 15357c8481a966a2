package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * The nodes that a colon behind them would make keys, one for each level of flow collections: such
 * a node stands on one line and is no longer than 1024 characters.
 */
final class SimpleKeys {
  private static final int MAX_LENGTH = 1024;
  private static final int NO_NUMBER = -1;

  /**
   * A node that may be a key.
   *
   * @param number of its first token
   * @param required whether it stands where nothing but a key can
   */
  record Key(int number, boolean required, Mark mark) {}

  private static final class Level {
    @Nullable Key key;

    /** The number by which the scanner looks for it; go-yaml forgets it at times. */
    int sought = NO_NUMBER;

    /** The number of the newest node that might have been a key, at first of the bracket itself. */
    int newest = NO_NUMBER;
  }

  private final Cursor cursor;
  private final List<Level> levels = new ArrayList<>();

  SimpleKeys(Cursor cursor) {
    this.cursor = cursor;
    levels.add(new Level());
  }

  private Level level() {
    return levels.get(levels.size() - 1);
  }

  /** Whether the token of that number may turn out to begin a key, so that more must be read. */
  boolean mayBeKey(int number) {
    for (Level level : levels) {
      if (level.sought == number) return valid(level) != null;
    }
    return false;
  }

  /** The key of this level that a colon here would belong to. */
  @Nullable Key current() {
    return valid(level());
  }

  private @Nullable Key valid(Level level) {
    Key key = level.key;
    if (key == null) return null;
    if (key.mark().getLine() < cursor.line() || key.mark().getIndex() + MAX_LENGTH < cursor.at()) {
      if (key.required()) throw missing(key);
      level.key = null;
      return null;
    }
    return key;
  }

  void save(int number, boolean required) {
    remove();
    Level level = level();
    level.key = new Key(number, required, cursor.mark());
    level.sought = number;
    level.newest = number;
  }

  void remove() {
    Level level = level();
    Key key = level.key;
    if (key == null) return;
    if (key.required()) throw missing(key);
    used();
  }

  /** The key has met its colon. */
  void used() {
    Level level = level();
    level.key = null;
    level.sought = NO_NUMBER;
  }

  private RuntimeException missing(Key key) {
    return cursor.error("while scanning a simple key", key.mark(), "could not find expected ':'");
  }

  void deeper(int bracket) {
    Level level = new Level();
    level.newest = bracket;
    levels.add(level);
  }

  /**
   * Back to the level below. After an empty collection go-yaml no longer looks for the key that the
   * collection itself may be: its bracket has the number that is forgotten.
   */
  void higher() {
    Level closed = levels.remove(levels.size() - 1);
    int forgotten = closed.newest;
    for (Level level : levels) {
      if (level.sought == forgotten) level.sought = NO_NUMBER;
    }
  }
}
