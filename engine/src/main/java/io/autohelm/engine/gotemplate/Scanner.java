package io.autohelm.engine.gotemplate;

import io.autohelm.engine.gotemplate.Token.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts template text into tokens, one for each call. What comes next depends on where we are, and
 * where we are is the method that runs next: each {@link Mode} knows one region of the text and
 * names its successor, or none once a token is ready.
 */
final class Scanner {

  @FunctionalInterface
  private interface Mode {
    @Nullable Mode run();
  }

  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final int END = -1;

  /** The trim marker together with the space that must stand beside it. */
  private static final int TRIM_LENGTH = 2;

  private static final Map<String, Kind> KEYWORDS =
      Map.ofEntries(
          Map.entry("block", Kind.BLOCK),
          Map.entry("break", Kind.BREAK),
          Map.entry("continue", Kind.CONTINUE),
          Map.entry("define", Kind.DEFINE),
          Map.entry("else", Kind.ELSE),
          Map.entry("end", Kind.END),
          Map.entry("if", Kind.IF),
          Map.entry("range", Kind.RANGE),
          Map.entry("nil", Kind.NIL),
          Map.entry("template", Kind.TEMPLATE),
          Map.entry("with", Kind.WITH));

  private final boolean breakIsKeyword;
  private final boolean continueIsKeyword;

  private String input;
  private int position;
  private int start;
  private boolean atEnd;
  private int depth;
  private int line = 1;
  private int startLine = 1;
  private boolean insideAction;
  private Token token = new Token(Kind.EOF, 0, "EOF", 1);

  Scanner(String input, boolean breakIsKeyword, boolean continueIsKeyword) {
    this.input = input;
    this.breakIsKeyword = breakIsKeyword;
    this.continueIsKeyword = continueIsKeyword;
  }

  Token next() {
    token = new Token(Kind.EOF, position, "EOF", startLine);
    Mode mode = insideAction ? this::insideAction : this::text;
    while (mode != null) {
      mode = mode.run();
    }
    return token;
  }

  private int read() {
    if (position >= input.length()) {
      atEnd = true;
      return END;
    }
    int c = input.codePointAt(position);
    position += Character.charCount(c);
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private int peek() {
    int c = read();
    unread();
    return c;
  }

  private void unread() {
    if (!atEnd && position > 0) {
      int c = input.codePointBefore(position);
      position -= Character.charCount(c);
      if (c == '\n') {
        line--;
      }
    }
  }

  private Token take(Kind kind) {
    Token taken = new Token(kind, start, input.substring(start, position), startLine);
    start = position;
    startLine = line;
    return taken;
  }

  private @Nullable Mode emit(Kind kind) {
    token = take(kind);
    return null;
  }

  private void skip() {
    line += newlines(start, position);
    start = position;
    startLine = line;
  }

  private int newlines(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if (input.charAt(i) == '\n') {
        count++;
      }
    }
    return count;
  }

  private @Nullable Mode fail(String message) {
    token = new Token(Kind.ERROR, start, message, startLine);
    start = 0;
    position = 0;
    input = "";
    return null;
  }

  private boolean accept(String valid) {
    int c = read();
    if (c != END && valid.indexOf(c) >= 0) {
      return true;
    }
    unread();
    return false;
  }

  private void acceptRun(String valid) {
    int c = read();
    while (c != END && valid.indexOf(c) >= 0) {
      c = read();
    }
    unread();
  }

  private @Nullable Mode text() {
    int found = input.indexOf(LEFT, position);
    if (found < 0) {
      position = input.length();
      if (position > start) {
        line += newlines(start, position);
        return emit(Kind.TEXT);
      }
      return emit(Kind.EOF);
    }
    if (found > position) {
      position = found;
      int trimmed = 0;
      if (trimsLeft(found + LEFT.length())) {
        int end = found;
        while (end > start && isSpace(input.charAt(end - 1))) {
          end--;
        }
        trimmed = found - end;
      }
      position -= trimmed;
      line += newlines(start, position);
      Token before = take(Kind.TEXT);
      position += trimmed;
      skip();
      if (!before.text().isEmpty()) {
        token = before;
        return null;
      }
    }
    return this::leftDelimiter;
  }

