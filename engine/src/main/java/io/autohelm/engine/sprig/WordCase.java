package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoStrings;

/** Names taken apart into words and put together in another style. */
final class WordCase {

  private enum Kind {
    NONE,
    NUMBER,
    UPPER,
    LETTERS,
    CONNECTOR,
    PUNCTUATION,
    OTHER
  }

  private static final int NO_CHARACTER = 0xFFFD;

  /** The characters that decide what a word is. */
  private final String text;

  /** The text as it is printed, and where in it each character of {@link #text} begins. */
  private final String whole;

  private final int[] beginnings;
  private final char connector;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private Kind kind = Kind.NONE;
  private String word = "";

  /** What is no character belongs to the next one that is, at the end to the last. */
  private WordCase(String written, char connector) {
    this.connector = connector;
    whole = written;
    StringBuilder characters = new StringBuilder();
    int[] places = new int[whole.length() + 2];
    int begin = 0;
    for (int i = 0; i < whole.length(); i++) {
      if (GoStrings.rune(whole.charAt(i)) == NO_CHARACTER) {
        continue;
      }
      places[characters.length()] = begin;
      characters.append(whole.charAt(i));
      begin = i + 1;
    }
    if (begin < whole.length()) {
      places[characters.length()] = begin;
      int last = characters.length() - 1;
      characters.append(last < 0 ? (char) NO_CHARACTER : characters.charAt(last));
    }
    places[characters.length()] = whole.length();
    text = characters.toString();
    beginnings = places;
  }

  private static boolean isConnector(int c) {
    return c == '-' || c == '_' || GoStrings.isSpace(c);
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** A letter; Chinese characters, which stand for words, are none. */
  private static boolean isAlphabet(int c) {
    boolean isChinese =
        (c >= 0x4E00 && c <= 0x9FCC)
            || (c >= 0x3400 && c <= 0x4D85)
            || (c >= 0x20000 && c <= 0x2B81D);
    return Character.isLetter(c) && !isChinese;
  }

  /** Java counts Roman numerals and letters in circles too, Go does not. */
  private static boolean isUpper(int c) {
    return Character.getType(c) == Character.UPPERCASE_LETTER;
  }

  private static boolean isNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  /** CamelCase with a capital at the start. */
  static String pascal(String text) {
    int[] chars = text.codePoints().map(GoStrings::rune).toArray();
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < chars.length && isConnector(chars[i])) {
      out.appendCodePoint(chars[i++]);
    }
    if (i == chars.length) {
      // Nothing but connectors: the last one comes twice.
      return i == 0 ? "" : out.appendCodePoint(chars[i - 1]).toString();
    }
    boolean firstUpper = isUpper(chars[i]);
    int current = Character.toUpperCase(chars[i++]);
    while (i < chars.length) {
      final int before = current;
      current = chars[i++];
      if (isConnector(current) && isConnector(before)) {
        out.appendCodePoint(before);
        continue;
      }
      if (isConnector(before)) {
        firstUpper = isUpper(current);
        current = Character.toUpperCase(current);
      } else {
        if (firstUpper) {
          if (isUpper(current)) {
            current = Character.toLowerCase(current);
          } else {
            firstUpper = false;
          }
        }
        out.appendCodePoint(before);
      }
    }
    return out.appendCodePoint(current).toString();
  }

  /** Words in lower case with that connector between them. */
  static String lower(String text, char connector) {
    return text.isEmpty() ? "" : new WordCase(text, connector).lower();
  }

  private String lower() {
    readWord();
    while (next < text.length()) {
      if (kind != Kind.CONNECTOR) {
        append(kind, word);
      }
      Kind before = kind;
      String last = word;
      readWord();
      switch (before) {
        case NUMBER -> afterNumber();
        case CONNECTOR -> append(before, last);
        case PUNCTUATION -> {}
        default -> afterLetters();
      }
    }
    append(kind, word);
    return out.toString();
  }

  private void afterNumber() {
    while (kind == Kind.LETTERS || kind == Kind.NUMBER) {
      append(kind, word);
      readWord();
    }
    connectUnless(Kind.NONE);
  }

  private void afterLetters() {
    if (kind != Kind.NUMBER) {
      connectUnless(Kind.CONNECTOR);
      return;
    }
    if (next >= text.length()) {
      return;
    }
    String number = word;
    readWord();
    if (kind != Kind.LETTERS) {
      append(Kind.NUMBER, number);
      connectUnless(Kind.CONNECTOR);
      return;
    }
    out.append(connector);
    append(Kind.NUMBER, number);
    while (kind == Kind.LETTERS || kind == Kind.NUMBER) {
      append(kind, word);
      readWord();
    }
    connectUnless(Kind.NONE);
  }

  private void connectUnless(Kind other) {
    if (kind != other && kind != Kind.CONNECTOR && kind != Kind.PUNCTUATION) {
      out.append(connector);
    }
  }

  private void append(Kind wordKind, String chars) {
    if (wordKind != Kind.UPPER && wordKind != Kind.CONNECTOR) {
      out.append(chars);
      return;
    }
    chars
        .codePoints()
        .map(GoStrings::rune)
        .forEach(c -> out.appendCodePoint(isConnector(c) ? connector : lowered(c)));
  }

  private static int lowered(int c) {
    return isUpper(c) ? Character.toLowerCase(c) : c;
  }

  private int peek(int at) {
    return at < text.length() ? text.codePointAt(at) : -1;
  }

  private void readWord() {
    int start = next;
    int c = peek(next);
    if (c < 0) {
      kind = Kind.NONE;
      word = "";
      return;
    }
    next += Character.charCount(c);
    if (isConnector(c)) {
      kind = Kind.CONNECTOR;
      while (peek(next) >= 0 && isConnector(peek(next))) {
        next += Character.charCount(peek(next));
      }
    } else if (c == NO_CHARACTER) {
      kind = Kind.NONE;
    } else if (isPunctuation(c)) {
      kind = Kind.PUNCTUATION;
      while (peek(next) >= 0 && isPunctuation(peek(next))) {
        next += Character.charCount(peek(next));
      }
    } else if (isUpper(c)) {
      kind = Kind.UPPER;
      readUpper();
    } else if (isAlphabet(c)) {
      kind = Kind.LETTERS;
      readLetters();
    } else if (isNumber(c)) {
      kind = Kind.NUMBER;
      while (peek(next) >= 0 && isNumber(peek(next))) {
        next += Character.charCount(peek(next));
      }
    } else {
      kind = Kind.OTHER;
      while (peek(next) >= 0 && isOther(peek(next))) {
        next += Character.charCount(peek(next));
      }
    }
    word = whole.substring(beginnings[start], beginnings[next]);
  }

  private static boolean isOther(int c) {
    return !isConnector(c) && !isAlphabet(c) && !isNumber(c) && !isPunctuation(c);
  }

  private void readLetters() {
    while (peek(next) >= 0 && isAlphabet(peek(next)) && !isUpper(peek(next))) {
      next += Character.charCount(peek(next));
    }
  }

  /** One capital and its letters, or a run of capitals; the last one may begin the next word. */
  private void readUpper() {
    int c = peek(next);
    if (c < 0) {
      return;
    }
    if (!isUpper(c)) {
      readLetters();
      return;
    }
    int last = 0;
    while (peek(next) >= 0 && isUpper(peek(next))) {
      last = Character.charCount(peek(next));
      next += last;
    }
    if (peek(next) >= 0 && isAlphabet(peek(next))) {
      next -= last;
    }
  }
}
