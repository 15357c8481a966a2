package io.autohelm.engine.chart;

/**
 * Go's filepath.Match: {@code *} and {@code ?} stop at a slash, {@code [a-z]} and {@code [^a-z]}
 * are classes, a backslash takes the next character literally. The pattern must match the whole
 * name.
 */
public final class GoPathMatch {
  private final String pattern;
  private final String name;

  private GoPathMatch(String pattern, String name) {
    this.pattern = pattern;
    this.name = name;
  }

  /**
   * Whether {@code pattern} matches the whole of {@code name}; a malformed pattern matches nothing.
   */
  public static boolean matches(String pattern, String name) {
    return isValid(pattern) && new GoPathMatch(pattern, name).from(0, 0);
  }

  /** Whether the pattern is well formed. */
  public static boolean isValid(String pattern) {
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\\') {
        if (at + 1 == pattern.length()) {
          return false;
        }
        at += 2;
      } else if (c == '[') {
        int end = classEnd(pattern, at);
        if (end < 0) {
          return false;
        }
        at = end;
      } else {
        at++;
      }
    }
    return true;
  }

  /** The index behind the class that opens at {@code at}, or -1 when it is malformed. */
  private static int classEnd(String pattern, int at) {
    int i = at + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    int ranges = 0;
    while (i < pattern.length() && (pattern.charAt(i) != ']' || ranges == 0)) {
      i = member(pattern, i);
      if (i >= 0 && i < pattern.length() && pattern.charAt(i) == '-') {
        i = member(pattern, i + 1);
      }
      if (i < 0) {
        return -1;
      }
      ranges++;
    }
    return i < pattern.length() ? i + 1 : -1;
  }

  private static int member(String pattern, int i) {
    if (i >= pattern.length() || pattern.charAt(i) == '-' || pattern.charAt(i) == ']') {
      return -1;
    }
    int at = pattern.charAt(i) == '\\' ? i + 1 : i;
    return at < pattern.length() ? at + 1 : -1;
  }

  private boolean from(int p, int n) {
    int pat = p;
    int at = n;
    while (pat < pattern.length()) {
      char c = pattern.charAt(pat);
      if (c == '*') {
        for (int next = at; next <= name.length(); next++) {
          if (from(pat + 1, next)) {
            return true;
          }
          if (next < name.length() && name.charAt(next) == '/') {
            return false;
          }
        }
        return false;
      }
      if (at == name.length()) {
        return false;
      }
      char met = name.charAt(at);
      if (c == '?') {
        if (met == '/') {
          return false;
        }
        pat++;
      } else if (c == '[') {
        if (!inClass(pat, met)) {
          return false;
        }
        pat = classEnd(pattern, pat);
      } else {
        int literal = c == '\\' ? pat + 1 : pat;
        if (pattern.charAt(literal) != met) {
          return false;
        }
        pat = literal + 1;
      }
      at++;
    }
    return at == name.length();
  }

  private boolean inClass(int open, char met) {
    int end = classEnd(pattern, open) - 1;
    int i = open + 1;
    boolean negated = pattern.charAt(i) == '^';
    if (negated) {
      i++;
    }
    boolean found = false;
    while (i < end) {
      int low = pattern.charAt(i) == '\\' ? i + 1 : i;
      int high = low;
      i = low + 1;
      if (i < end && pattern.charAt(i) == '-') {
        high = pattern.charAt(i + 1) == '\\' ? i + 2 : i + 1;
        i = high + 1;
      }
      found |= pattern.charAt(low) <= met && met <= pattern.charAt(high);
    }
    return found != negated;
  }
}