  private @Nullable Mode leftDelimiter() {
    position += LEFT.length();
    int marker = trimsLeft(position) ? TRIM_LENGTH : 0;
    if (input.startsWith("/*", position + marker)) {
      position += marker;
      skip();
      return this::comment;
    }
    Token delimiter = take(Kind.LEFT_DELIMITER);
    insideAction = true;
    position += marker;
    skip();
    depth = 0;
    token = delimiter;
    return null;
  }

  private @Nullable Mode comment() {
    position += 2;
    int end = input.indexOf("*/", position);
    if (end < 0) {
      return fail("unclosed comment");
    }
    position = end + 2;
    if (!atRightDelimiter()) {
      return fail("comment ends before closing delimiter");
    }
    boolean trims = trimsRight(position);
    line += newlines(start, position);
    start = position;
    startLine = line;
    if (trims) {
      position += TRIM_LENGTH;
    }
    position += RIGHT.length();
    if (trims) {
      skipSpaces();
    }
    skip();
    return this::text;
  }

  private @Nullable Mode rightDelimiter() {
    boolean trims = trimsRight(position);
    if (trims) {
      position += TRIM_LENGTH;
      skip();
    }
    position += RIGHT.length();
    Token delimiter = take(Kind.RIGHT_DELIMITER);
    if (trims) {
      skipSpaces();
      skip();
    }
    insideAction = false;
    token = delimiter;
    return null;
  }

  private void skipSpaces() {
    while (position < input.length() && isSpace(input.charAt(position))) {
      position++;
    }
  }

