package io.autohelm.agent.reconcile;

/**
 * Shortens the values that the API server quotes when it refuses an object: of a Job's template it
 * prints hundreds of empty fields, behind which nobody finds what is wrong.
 */
final class LongValues {
  private static final String BEGIN = "Invalid value: ";
  private static final int LONGEST = 200;
  private static final int SHOWN = 120;

  private LongValues() {}

  /** The text with each long table or list that is quoted cut off; what follows it stays. */
  static String shortened(String text) {
    StringBuilder shown = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, from)) {
      int begin = at + BEGIN.length();
      int end = end(text, begin);
      shown.append(text, from, Math.min(end, begin + (end - begin > LONGEST ? SHOWN : LONGEST)));
      shown.append(end - begin > LONGEST ? "..." : "");
      from = end;
    }
    return shown.append(text, from, text.length()).toString();
  }

  /** Where the table or list that begins there ends; the beginning itself where there is none. */
  private static int end(String text, int begin) {
    int depth = 0;
    boolean isQuoted = false;
    for (int at = begin; at < text.length(); at++) {
      char c = text.charAt(at);
      if (isQuoted) {
        at += c == '\\' ? 1 : 0;
        isQuoted = c != '"';
      } else if (c == '"') {
        isQuoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      if (depth == 0) {
        return c == '}' || c == ']' ? at + 1 : begin;
      }
    }
    return begin;
  }
}
