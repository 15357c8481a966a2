package io.autohelm.engine.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * A place in a YAML text and the steps from there. Beyond its end the text reads as {@link #END},
 * which no text holds.
 */
final class Cursor {
  static final char END = 0;

  /** How far ahead the scanner looks at most, and one more for the second half of a pair. */
  private static final int BEYOND = 8;

  private static final int[] NO_SNIPPET = {};

  private final char[] text;
  private int at;
  private int line;
  private int column;

  Cursor(String text) {
    this.text = new char[text.length() + BEYOND];
    text.getChars(0, text.length(), this.text, 0);
    Characters.check(this.text, text.length());
    if (text.startsWith("\uFEFF")) at = 1;
  }

  char peek() {
    return text[at];
  }

  char peek(int ahead) {
    return text[Math.min(at + ahead, text.length - 1)];
  }

  int at() {
    return at;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  Mark mark() {
    return mark(at, line, column);
  }

  static Mark mark(int at, int line, int column) {
    return new Mark("text", at, line, column, NO_SNIPPET, 0);
  }

  String slice(int from, int to) {
    return new String(text, from, to - from);
  }

  void copy(int from, int to, StringBuilder into) {
    into.append(text, from, to - from);
  }

  /** One character on; a pair of surrogates is one. */
  void skip() {
    at += isPair() ? 2 : 1;
    column++;
  }

  void skip(int count) {
    for (int i = 0; i < count; i++) skip();
  }

  private boolean isPair() {
    return Character.isHighSurrogate(text[at]) && Character.isLowSurrogate(text[at + 1]);
  }

  /** Over a line break, if there is one: the two characters of CR LF are one break. */
  void skipBreak() {
    if (!isBreak()) return;
    at += text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
    column = 0;
    line++;
  }

  /** Over a line break, which is added as YAML reads it: a line feed but for U+2028 and U+2029. */
  void readBreak(StringBuilder into) {
    if (!isBreak()) return;
    char met = text[at];
    into.append(met == '\u2028' || met == '\u2029' ? met : '\n');
    skipBreak();
  }

  void skipBlanks() {
    while (isBlank()) skip();
  }

  /** To the end of the line where a comment begins here. */
  void skipComment() {
    if (peek() != '#') return;
    while (!isBreakOrEnd()) skip();
  }

  /** The end of the text stands on a line of its own. */
  void forceLineStart() {
    if (column == 0) return;
    column = 0;
    line++;
  }

  boolean isEnd() {
    return text[at] == END;
  }

  boolean isBlank() {
    return isBlank(text[at]);
  }

  boolean isBreak() {
    return isBreak(text[at]);
  }

  boolean isBreakOrEnd() {
    return isBreakOrEnd(text[at]);
  }

  boolean isSpaceOrEnd() {
    return isSpaceOrEnd(text[at]);
  }

  /** Whether white space or the end stands that many characters ahead. */
  boolean isSpaceOrEnd(int ahead) {
    return isSpaceOrEnd(peek(ahead));
  }

  /** Three times the character at the beginning of a line, and white space behind. */
  boolean isDocumentMark(char of) {
    return column == 0
        && text[at] == of
        && text[at + 1] == of
        && text[at + 2] == of
        && isSpaceOrEnd(text[at + 3]);
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  private static boolean isBreakOrEnd(char c) {
    return c == END || isBreak(c);
  }

  private static boolean isSpaceOrEnd(char c) {
    return isBlank(c) || isBreakOrEnd(c);
  }

  /** A letter, digit, underscore or hyphen of ASCII: what names of anchors and tags are made of. */
  static boolean isWord(char c) {
    return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
  }

  ScannerException error(String context, Mark start, String problem) {
    return new ScannerException(context, start, problem, mark());
  }
}
