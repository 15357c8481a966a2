package io.autohelm.engine.yaml;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prints trees as go-yaml's emitter does. Its state is what the next token needs to know of the
 * text so far: the column, the indentation, and whether the text ends in blanks or in nothing but
 * indentation.
 */
final class YamlPrinter {
  private static final int STEP = 2;
  private static final int LONGEST_SIMPLE_KEY = 128;
  private static final char NEXT_LINE = '\u0085';
  private static final Pattern NEXT_LINES = Pattern.compile(" *\u0085[ \u0085]*");

  /** What surrounds a node. */
  private enum Place {
    ROOT,
    ITEM,
    VALUE,
    KEY
  }

  private static final int BASE64_LINE = 70;

  private final boolean version2;
  private final int width;
  private final StringBuilder out = new StringBuilder();
  private int indent = -1;
  private int column;
  private boolean afterBlank = true;
  private boolean onlyIndentation = true;

  private YamlPrinter(boolean version2) {
    this.version2 = version2;
    this.width = version2 ? 80 : Integer.MAX_VALUE;
  }

  static String print(@Nullable Object tree) {
    return new YamlPrinter(true).document(tree);
  }

  static String printPretty(@Nullable Object tree) {
    return new YamlPrinter(false).document(tree);
  }

  private String document(@Nullable Object tree) {
    node(tree, Place.ROOT);
    startLine();
    return out.toString();
  }

  private void node(@Nullable Object value, Place place) {
    if (value instanceof Map<?, ?> map) {
      if (map.isEmpty()) token("{}");
      else mapping(map);
    } else if (value instanceof List<?> list) {
      if (list.isEmpty()) token("[]");
      else sequence(list, place);
    } else if (value instanceof byte[] bytes && !version2) {
      node(Json.listOf(bytes), place);
    } else {
      scalar(value, place);
    }
  }

  private void mapping(Map<?, ?> map) {
    int outer = indent;
    indent = indent < 0 ? 0 : indent + STEP;
    // Go's order has circles (x01, x10, x1a): entering in a fixed order keeps the result fixed.
    TreeMap<String, @Nullable Object> ready = new TreeMap<>();
    map.forEach((key, value) -> ready.put(keyText(String.valueOf(key)), value));
    TreeMap<String, @Nullable Object> sorted =
        new TreeMap<>(version2 ? KeyOrder.VERSION_2 : KeyOrder.VERSION_3);
    ready.forEach(sorted::put);
    sorted.forEach(this::entry);
    indent = outer;
  }

  private void entry(String key, @Nullable Object value) {
    startLine();
    boolean simple =
        (key.length() <= LONGEST_SIMPLE_KEY && ScalarRules.isPlainWord(key))
            || (key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SIMPLE_KEY
                && !ScalarShape.of(key, version2).multiline());
    if (simple) {
      scalar(key, Place.KEY);
      put(':');
      afterBlank = false;
      onlyIndentation = false;
    } else {
      indicator('?');
      scalar(key, Place.VALUE);
      startLine();
      indicator(':');
    }
    node(value, Place.VALUE);
  }

  private void sequence(List<?> list, Place place) {
    int outer = indent;
    // Version 2 writes the dashes of a list under its key without indenting them.
    boolean flush = version2 && place == Place.VALUE && !onlyIndentation;
    if (indent < 0) indent = 0;
    else if (!flush) indent += STEP;
    for (Object item : list) {
      startLine();
      indicator('-');
      node(item, Place.ITEM);
    }
    indent = outer;
  }

  private void scalar(@Nullable Object value, Place place) {
    int outer = indent;
    indent = indent < 0 ? STEP : indent + STEP;
    if (value == null) {
      token("null");
    } else if (value instanceof Boolean) {
      token(value.toString());
    } else if (value instanceof Number number) {
      token(number(number));
    } else if (value instanceof byte[] bytes) {
      string(Base64.getEncoder().encodeToString(bytes), place);
    } else {
      string(text(value.toString()), place);
    }
    indent = outer;
  }

