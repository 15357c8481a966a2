package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nearly all documents of charts are written in: blocks of {@code key: value} and {@code
 * - item}, scalars on one line, literal blocks, short flow collections. That takes a tenth of the
 * time SnakeYAML takes. Wherever it is not certain what SnakeYAML and {@link Resolution} would make
 * of a text, errors included, it gives up, and they read it.
 */
final class BlockReader {
  /** Instead of a tree: the text is for somebody else to read. */
  static final Object UNREAD = new Object();

  private static final int DEEPEST = 200;
  private static final int LONGEST = 4 * 1024 * 1024;
  private static final int LONGEST_KEY = 500;

  private final String text;
  private final char[] chars;
  private final LineReader line;

  /** The keys of the document's own mapping whose values are wanted; null for all. */
  private final @Nullable Set<String> wanted;

  /** Of the line that is next: where its first character stands in it, or -1 behind the last. */
  private int column;

  private int depth;

  private BlockReader(String text, char[] chars, boolean exact, @Nullable Set<String> wanted) {
    this.text = text;
    this.chars = chars;
    this.wanted = wanted;
    this.line = new LineReader(text, chars, exact);
  }

  /**
   * Reads the first document.
   *
   * @param exact integers stay integers; otherwise every number becomes a Double
   * @return the tree, or {@link #UNREAD}
   */
  static @Nullable Object read(String text, boolean exact) {
    return read(text, exact, null);
  }

  /**
   * Reads the first document, and of its mapping only the values of some keys; the others are
   * checked and their values are null or empty.
   *
   * @param wanted null for all keys
   */
  static @Nullable Object read(String text, boolean exact, @Nullable Set<String> wanted) {
    if (text.length() > LONGEST) {
      return UNREAD;
    }
    char[] chars = text.toCharArray();
    if (!LineReader.isOrdinary(chars)) {
      return UNREAD;
    }
    try {
      return new BlockReader(text, chars, exact, wanted).document();
    } catch (GaveUp e) {
      return UNREAD;
    }
  }

  /** Not certain of what is met. */
  static final class GaveUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GaveUp() {
      super(null, null, false, false);
    }
  }

  private @Nullable Object document() {
    findLine();
    if (column == 0 && text.startsWith("---", line.at)) {
      line.at += 3;
      line.end();
      findLine();
    }
    if (column < 0) {
      return null;
    }
    // A line that is no block may be a marker between documents.
    boolean block = isDash() || line.atKey() || "{[\"'".indexOf(chars[line.at]) >= 0;
    if (!block) {
      throw new GaveUp();
    }
    Object root = node(Integer.MAX_VALUE);
    if (column >= 0) {
      throw new GaveUp();
    }
    return root;
  }

  /** From the beginning of a line on, passes over blank lines and comments. */
  private void findLine() {
    int at = line.at;
    int start = at;
    while (at < chars.length) {
      char c = chars[at];
      if (c == ' ') {
        at++;
      } else if (c == '\n') {
        start = ++at;
      } else if (c == '#') {
        at = Math.min(line.endOfLine(at) + 1, chars.length);
        start = at;
      } else {
        line.at = at;
        column = at - start;
        return;
      }
    }
    line.at = at;
    column = -1;
  }

  /** A block, or what fills a line of its own. */
  private @Nullable Object node(int indent) {
    return isDash() || line.atKey() ? block() : inline(indent);
  }

  private @Nullable Object inline(int indent) {
    Object value = chars[line.at] == '|' ? literal(indent) : line.value(indent);
    findLine();
    return value;
  }

  private Object block() {
    if (++depth > DEEPEST) {
      throw new GaveUp();
    }
    Object read = isDash() ? sequence(column, false) : mapping(column);
    depth--;
    return read;
  }

  private boolean isDash() {
    int at = line.at;
    return chars[at] == '-'
        && (at + 1 == chars.length || chars[at + 1] == ' ' || chars[at + 1] == '\n');
  }

  private Map<String, @Nullable Object> mapping(int indent) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (true) {
      int start = line.at;
      String key = line.key();
      if (line.at - start > LONGEST_KEY) {
        throw new GaveUp();
      }
      boolean skims = wanted != null && depth == 1 && !wanted.contains(key);
      line.skims |= skims;
      Object value = value(indent, true);
      if (skims) {
        line.skims = false;
      }
      if (!line.skims) {
        map.put(key, value);
      }
      if (column != indent) {
        checkLeft(indent);
        return map;
      }
    }
  }

  /**
   * Items.
   *
   * @param flush the dashes stand right below the key that they belong to
   */
  private List<@Nullable Object> sequence(int indent, boolean flush) {
    List<@Nullable Object> items = new ArrayList<>();
    while (true) {
      int dash = line.at;
      line.at++;
      line.skipBlanks();
      column = indent + line.at - dash;
      if (!line.atEnd() && (isDash() || line.atKey())) {
        add(items, block());
      } else {
        add(items, value(indent, false));
      }
      if (column != indent) {
        checkLeft(indent);
        return items;
      }
      if (!isDash()) {
        if (!flush) {
          throw new GaveUp();
        }
        return items;
      }
    }
  }

  private void add(List<@Nullable Object> items, @Nullable Object item) {
    if (!line.skims) {
      items.add(item);
    }
  }

  /** What follows must belong to a block further out. */
  private void checkLeft(int indent) {
    if (column > indent) {
      throw new GaveUp();
    }
  }

  /** What stands behind a colon or a dash, on its line or below. */
  private @Nullable Object value(int indent, boolean ofKey) {
    line.skipBlanks();
    if (line.atEnd()) {
      line.end();
      findLine();
      if (column > indent) {
        return node(indent);
      }
      return ofKey && column == indent && isDash() ? sequence(indent, true) : null;
    }
    return inline(indent);
  }

  private String literal(int outer) {
    int chomping = line.at + 1 < chars.length ? chars[line.at + 1] : '\n';
    boolean chomps = chomping == '-' || chomping == '+';
    line.at += chomps ? 2 : 1;
    line.end();
    int indent = indentOfLiteral(outer);
    StringBuilder out = new StringBuilder();
    int lastContent = 0;
    int at = line.at;
    while (at < chars.length) {
      int end = line.endOfLine(at);
      boolean ended = end < chars.length;
      int blanks = at;
      while (blanks < end && blanks - at < indent && chars[blanks] == ' ') {
        blanks++;
      }
      if (blanks == end) {
        if (!ended) {
          throw new GaveUp();
        }
        out.append('\n');
      } else if (blanks - at < indent) {
        break;
      } else {
        if (!line.skims) {
          out.append(text, blanks, end);
        }
        if (ended) {
          out.append('\n');
        }
        lastContent = out.length();
      }
      at = ended ? end + 1 : end;
    }
    line.at = at;
    if (chomping == '+' || line.skims) {
      return out.toString();
    }
    boolean breaks = chomping == '-' && out.charAt(lastContent - 1) == '\n';
    return out.substring(0, breaks ? lastContent - 1 : lastContent);
  }

  /** The indentation of the first line that is not blank; there must be one. */
  private int indentOfLiteral(int outer) {
    int start = line.at;
    int widest = 0;
    for (int at = start; at < chars.length; at++) {
      char c = chars[at];
      if (c == '\n') {
        widest = Math.max(widest, at - start);
        start = at + 1;
      } else if (c != ' ') {
        int indent = at - start;
        if (indent <= outer || widest > indent || c == '\t') {
          break;
        }
        return indent;
      }
    }
    throw new GaveUp();
  }
}
