package io.autohelm.engine.yaml;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/** Scans scalars: plain, quoted, and blocks. */
final class ScalarScanner {
  private static final String QUOTED = "while scanning a quoted scalar";
  private static final String ESCAPED = "while parsing a quoted scalar";
  private static final String BLOCK = "while scanning a block scalar";

  /** What stands behind a backslash, and what it means. */
  private static final String ESCAPES = "0abt\tnvfre \"'\\N_LP";

  private static final String MEANINGS =
      "\0\u0007\b\t\t\n\u000b\f\r\u001b \"'\\\u0085\u00a0\u2028\u2029";

  private final Cursor cursor;
  private final StringBuilder text = new StringBuilder();

  /** The line breaks after a line: the first, and the empty lines behind it. */
  private final StringBuilder firstBreak = new StringBuilder();

  private final StringBuilder moreBreaks = new StringBuilder();

  /** Whether the last plain scalar ended on a later line than its text. */
  private boolean crossedLine;

  ScalarScanner(Cursor cursor) {
    this.cursor = cursor;
  }

  boolean crossedLine() {
    return crossedLine;
  }

  // Plain scalars.

  /**
   * A scalar without quotes. Its text is a slice of the document until a line is folded.
   *
   * @param indent the column that a line below must reach to belong to it
   */
  Token plain(int indent, boolean inFlow) {
    Mark start = cursor.mark();
    text.setLength(0);
    int from = cursor.at();
    int to = from;
    int endLine = cursor.line();
    int endColumn = cursor.column();
    clearBreaks();
    while (!cursor.isDocumentMark('-') && !cursor.isDocumentMark('.') && cursor.peek() != '#') {
      int run = cursor.at();
      while (!cursor.isSpaceOrEnd() && !endsPlain(inFlow)) cursor.skip();
      if (cursor.at() > run) {
        if (crossedLine) {
          cursor.copy(from, to, text);
          fold();
          from = run;
        }
        to = cursor.at();
        endLine = cursor.line();
        endColumn = cursor.column();
      }
      if (!cursor.isBlank() && !cursor.isBreak()) break;
      blanksOfPlain(start, indent);
      if (!inFlow && cursor.column() < indent) break;
    }
    Mark end = Cursor.mark(to, endLine, endColumn);
    if (text.isEmpty()) {
      return new ScalarToken(cursor.slice(from, to), true, start, end, ScalarStyle.PLAIN);
    }
    cursor.copy(from, to, text);
    return new ScalarToken(text.toString(), true, start, end, ScalarStyle.PLAIN);
  }

  private boolean endsPlain(boolean inFlow) {
    char c = cursor.peek();
    if (c == ':') return cursor.isSpaceOrEnd(1);
    return inFlow && (c == ',' || c == '?' || c == '[' || c == ']' || c == '{' || c == '}');
  }

  private void blanksOfPlain(Mark start, int indent) {
    while (true) {
      if (cursor.isBlank()) {
        if (crossedLine && cursor.column() < indent && cursor.peek() == '\t') {
          throw cursor.error(
              "while scanning a plain scalar",
              start,
              "found a tab character that violates indentation");
        }
        cursor.skip();
      } else if (cursor.isBreak()) {
        cursor.readBreak(crossedLine ? moreBreaks : firstBreak);
        crossedLine = true;
      } else {
        return;
      }
    }
  }

  private void clearBreaks() {
    crossedLine = false;
    firstBreak.setLength(0);
    moreBreaks.setLength(0);
  }

  /** One line feed becomes a blank, more of them one less; other breaks stay. */
  private void fold() {
    boolean lineFeed = !firstBreak.isEmpty() && firstBreak.charAt(0) == '\n';
    if (!lineFeed) text.append(firstBreak);
    else if (moreBreaks.isEmpty()) text.append(' ');
    text.append(moreBreaks);
    clearBreaks();
  }

  // Quoted scalars.

  Token quoted(boolean single) {
    char quote = single ? '\'' : '"';
    Mark start = cursor.mark();
    cursor.skip();
    text.setLength(0);
    clearBreaks();
    while (true) {
      if (cursor.isDocumentMark('-') || cursor.isDocumentMark('.')) {
        throw cursor.error(QUOTED, start, "found unexpected document indicator");
      }
      if (cursor.isEnd()) throw cursor.error(QUOTED, start, "found unexpected end of stream");
      boolean continued = single ? single() : doubled(start);
      if (cursor.peek() == quote) break;
      blanksOfQuoted(continued);
    }
    cursor.skip();
    return new ScalarToken(
        text.toString(),
        false,
        start,
        cursor.mark(),
        single ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.DOUBLE_QUOTED);
  }

  /** Up to white space or the closing quote; never a backslash at the end of the line. */
  private boolean single() {
    int from = cursor.at();
    while (!cursor.isSpaceOrEnd()) {
      if (cursor.peek() == '\'') {
        if (cursor.peek(1) != '\'') break;
        cursor.copy(from, cursor.at() + 1, text);
        cursor.skip(2);
        from = cursor.at();
      } else {
        cursor.skip();
      }
    }
    cursor.copy(from, cursor.at(), text);
    return false;
  }

