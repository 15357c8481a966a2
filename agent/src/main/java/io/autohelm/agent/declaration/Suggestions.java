package io.autohelm.agent.declaration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that is nearest to a misspelt one. */
public final class Suggestions {
  /** Nobody misspells a longer one so; to compare it would take long. */
  private static final int LONGEST = 64;

  private Suggestions() {}

  /** Empty where nothing is near enough to have been meant. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(c -> c))
        .filter(best -> distance(word, best) <= Math.max(1, word.length() / 3));
  }

  /**
   * Edits that lead from one word to the other; two letters swapped are one edit, capitals do not
   * count.
   */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[][] edits = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best =
            Math.min(edits[i - 1][j - 1] + change, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean isSwap =
            i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        edits[i][j] = isSwap ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
      }
    }
    return edits[left.length()][right.length()];
  }
}
