package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoQuote;

/** Reads TOML's four kinds of strings; the opening quotes are taken already. */
final class TomlStrings {
  private static final String NAMED = "btnfre\"\\";
  private static final String MEANINGS = "\b\t\n\f\r\u001b\"\\";

  private final TomlSource source;

  TomlStrings(TomlSource source) {
    this.source = source;
  }

  String basic() {
    source.begin();
    while (true) {
      int c = source.next();
      if (c == TomlSource.END) {
        throw source.error("unexpected EOF; expected '\"'");
      }
      if (TomlSource.isBreak(c)) {
        throw source.errorBefore("strings cannot contain newlines");
      }
      if (c == '\\') {
        escape();
      } else if (c == '"') {
        source.back();
        String text = unescaped(source.taken());
        source.next();
        source.begin();
        return text;
      }
    }
  }

  String literal() {
    source.begin();
    while (true) {
      int c = source.next();
      if (c == TomlSource.END) {
        throw source.error("unexpected EOF; expected \"'\"");
      }
      if (TomlSource.isBreak(c)) {
        throw source.errorBefore("strings cannot contain newlines");
      }
      if (c == '\'') {
        source.back();
        String text = source.taken();
        source.next();
        source.begin();
        return text;
      }
    }
  }

  /** Up to three quotes; one or two more of them before the last three belong to the text. */
  String multiLine(char quote) {
    String three = String.valueOf(quote).repeat(3);
    source.begin();
    while (true) {
      int c = source.next();
      if (c == TomlSource.END) {
        throw source.error("unexpected EOF; expected " + (quote == '"' ? "'\"\"\"'" : "\"'''\""));
      }
      if (c == '\\' && quote == '"') {
        if (!TomlSource.isBreak(source.next())) {
          source.back();
          escape();
        }
      } else if (c == quote && source.accept(quote)) {
        if (source.accept(quote)) {
          if (source.peek() != quote) {
            String raw = source.taken();
            source.begin();
            String text = withoutFirstBreak(raw.substring(0, raw.length() - three.length()));
            return quote == '"' ? unescaped(joined(text)) : text;
          }
          checkQuotes(quote);
          source.back();
          source.back();
        } else {
          source.back();
        }
      }
    }
  }

  private void checkQuotes(char quote) {
    String five = String.valueOf(quote).repeat(5);
    if (source.taken().endsWith(five) && !source.taken().endsWith("\\" + five)) {
      throw source.error("unexpected " + (quote == '"' ? "'\"\"\"\"\"\"'" : "\"''''''\""));
    }
  }

  private static String withoutFirstBreak(String text) {
    return text.startsWith("\n")
        ? text.substring(1)
        : text.startsWith("\r\n") ? text.substring(2) : text;
  }

  /** A backslash at a line's end takes all white space up to the next text with it. */
  private static String joined(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    int at = text.indexOf('\\');
    while (at >= 0) {
      int end = at + 1;
      while (end < text.length() && " \t\r\n".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      if (text.startsWith("\\\\", at)) {
        at = text.indexOf('\\', at + 2);
      } else if (text.substring(at, end).indexOf('\n') < 0) {
        at = text.indexOf('\\', at + 1);
      } else {
        out.append(text, from, at);
        from = end;
        at = text.indexOf('\\', end);
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Checks what stands behind a backslash, and takes it. */
  private void escape() {
    int c = source.next();
    if (c != TomlSource.END && (NAMED.indexOf(c) >= 0 || TomlSource.isBlank(c))) {
      return;
    }
    switch (c) {
      case 'x' -> digits(2, "two", c);
      case 'u' -> digits(4, "four", c);
      case 'U' -> digits(8, "eight", c);
      default ->
          throw source.errorOfEscape("invalid escape in string '\\" + Character.toString(c) + "'");
    }
  }

  private void digits(int count, String inWords, int letter) {
    for (int i = 0; i < count; i++) {
      if (!TomlSource.isHex(source.next())) {
        throw source.error(
            "expected %s hexadecimal digits after '\\%c', but got %s instead"
                .formatted(inWords, letter, GoQuote.quote(source.taken())));
      }
    }
  }

  private String unescaped(String raw) {
    int at = raw.indexOf('\\');
    if (at < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      out.append(raw, from, at);
      char c = raw.charAt(at + 1);
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (TomlSource.isBlank(c)) {
        throw source.at(source.line(), "invalid escape: '\\" + c + "'");
      }
      from = at + 2 + digits;
      if (digits == 0) {
        out.append(MEANINGS.charAt(NAMED.indexOf(c)));
      } else {
        out.appendCodePoint(character(raw.substring(at + 2, from)));
      }
      at = raw.indexOf('\\', from);
    }
    return out.append(raw, from, raw.length()).toString();
  }

  private int character(String hex) {
    long value = Long.parseLong(hex, 16);
    if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value <= 0xdfff)) {
      throw source.at(source.line(), "Escaped character '\\u" + hex + "' is not valid UTF-8.");
    }
    return (int) value;
  }
}
