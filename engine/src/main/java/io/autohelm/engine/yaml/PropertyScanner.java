package io.autohelm.engine.yaml;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.TagToken;
import org.yaml.snakeyaml.tokens.TagTuple;
import org.yaml.snakeyaml.tokens.Token;

/** Scans what stands around nodes: anchors, aliases, tags, and the directives before a document. */
final class PropertyScanner {
  private static final String DIRECTIVE = "while scanning a directive";
  private static final String VERSION = "while scanning a %YAML directive";
  private static final String TAG = "while scanning a tag";
  private static final String NO_BREAK = "did not find expected whitespace or line break";

  private final Cursor cursor;

  PropertyScanner(Cursor cursor) {
    this.cursor = cursor;
  }

  Token anchor(boolean alias) {
    Mark start = cursor.mark();
    cursor.skip();
    String name = word();
    if (name.isEmpty() || !(cursor.isSpaceOrEnd() || "?:,]}%@`".indexOf(cursor.peek()) >= 0)) {
      throw cursor.error(
          alias ? "while scanning an alias" : "while scanning an anchor",
          start,
          "did not find expected alphabetic or numeric character");
    }
    Mark end = cursor.mark();
    return alias ? new AliasToken(name, start, end) : new AnchorToken(name, start, end);
  }

  private String word() {
    int from = cursor.at();
    while (Cursor.isWord(cursor.peek())) cursor.skip();
    return cursor.slice(from, cursor.at());
  }

  Token tag() {
    Mark start = cursor.mark();
    String handle;
    String suffix;
    if (cursor.peek(1) == '<') {
      cursor.skip(2);
      handle = "";
      suffix = uri(start, TAG, "", false);
      if (cursor.peek() != '>') throw cursor.error(TAG, start, "did not find the expected '>'");
      cursor.skip();
    } else {
      handle = handle(start, TAG, false);
      if (handle.length() > 1 && handle.endsWith("!")) {
        suffix = uri(start, TAG, "", false);
      } else {
        suffix = uri(start, TAG, handle.substring(1), true);
        handle = suffix.isEmpty() ? "" : "!";
        if (suffix.isEmpty()) suffix = "!";
      }
    }
    if (!cursor.isSpaceOrEnd()) throw cursor.error(TAG, start, NO_BREAK);
    return new TagToken(
        new TagTuple(handle.isEmpty() ? null : handle, suffix), start, cursor.mark());
  }

  private String handle(Mark start, String context, boolean directive) {
    if (cursor.peek() != '!') throw cursor.error(context, start, "did not find expected '!'");
    int from = cursor.at();
    cursor.skip();
    word();
    if (cursor.peek() == '!') {
      cursor.skip();
    } else if (directive && cursor.at() - from > 1) {
      throw cursor.error(context, start, "did not find expected '!'");
    }
    return cursor.slice(from, cursor.at());
  }

  private String uri(Mark start, String context, String head, boolean mayBeEmpty) {
    StringBuilder uri = new StringBuilder(head);
    int from = cursor.at();
    while (Cursor.isWord(cursor.peek()) || isUriMark(cursor.peek())) {
      if (cursor.peek() == '%') {
        escapes(start, context, uri);
      } else {
        uri.append(cursor.peek());
        cursor.skip();
      }
    }
    if (cursor.at() == from && !mayBeEmpty) {
      throw cursor.error(context, start, "did not find expected tag URI");
    }
    return uri.toString();
  }

  private static boolean isUriMark(char c) {
    return c != Cursor.END && ";/?:@&=+$,.!~*'()[]%".indexOf(c) >= 0;
  }

  /** The bytes of one character, each written as a percent sign and two digits. */
  private void escapes(Mark start, String context, StringBuilder uri) {
    byte[] octets = {};
    int width = 1;
    for (int i = 0; i < width; i++) {
      if (cursor.peek() != '%' || !Cursor.isHex(cursor.peek(1)) || !Cursor.isHex(cursor.peek(2))) {
        throw cursor.error(context, start, "did not find URI escaped octet");
      }
      int octet = Integer.parseInt(cursor.slice(cursor.at() + 1, cursor.at() + 3), 16);
      if (i == 0) {
        width = width(octet);
        if (width == 0) {
          throw cursor.error(context, start, "found an incorrect leading UTF-8 octet");
        }
        octets = new byte[width];
      } else if ((octet & 0xc0) != 0x80) {
        throw cursor.error(context, start, "found an incorrect trailing UTF-8 octet");
      }
      octets[i] = (byte) octet;
      cursor.skip(3);
    }
    uri.append(new String(octets, StandardCharsets.UTF_8));
  }

  private static int width(int octet) {
    if (octet < 0x80) return 1;
    if (octet < 0xc0 || octet > 0xf7) return 0;
    return octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
  }

  Token directive() {
    Mark start = cursor.mark();
    cursor.skip();
    String name = word();
    if (name.isEmpty()) {
      throw cursor.error(DIRECTIVE, start, "could not find expected directive name");
    }
    if (!cursor.isSpaceOrEnd()) {
      throw cursor.error(DIRECTIVE, start, "found unexpected non-alphabetical character");
    }
    List<?> value =
        switch (name) {
          case "YAML" -> version(start);
          case "TAG" -> tagPrefix(start);
          default -> throw cursor.error(DIRECTIVE, start, "found unknown directive name");
        };
    Mark end = cursor.mark();
    cursor.skipBlanks();
    cursor.skipComment();
    if (!cursor.isBreakOrEnd()) {
      throw cursor.error(DIRECTIVE, start, "did not find expected comment or line break");
    }
    cursor.skipBreak();
    return new DirectiveToken<>(name, value, start, end);
  }

  private List<Integer> version(Mark start) {
    cursor.skipBlanks();
    int major = versionNumber(start);
    if (cursor.peek() != '.') {
      throw cursor.error(VERSION, start, "did not find expected digit or '.' character");
    }
    cursor.skip();
    int minor = versionNumber(start);
    if (major != 1 || minor != 1) {
      throw new ParserException(null, null, "found incompatible YAML document", start);
    }
    return List.of(major, minor);
  }

  private int versionNumber(Mark start) {
    int from = cursor.at();
    while (Cursor.isDigit(cursor.peek())) {
      if (cursor.at() - from == 2) throw tooLong(start);
      cursor.skip();
    }
    if (cursor.at() == from) {
      throw cursor.error(VERSION, start, "did not find expected version number");
    }
    return Integer.parseInt(cursor.slice(from, cursor.at()));
  }

  private ScannerException tooLong(@Nullable Mark start) {
    return new ScannerException(
        VERSION, start, "found extremely long version number", cursor.mark());
  }

  private List<String> tagPrefix(Mark start) {
    String context = "while scanning a %TAG directive";
    cursor.skipBlanks();
    String handle = handle(start, context, true);
    if (!cursor.isBlank()) throw cursor.error(context, start, "did not find expected whitespace");
    cursor.skipBlanks();
    String prefix = uri(start, context, "", false);
    if (!cursor.isSpaceOrEnd()) throw cursor.error(context, start, NO_BREAK);
    return List.of(handle, prefix);
  }
}