  private String number(Number number) {
    if (!(number instanceof Double) && !(number instanceof Float)) return number.toString();
    double value = number.doubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      if (version2) {
        throw new YamlException(
            "error marshaling into JSON: json: unsupported value: " + Resolution.infinite(value));
      }
      return Double.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
    }
    if (!version2) return FloatText.general(value);
    // Version 2 meets the number as JSON spells it, where it may look like an integer.
    return ScalarRules.meaning(FloatText.json(value)).value() instanceof Double
        ? FloatText.general(value)
        : FloatText.json(value).equals("-0") ? "0" : FloatText.json(value);
  }

  /** Text on its way through JSON; half a surrogate pair does not survive it. */
  private String text(String value) {
    String whole = version2 ? Json.wellFormed(value) : value;
    for (int i = 0; version2 && i < whole.length(); i++) {
      char c = whole.charAt(i);
      if (c == 0x7F || (c >= 0x80 && c < 0xA0 && c != 0x85) || c == 0xFFFE || c == 0xFFFF) {
        throw new YamlException("yaml: control characters are not allowed");
      }
    }
    if (version2 && whole.indexOf(NEXT_LINE) >= 0) {
      return NEXT_LINES.matcher(whole).replaceAll(match -> joint(match.group()));
    }
    return whole;
  }

  /** Version 2 reads the JSON as YAML, where this character is a line break that quotes fold. */
  private static String joint(String blanks) {
    int breaks = (int) blanks.chars().filter(c -> c == NEXT_LINE).count();
    return breaks == 1 ? " " : "\n".repeat(breaks - 1);
  }

  /** A key must fit on one line of that JSON, and within the look-ahead of its scanner. */
  private String keyText(String key) {
    boolean tooLong = key.length() > 170 && Json.print(key).codePoints().count() > 1024;
    if (version2 && (tooLong || key.indexOf(NEXT_LINE) >= 0)) {
      throw new YamlException("yaml: line 1: did not find expected ',' or '}'");
    }
    return text(key);
  }

  private void string(String value, Place place) {
    if (ScalarRules.isPlainWord(value)) {
      token(value);
      return;
    }
    if (!version2 && !Json.wellFormed(value).equals(value)) {
      binary(value);
      return;
    }
    ScalarShape shape = ScalarShape.of(value, version2);
    boolean key = place == Place.KEY;
    if (value.indexOf('\n') >= 0) {
      if (shape.blockAllowed() && !key) literal(value);
      else doubleQuoted(value, !key);
    } else if (version2
        ? !ScalarRules.readsAsString(value)
        : !ScalarRules.readsAsStringInVersion3(value)) {
      doubleQuoted(value, !key);
    } else if (shape.plainAllowed()) {
      folded(value, !key, false);
    } else if (shape.singleQuotedAllowed()) {
      folded(value, !key, true);
    } else {
      doubleQuoted(value, !key);
    }
  }

  /** What is no text, for version 3: its bytes in lines of base64. */
  private void binary(String value) {
    blankBefore();
    for (char c : "!!binary".toCharArray()) put(c);
    afterBlank = false;
    String encoded = Base64.getEncoder().encodeToString(Characters.bytes(value));
    if (encoded.length() < BASE64_LINE) {
      folded(encoded, false, false);
    } else {
      literal(encoded.replaceAll("(.{1," + BASE64_LINE + "})", "$1\n"));
    }
  }

  /** A plain or single-quoted scalar; folded at the first blank past the line's width. */
  private void folded(String value, boolean mayFold, boolean quoted) {
    blankBefore();
    if (quoted) put('\'');
    boolean blanks = false;
    boolean breaks = false;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == ' ') {
        boolean inside = !quoted || (i > 0 && next < value.length());
        if (mayFold && !blanks && column > width && inside && !isSpace(value, next)) startLine();
        else put(c);
        blanks = true;
      } else if (ScalarShape.isBreak(c)) {
        writeBreak(c);
        onlyIndentation = true;
        breaks = true;
      } else {
        if (breaks) startLine();
        if (quoted && c == '\'') put('\'');
        put(c);
        onlyIndentation = false;
        blanks = false;
        breaks = false;
      }
      i = next;
    }
    if (quoted) put('\'');
    afterBlank = false;
    onlyIndentation = false;
  }

  private void doubleQuoted(String value, boolean mayFold) {
    blankBefore();
    put('"');
    boolean blanks = false;
    boolean escapeAll = value.startsWith("\uFEFF"); // go-yaml looks for a mark at the start only
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      int next = i + Character.charCount(c);
      if (escapeAll || ScalarShape.needsEscape(c)) {
        for (String escape = Escapes.of(c); !escape.isEmpty(); escape = escape.substring(1)) {
          put(escape.charAt(0));
        }
        blanks = false;
      } else if (c == ' ') {
        if (mayFold && !blanks && column > width && i > 0 && next < value.length()) {
          startLine();
          if (isSpace(value, next)) put('\\');
        } else {
          put(c);
        }
        blanks = true;
      } else {
        put(c);
        blanks = false;
      }
      i = next;
    }
    put('"');
    afterBlank = false;
    onlyIndentation = false;
  }

  private void literal(String value) {
    blankBefore();
    put('|');
    int first = value.codePointAt(0);
    if (first == ' ' || ScalarShape.isBreak(first)) put('0' + STEP);
    int last = value.codePointBefore(value.length());
    if (!ScalarShape.isBreak(last)) {
      put('-');
    } else {
      int before = value.length() - Character.charCount(last);
      if (before == 0 || ScalarShape.isBreak(value.codePointBefore(before))) put('+');
    }
    newLine();
    afterBlank = true;
    onlyIndentation = true;
    boolean breaks = true;
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (ScalarShape.isBreak(c)) {
        writeBreak(c);
        onlyIndentation = true;
        breaks = true;
      } else {
        if (breaks) startLine();
        put(c);
        onlyIndentation = false;
        breaks = false;
      }
      i += Character.charCount(c);
    }
  }

  private static boolean isSpace(String value, int at) {
    return at < value.length() && value.charAt(at) == ' ';
  }

  /** A dash, a question mark or the colon of a long key: what follows may stand on its line. */
  private void indicator(char c) {
    if (!afterBlank) put(' ');
    put(c);
    afterBlank = false;
  }

  private void token(String text) {
    blankBefore();
    out.append(text);
    column += text.length();
    afterBlank = false;
    onlyIndentation = false;
  }

  private void blankBefore() {
    if (!afterBlank) put(' ');
  }

  private void startLine() {
    int target = Math.max(indent, 0);
    if (!onlyIndentation || column > target || (column == target && !afterBlank)) newLine();
    while (column < target) put(' ');
    afterBlank = true;
    onlyIndentation = true;
  }

  private void newLine() {
    out.append('\n');
    column = 0;
  }

  private void writeBreak(int c) {
    out.appendCodePoint(c);
    column = 0;
  }

  private void put(int c) {
    out.appendCodePoint(c);
    column++;
  }
}
