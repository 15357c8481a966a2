package io.autohelm.engine.yaml;

import java.util.Comparator;

/**
 * The order in which go-yaml prints the keys of a mapping: numbers inside keys by value, letters
 * after everything else.
 */
enum KeyOrder implements Comparator<String> {
  VERSION_2,
  VERSION_3;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    int same = 0;
    while (same < length && left.charAt(same) == right.charAt(same)) same++;
    if (same < length && isLatinLetter(left.charAt(same)) && isLatinLetter(right.charAt(same))) {
      return Integer.compare(left.charAt(same), right.charAt(same)); // as most keys differ
    }
    return compareCodePoints(left, right);
  }

  private static boolean isLatinLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private int compareCodePoints(String left, String right) {
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    boolean digits = false;
    for (int i = 0; i < a.length && i < b.length; i++) {
      if (a[i] == b[i]) {
        digits = Character.isDigit(a[i]);
        continue;
      }
      boolean letterA = Character.isLetter(a[i]);
      boolean letterB = Character.isLetter(b[i]);
      if (letterA && letterB) return Integer.compare(a[i], b[i]);
      if (letterA || letterB) {
        // Version 3 lets a number end before a letter: a1b stands before a10.
        boolean aFirst = (this == VERSION_3 && digits) ? letterA : letterB;
        return aFirst ? -1 : 1;
      }
      return compareNumbers(a, b, i);
    }
    return Integer.compare(a.length, b.length);
  }

  private static int compareNumbers(int[] a, int[] b, int from) {
    long numberA = 0;
    long numberB = 0;
    if (a[from] == '0' || b[from] == '0') {
      for (int j = from - 1; j >= 0 && Character.isDigit(a[j]); j--) {
        if (a[j] != '0') {
          numberA = 1;
          numberB = 1;
          break;
        }
      }
    }
    int endA = from;
    for (; endA < a.length && Character.isDigit(a[endA]); endA++) {
      numberA = numberA * 10 + (a[endA] - '0');
    }
    int endB = from;
    for (; endB < b.length && Character.isDigit(b[endB]); endB++) {
      numberB = numberB * 10 + (b[endB] - '0');
    }
    if (numberA != numberB) return Long.compare(numberA, numberB);
    if (endA != endB) return Integer.compare(endA, endB);
    return Integer.compare(a[from], b[from]);
  }
}
