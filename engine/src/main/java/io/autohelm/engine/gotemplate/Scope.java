package io.autohelm.engine.gotemplate;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each variable its place in the frame of a run. Places are a stack, as Go's variables are at
 * run time, so both branches of an {@code if} may use the same ones.
 */
final class Scope {
  /** No variable of that name can exist when the node runs. */
  static final int NOWHERE = -1;

  private final List<String> names = new ArrayList<>(List.of("$"));
  private int most = 1;

  int declare(String name) {
    names.add(name);
    most = Math.max(most, names.size());
    return names.size() - 1;
  }

  int find(String name) {
    return names.lastIndexOf(name);
  }

  int mark() {
    return names.size();
  }

  void release(int mark) {
    names.subList(mark, names.size()).clear();
  }

  /** The largest number of variables that exist at once. */
  int most() {
    return most;
  }
}
