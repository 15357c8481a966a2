package io.autohelm.engine.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.BlockEndToken;
import org.yaml.snakeyaml.tokens.BlockEntryToken;
import org.yaml.snakeyaml.tokens.BlockMappingStartToken;
import org.yaml.snakeyaml.tokens.BlockSequenceStartToken;
import org.yaml.snakeyaml.tokens.DocumentEndToken;
import org.yaml.snakeyaml.tokens.DocumentStartToken;
import org.yaml.snakeyaml.tokens.FlowEntryToken;
import org.yaml.snakeyaml.tokens.FlowMappingEndToken;
import org.yaml.snakeyaml.tokens.FlowMappingStartToken;
import org.yaml.snakeyaml.tokens.FlowSequenceEndToken;
import org.yaml.snakeyaml.tokens.FlowSequenceStartToken;
import org.yaml.snakeyaml.tokens.KeyToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.StreamStartToken;
import org.yaml.snakeyaml.tokens.Token;
import org.yaml.snakeyaml.tokens.ValueToken;

/**
 * Cuts a text into tokens where go-yaml cuts it, for SnakeYAML's parser. The two programs' own
 * scanners part in tabs, in colons before brackets, in directives, in line breaks beyond ASCII and
 * in their words for errors; a chart that Helm reads must read the same here.
 */
final class GoScanner implements Scanner {
  private static final int MAX_NESTING = 10_000;

  private final Cursor cursor;
  private final ScalarScanner scalars;
  private final PropertyScanner properties;
  private final SimpleKeys keys;

  private final List<Token> queue = new ArrayList<>();
  private int head;

  /** How many tokens the parser has taken; a token's number is this and its place in the queue. */
  private int taken;

  private int flowLevel;
  private int indent = -1;
  private final List<Integer> indents = new ArrayList<>();
  private boolean keyAllowed = true;
  private boolean started;
  private boolean ended;

  GoScanner(String text) {
    cursor = new Cursor(text);
    scalars = new ScalarScanner(cursor);
    properties = new PropertyScanner(cursor);
    keys = new SimpleKeys(cursor);
  }

  // What the parser asks.

  @Override
  public boolean checkToken(Token.ID... choices) {
    Token next = next();
    if (next == null) return false;
    if (choices.length == 0) return true;
    for (Token.ID choice : choices) {
      if (next.getTokenId() == choice) return true;
    }
    return false;
  }

  @Override
  public boolean checkToken(Token.ID choice) {
    Token next = next();
    return next != null && next.getTokenId() == choice;
  }

  @Override
  public @Nullable Token peekToken() {
    return next();
  }

  @Override
  public @Nullable Token getToken() {
    Token next = next();
    if (next == null) return null;
    head++;
    taken++;
    if (head == queue.size()) {
      queue.clear();
      head = 0;
    }
    return next;
  }

  @Override
  public void resetDocumentIndex() {}

  private @Nullable Token next() {
    while ((head == queue.size() || keys.mayBeKey(taken)) && !ended) fetch();
    return head < queue.size() ? queue.get(head) : null;
  }

  private void append(Token token) {
    queue.add(token);
  }

  /** Puts a token before the one of that number; where that one is gone already, at the end. */
  private void insert(int number, Token token) {
    int place = number - taken;
    if (place < 0) queue.add(token);
    else queue.add(head + place, token);
  }

  private int nextNumber() {
    return taken + queue.size() - head;
  }

  // Tokens.

  private void fetch() {
    if (!started) {
      started = true;
      append(new StreamStartToken(cursor.mark(), cursor.mark()));
      return;
    }
    toNextToken();
    unroll(cursor.column());
    char c = cursor.peek();
    boolean spaceBehind = cursor.isSpaceOrEnd(1);
    if (cursor.isEnd()) {
      streamEnd();
    } else if (c == '%' && cursor.column() == 0) {
      toTop();
      append(properties.directive());
    } else if (cursor.isDocumentMark('-') || cursor.isDocumentMark('.')) {
      documentMark(c == '-');
    } else if (c == '[' || c == '{') {
      flowStart(c == '[');
    } else if (c == ']' || c == '}') {
      flowEnd(c == ']');
    } else if (c == ',') {
      flowEntry();
    } else if (c == '-' && spaceBehind) {
      blockEntry();
    } else if (c == '?' && (flowLevel > 0 || spaceBehind)) {
      key();
    } else if (c == ':' && (flowLevel > 0 || spaceBehind)) {
      value();
    } else {
      node(c);
    }
  }

  private void node(char c) {
    if ((c == '|' || c == '>') && flowLevel == 0) {
      keys.remove();
      keyAllowed = true;
      append(scalars.block(indent, c == '|'));
      return;
    }
    boolean plain =
        switch (c) {
          case '*', '&', '!', '\'', '"' -> false;
          case '#', '|', '>', '%', '@', '`' -> throw cannotStart();
          default -> {
            if (cursor.isSpaceOrEnd()) throw cannotStart();
            yield true;
          }
        };
    if (keyAllowed) keys.save(nextNumber(), flowLevel == 0 && indent == cursor.column());
    keyAllowed = false;
    append(
        switch (c) {
          case '*', '&' -> properties.anchor(c == '*');
          case '!' -> properties.tag();
          case '\'', '"' -> scalars.quoted(c == '\'');
          default -> scalars.plain(indent + 1, flowLevel > 0);
        });
    if (plain && scalars.crossedLine()) keyAllowed = true;
  }

