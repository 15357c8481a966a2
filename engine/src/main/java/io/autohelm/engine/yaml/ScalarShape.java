package io.autohelm.engine.yaml;

/**
 * What the characters of a string allow when it is printed in block context.
 *
 * @param multiline it holds a line break, so it cannot be a simple key
 * @param plainAllowed it may stand without quotes
 * @param singleQuotedAllowed single quotes suffice
 * @param blockAllowed it may be a literal block
 */
record ScalarShape(
    boolean multiline, boolean plainAllowed, boolean singleQuotedAllowed, boolean blockAllowed) {

  static ScalarShape of(String value, boolean version2) {
    if (value.isEmpty()) return new ScalarShape(false, true, true, false);
    boolean indicators = value.startsWith("---") || value.startsWith("...");
    boolean special = false;
    boolean tabs = false;
    boolean breaks = false;
    boolean breakThenSpace = false;
    boolean spaceThenBreak = false;
    boolean afterSpace = false;
    boolean afterBreak = false;
    boolean afterBlank = true;
    int first = value.codePointAt(0);
    int last = value.codePointBefore(value.length());
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean beforeBlank = next >= value.length() || isBlank(value.codePointAt(next));
      indicators |= i == 0 ? opens(c, beforeBlank) : divides(c, afterBlank, beforeBlank);
      if (c == '\t' && !version2) tabs = true;
      else if (!isPrintable(c)) special = true;
      boolean space = c == ' ';
      boolean lineBreak = isBreak(c);
      breaks |= lineBreak;
      breakThenSpace |= space && afterBreak;
      spaceThenBreak |= lineBreak && afterSpace;
      afterSpace = space;
      afterBreak = lineBreak;
      afterBlank = isBlank(c) || lineBreak || c == 0;
      i = next;
    }
    boolean edges = first == ' ' || last == ' ' || isBreak(first) || isBreak(last);
    boolean awkward = spaceThenBreak || special;
    return new ScalarShape(
        breaks,
        !(edges || indicators || breaks || breakThenSpace || awkward || tabs),
        !(breakThenSpace || awkward || tabs),
        !(last == ' ' || awkward));
  }

  private static boolean opens(int c, boolean beforeBlank) {
    return switch (c) {
      case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`' -> true;
      case '?', ':', '-' -> beforeBlank;
      default -> false;
    };
  }

  private static boolean divides(int c, boolean afterBlank, boolean beforeBlank) {
    return (c == ':' && beforeBlank) || (c == '#' && afterBlank);
  }

  static boolean isBreak(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == '\t';
  }

  /** Characters beyond the basic plane do not count as printable for go-yaml. */
  private static boolean isPrintable(int c) {
    return c == '\n'
        || (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xFFFD && c != 0xFEFF && !(c >= 0xD800 && c <= 0xDFFF));
  }

  static boolean needsEscape(int c) {
    return !isPrintable(c) || isBreak(c) || c == '"' || c == '\\';
  }
}