  /** Up to white space or the closing quote; true where a backslash took the line's end. */
  private boolean doubled(Mark start) {
    int from = cursor.at();
    while (!cursor.isSpaceOrEnd() && cursor.peek() != '"') {
      if (cursor.peek() != '\\') {
        cursor.skip();
        continue;
      }
      cursor.copy(from, cursor.at(), text);
      cursor.skip();
      if (cursor.isBreak()) {
        cursor.skipBreak();
        return true;
      }
      escape(start);
      from = cursor.at();
    }
    cursor.copy(from, cursor.at(), text);
    return false;
  }

  private void escape(Mark start) {
    char letter = cursor.peek();
    int meaning = letter == Cursor.END ? -1 : ESCAPES.indexOf(letter);
    if (meaning >= 0) {
      text.append(MEANINGS.charAt(meaning));
      cursor.skip();
      return;
    }
    int length = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
    if (length == 0) throw cursor.error(ESCAPED, start, "found unknown escape character");
    cursor.skip();
    long value = 0;
    for (int i = 0; i < length; i++) {
      if (!Cursor.isHex(cursor.peek(i))) {
        throw cursor.error(ESCAPED, start, "did not find expected hexdecimal number");
      }
      value = value * 16 + Character.digit(cursor.peek(i), 16);
    }
    if ((value >= 0xd800 && value <= 0xdfff) || value > Character.MAX_CODE_POINT) {
      throw cursor.error(ESCAPED, start, "found invalid Unicode character escape code");
    }
    text.appendCodePoint((int) value);
    cursor.skip(length);
  }

  private void blanksOfQuoted(boolean continued) {
    int from = cursor.at();
    int to = from;
    crossedLine = continued;
    while (true) {
      if (cursor.isBlank()) {
        cursor.skip();
        if (!crossedLine) to = cursor.at();
      } else if (cursor.isBreak()) {
        cursor.readBreak(crossedLine ? moreBreaks : firstBreak);
        crossedLine = true;
      } else {
        break;
      }
    }
    if (crossedLine) fold();
    else cursor.copy(from, to, text);
  }

  // Blocks.

  /**
   * A literal or folded block.
   *
   * @param parent the indentation of what holds it, -1 at the top
   */
  Token block(int parent, boolean literal) {
    Mark start = cursor.mark();
    cursor.skip();
    int chomping = chomping();
    int increment = increment(start);
    if (chomping == 0) chomping = chomping();
    cursor.skipBlanks();
    cursor.skipComment();
    if (!cursor.isBreakOrEnd()) {
      throw cursor.error(BLOCK, start, "did not find expected comment or line break");
    }
    cursor.skipBreak();
    text.setLength(0);
    clearBreaks();
    int indent = breaksOfBlock(start, parent, increment == 0 ? 0 : Math.max(parent, 0) + increment);
    boolean blankBefore = false;
    while (cursor.column() == indent && !cursor.isEnd()) {
      boolean blank = cursor.isBlank();
      boolean folds =
          !literal
              && !blankBefore
              && !blank
              && !firstBreak.isEmpty()
              && firstBreak.charAt(0) == '\n';
      if (folds) {
        fold();
      } else {
        text.append(firstBreak).append(moreBreaks);
        clearBreaks();
      }
      blankBefore = blank;
      int from = cursor.at();
      while (!cursor.isBreakOrEnd()) cursor.skip();
      cursor.copy(from, cursor.at(), text);
      cursor.readBreak(firstBreak);
      breaksOfBlock(start, parent, indent);
    }
    if (chomping != '-') text.append(firstBreak);
    if (chomping == '+') text.append(moreBreaks);
    return new ScalarToken(
        text.toString(),
        false,
        start,
        cursor.mark(),
        literal ? ScalarStyle.LITERAL : ScalarStyle.FOLDED);
  }

  private int chomping() {
    char c = cursor.peek();
    if (c != '+' && c != '-') return 0;
    cursor.skip();
    return c;
  }

  private int increment(Mark start) {
    char c = cursor.peek();
    if (!Cursor.isDigit(c)) return 0;
    if (c == '0') {
      throw cursor.error(BLOCK, start, "found an indentation indicator equal to 0");
    }
    cursor.skip();
    return c - '0';
  }

  /** Over empty lines and the indentation behind them; gives the indentation, found if it was 0. */
  private int breaksOfBlock(Mark start, int parent, int indent) {
    int deepest = 0;
    while (true) {
      while ((indent == 0 || cursor.column() < indent) && cursor.peek() == ' ') cursor.skip();
      deepest = Math.max(deepest, cursor.column());
      if ((indent == 0 || cursor.column() < indent) && cursor.peek() == '\t') {
        throw cursor.error(
            BLOCK, start, "found a tab character where an indentation space is expected");
      }
      if (!cursor.isBreak()) break;
      cursor.readBreak(moreBreaks);
    }
    return indent == 0 ? Math.max(Math.max(deepest, parent + 1), 1) : indent;
  }
}