  private @Nullable Mode insideAction() {
    if (atRightDelimiter()) {
      return depth == 0 ? this::rightDelimiter : fail("unclosed left paren");
    }
    int c = read();
    if (c == END) {
      return fail("unclosed action");
    }
    if (isSpace(c)) {
      unread();
      return this::space;
    }
    if (c == '.' && position < input.length() && !isDigit(input.charAt(position))) {
      return this::field;
    }
    if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
      unread();
      return this::number;
    }
    if (isAlphaNumeric(c)) {
      unread();
      return this::identifier;
    }
    return punctuation(c);
  }

  private @Nullable Mode punctuation(int c) {
    return switch (c) {
      case '=' -> emit(Kind.ASSIGN);
      case ':' -> read() == '=' ? emit(Kind.DECLARE) : fail("expected :=");
      case '|' -> emit(Kind.PIPE);
      case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Kind.CHARACTER_CONSTANT, "unterminated character constant");
      case '`' -> rawString();
      case '$' -> this::variable;
      case '(' -> {
        depth++;
        yield emit(Kind.LEFT_PARENTHESIS);
      }
      case ')' -> {
        depth--;
        yield depth < 0 ? fail("unexpected right paren") : emit(Kind.RIGHT_PARENTHESIS);
      }
      default ->
          c > ' ' && c < 0x7f
              ? emit(Kind.CHARACTER)
              : fail("unrecognized character in action: " + GoQuote.unicode(c, true));
    };
  }

  private @Nullable Mode space() {
    int count = 0;
    while (isSpace(peek())) {
      read();
      count++;
    }
    // The last space may belong to a trim marker.
    if (trimsRight(position - 1) && input.startsWith(RIGHT, position - 1 + TRIM_LENGTH)) {
      unread();
      if (count == 1) {
        return this::rightDelimiter;
      }
    }
    return emit(Kind.SPACE);
  }

  private @Nullable Mode identifier() {
    int c = read();
    while (isAlphaNumeric(c)) {
      c = read();
    }
    unread();
    if (!atTerminator()) {
      return fail("bad character " + GoQuote.unicode(c, true));
    }
    String word = input.substring(start, position);
    Kind keyword = KEYWORDS.get(word);
    if (keyword != null) {
      boolean plain =
          (keyword == Kind.BREAK && !breakIsKeyword)
              || (keyword == Kind.CONTINUE && !continueIsKeyword);
      return emit(plain ? Kind.IDENTIFIER : keyword);
    }
    return emit(word.equals("true") || word.equals("false") ? Kind.BOOL : Kind.IDENTIFIER);
  }

  private @Nullable Mode field() {
    return atTerminator() ? emit(Kind.DOT) : name(Kind.FIELD);
  }

  private @Nullable Mode variable() {
    return atTerminator() ? emit(Kind.VARIABLE) : name(Kind.VARIABLE);
  }

  private @Nullable Mode name(Kind kind) {
    int c = read();
    while (isAlphaNumeric(c)) {
      c = read();
    }
    unread();
    return atTerminator() ? emit(kind) : fail("bad character " + GoQuote.unicode(c, true));
  }

  private boolean atTerminator() {
    int c = peek();
    if (isSpace(c)) {
      return true;
    }
    return switch (c) {
      case END, '.', ',', '|', ':', ')', '(' -> true;
      default -> input.startsWith(RIGHT, position);
    };
  }

  private @Nullable Mode quoted(char end, Kind kind, String complaint) {
    while (true) {
      int c = read();
      if (c == '\\') {
        int escaped = read();
        if (escaped == END || escaped == '\n') {
          return fail(complaint);
        }
      } else if (c == END || c == '\n') {
        return fail(complaint);
      } else if (c == end) {
        return emit(kind);
      }
    }
  }

  private @Nullable Mode rawString() {
    while (true) {
      int c = read();
      if (c == END) {
        return fail("unterminated raw quoted string");
      }
      if (c == '`') {
        return emit(Kind.RAW_STRING);
      }
    }
  }

  private @Nullable Mode number() {
    if (!scanNumber()) {
      return badNumber();
    }
    int sign = peek();
    if (sign == '+' || sign == '-') {
      return scanNumber() && input.charAt(position - 1) == 'i' ? emit(Kind.COMPLEX) : badNumber();
    }
    return emit(Kind.NUMBER);
  }

  private @Nullable Mode badNumber() {
    return fail("bad number syntax: " + GoQuote.quote(input.substring(start, position)));
  }

  private boolean scanNumber() {
    accept("+-");
    String decimal = "0123456789_";
    String hexadecimal = "0123456789abcdefABCDEF_";
    String digits = decimal;
    if (accept("0")) {
      if (accept("xX")) {
        digits = hexadecimal;
      } else if (accept("oO")) {
        digits = "01234567_";
      } else if (accept("bB")) {
        digits = "01_";
      }
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    String exponent = digits.equals(decimal) ? "eE" : digits.equals(hexadecimal) ? "pP" : "";
    if (accept(exponent)) {
      accept("+-");
      acceptRun(decimal);
    }
    accept("i");
    if (isAlphaNumeric(peek())) {
      read();
      return false;
    }
    return true;
  }

  private boolean atRightDelimiter() {
    return input.startsWith(RIGHT, position)
        || (trimsRight(position) && input.startsWith(RIGHT, position + TRIM_LENGTH));
  }

  private boolean trimsLeft(int at) {
    return at + 1 < input.length() && input.charAt(at) == '-' && isSpace(input.charAt(at + 1));
  }

  private boolean trimsRight(int at) {
    return at + 1 < input.length() && isSpace(input.charAt(at)) && input.charAt(at + 1) == '-';
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphaNumeric(int c) {
    return c == '_'
        || (c < 0x80
            ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c)
            : Character.isLetter(c) || Character.isDigit(c));
  }
}
