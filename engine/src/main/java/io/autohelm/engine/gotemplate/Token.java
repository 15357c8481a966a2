package io.autohelm.engine.gotemplate;

/**
 * A piece of template text.
 *
 * @param position index of its first character in the text
 * @param text its characters, or for {@link Kind#ERROR} what is wrong
 * @param line the line it begins on, from 1
 */
record Token(Kind kind, int position, String text, int line) {

  enum Kind {
    ERROR,
    BOOL,
    CHARACTER,
    CHARACTER_CONSTANT,
    COMPLEX,
    ASSIGN,
    DECLARE,
    EOF,
    FIELD,
    IDENTIFIER,
    LEFT_DELIMITER,
    LEFT_PARENTHESIS,
    NUMBER,
    PIPE,
    RAW_STRING,
    RIGHT_DELIMITER,
    RIGHT_PARENTHESIS,
    SPACE,
    STRING,
    TEXT,
    VARIABLE,
    // Keywords from here on.
    BLOCK,
    BREAK,
    CONTINUE,
    DOT,
    DEFINE,
    ELSE,
    END,
    IF,
    NIL,
    RANGE,
    TEMPLATE,
    WITH;

    boolean keyword() {
      return compareTo(BLOCK) >= 0;
    }
  }

  /** The token as Go's messages name it. */
  @Override
  public String toString() {
    if (kind == Kind.EOF) {
      return "EOF";
    }
    if (kind == Kind.ERROR) {
      return text;
    }
    if (kind.keyword()) {
      return "<" + text + ">";
    }
    if (GoStrings.length(text) > 10) {
      int end = text.offsetByCodePoints(0, Math.min(10, text.codePointCount(0, text.length())));
      return GoQuote.quote(text.substring(0, end)) + "...";
    }
    return GoQuote.quote(text);
  }
}