  private RuntimeException cannotStart() {
    return cursor.error(
        "while scanning for the next token",
        cursor.mark(),
        "found character that cannot start any token");
  }

  private void toNextToken() {
    while (true) {
      while (cursor.peek() == ' ' || (cursor.peek() == '\t' && (flowLevel > 0 || !keyAllowed))) {
        cursor.skip();
      }
      cursor.skipComment();
      if (!cursor.isBreak()) return;
      cursor.skipBreak();
      if (flowLevel == 0) keyAllowed = true;
    }
  }

  private void streamEnd() {
    cursor.forceLineStart();
    toTop();
    append(new StreamEndToken(cursor.mark(), cursor.mark()));
    ended = true;
  }

  /** Every block ends here, and no key can begin. */
  private void toTop() {
    unroll(-1);
    keys.remove();
    keyAllowed = false;
  }

  private void documentMark(boolean start) {
    toTop();
    Mark from = cursor.mark();
    cursor.skip(3);
    Mark to = cursor.mark();
    append(start ? new DocumentStartToken(from, to) : new DocumentEndToken(from, to));
  }

  private void flowStart(boolean sequence) {
    if (keyAllowed) keys.save(nextNumber(), flowLevel == 0 && indent == cursor.column());
    keys.deeper(nextNumber());
    if (++flowLevel > MAX_NESTING) {
      throw cursor.error(
          "while increasing flow level", cursor.mark(), "exceeded max depth of " + MAX_NESTING);
    }
    keyAllowed = true;
    Mark from = cursor.mark();
    cursor.skip();
    Mark to = cursor.mark();
    append(sequence ? new FlowSequenceStartToken(from, to) : new FlowMappingStartToken(from, to));
  }

  private void flowEnd(boolean sequence) {
    keys.remove();
    if (flowLevel > 0) {
      flowLevel--;
      keys.higher();
    }
    keyAllowed = false;
    Mark from = cursor.mark();
    cursor.skip();
    Mark to = cursor.mark();
    append(sequence ? new FlowSequenceEndToken(from, to) : new FlowMappingEndToken(from, to));
  }

  private void flowEntry() {
    keys.remove();
    keyAllowed = true;
    Mark from = cursor.mark();
    cursor.skip();
    append(new FlowEntryToken(from, cursor.mark()));
  }

  private void blockEntry() {
    Mark from = cursor.mark();
    if (flowLevel == 0) {
      if (!keyAllowed) {
        throw cursor.error("", from, "block sequence entries are not allowed in this context");
      }
      if (roll(cursor.column())) append(new BlockSequenceStartToken(from, from));
    }
    keys.remove();
    keyAllowed = true;
    cursor.skip();
    append(new BlockEntryToken(from, cursor.mark()));
  }

  private void key() {
    Mark from = cursor.mark();
    if (flowLevel == 0) {
      if (!keyAllowed) {
        throw cursor.error("", from, "mapping keys are not allowed in this context");
      }
      if (roll(cursor.column())) append(new BlockMappingStartToken(from, from));
    }
    keys.remove();
    keyAllowed = flowLevel == 0;
    cursor.skip();
    append(new KeyToken(from, cursor.mark()));
  }

  private void value() {
    Mark from = cursor.mark();
    SimpleKeys.Key key = keys.current();
    if (key != null) {
      insert(key.number(), new KeyToken(key.mark(), key.mark()));
      if (roll(key.mark().getColumn())) {
        insert(key.number(), new BlockMappingStartToken(key.mark(), key.mark()));
      }
      keys.used();
      keyAllowed = false;
    } else {
      if (flowLevel == 0) {
        if (!keyAllowed) {
          throw cursor.error("", from, "mapping values are not allowed in this context");
        }
        if (roll(cursor.column())) append(new BlockMappingStartToken(from, from));
      }
      keyAllowed = flowLevel == 0;
    }
    cursor.skip();
    append(new ValueToken(from, cursor.mark()));
  }

  // Indentation.

  /** Whether a block begins at that column, which is the indentation then. */
  private boolean roll(int column) {
    if (flowLevel > 0 || indent >= column) return false;
    indents.add(indent);
    indent = column;
    if (indents.size() > MAX_NESTING) {
      throw cursor.error(
          "while increasing indent level", cursor.mark(), "exceeded max depth of " + MAX_NESTING);
    }
    return true;
  }

  private void unroll(int column) {
    if (flowLevel > 0) return;
    while (indent > column) {
      append(new BlockEndToken(cursor.mark(), cursor.mark()));
      indent = indents.remove(indents.size() - 1);
    }
  }
}
