package io.autohelm.agent.declaration;

import java.util.List;

/**
 * A pattern for paths: {@code *} stands for any part of a name, {@code ?} for one letter, {@code
 * **} as a whole name for any folders. Matching takes time in proportion to path and pattern,
 * whatever they are.
 */
record Glob(List<String> names) {
  static Glob of(String pattern) {
    return new Glob(names(pattern));
  }

  private static List<String> names(String path) {
    return List.of(SourcePaths.clean(path).split("/", -1));
  }

  boolean matches(String path) {
    List<String> parts = names(path);
    boolean[] reached = new boolean[parts.size() + 1];
    reached[0] = true;
    for (String name : names) {
      boolean[] next = new boolean[parts.size() + 1];
      if (name.equals("**")) {
        boolean isReached = false;
        for (int i = 0; i <= parts.size(); i++) {
          isReached |= reached[i];
          next[i] = isReached;
        }
      } else {
        for (int i = 0; i < parts.size(); i++) {
          next[i + 1] = reached[i] && fits(name, parts.get(i));
        }
      }
      reached = next;
    }
    return reached[parts.size()];
  }

  /** A star takes as little as it can; where that fails, the last star takes one letter more. */
  private static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (n < name.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (p < pattern.length() && wanted == '*') {
        star = p++;
        taken = n;
      } else if (p < pattern.length() && (wanted == '?' || wanted == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++taken;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
