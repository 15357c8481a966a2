package io.autohelm.agent.declaration;

/** Texts of others as they may be printed: on one line, escaped, and not too long. */
final class Shown {
  private static final int LONGEST_VALUE = 80;

  private Shown() {}

  /** A value that was met. */
  static String value(String text) {
    return shortened(text, LONGEST_VALUE);
  }

  /** The text with control characters escaped, cut where it is longer than that many characters. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest && text.chars().allMatch(c -> isPlain((char) c))) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length() && shown.length() < longest; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        shown.append(c);
      } else if (c == '\n') {
        shown.append("\\n");
      } else {
        shown.append(String.format("\\u%04x", (int) c));
      }
    }
    if (text.length() > longest) {
      if (Character.isHighSurrogate(shown.charAt(shown.length() - 1))) {
        shown.setLength(shown.length() - 1);
      }
      shown.append("... (").append(text.length()).append(" characters)");
    }
    return shown.toString();
  }

  /** Neither a control character nor one that turns the direction of a line. */
  private static boolean isPlain(char c) {
    return !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT
        && c != '\u2028'
        && c != '\u2029';
  }
}
