package io.autohelm.engine.gotemplate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints values as Go's {@code fmt} does, by a verb and the flags of its directive. */
final class Printer {
  private final StringBuilder out;
  private final Flags flags;

  /** While a complaint is printed, a value's own String method is not asked. */
  private boolean complaining;

  private final int start;
  private final int most;
  private @Nullable Walk walk;

  /**
   * @param flags looked at anew with each value
   */
  Printer(StringBuilder out, Flags flags) {
    this(out, flags, Budget.LONGEST_TEXT);
  }

  /**
   * @param most how many characters it may print
   */
  Printer(StringBuilder out, Flags flags, int most) {
    this.out = out;
    this.flags = flags;
    this.start = out.length();
    this.most = most;
  }

  private Walk walk() {
    Walk known = walk;
    if (known == null) {
      known = new Walk();
      walk = known;
    }
    return known;
  }

  private void count(Walk into) {
    into.part();
    checkLength();
  }

  /** What was printed since this printer was made must not be longer than a function may give. */
  void checkLength() {
    checkLength(0);
  }

  private void checkLength(long more) {
    if (out.length() - start + more > most) {
      throw Budget.tooLong();
    }
  }

  void print(@Nullable Object value, int verb) {
    if (value == null) {
      if (verb == 'T' || verb == 'v') {
        pad("<nil>");
      } else {
        complain(null, verb);
      }
    } else if (verb == 'T') {
      pad(truncate(GoValues.typeName(value)));
    } else if (verb == 'p') {
      pointer(value, verb);
    } else if (verb == 'w'
        && (value instanceof Map || value instanceof List || value instanceof GoObject)) {
      // Only Errorf wraps; what might have been an error is refused whole, not element by element.
      complain(value, verb);
    } else {
      printValue(value, verb);
    }
  }

  /** An element of a map or list: nil has no type there, so no complaint and no padding. */
  private void printElement(@Nullable Object value, int verb) {
    if (value == null) {
      out.append(flags.goSyntax ? "interface {}(nil)" : "<nil>");
    } else {
      printValue(value, verb);
    }
  }

  private void printValue(Object value, int verb) {
    if (value instanceof String text) {
      string(text, text, verb);
    } else if (value instanceof Boolean) {
      if (verb == 't' || verb == 'v') {
        pad(value.toString());
      } else {
        complain(value, verb);
      }
    } else if (value instanceof Long number) {
      integer(value, number, true, verb);
    } else if (value instanceof Double number) {
      floating(value, number, 64, verb);
    } else if (value instanceof GoInteger number) {
      integer(value, number.longValue(), number.kind().signed(), verb);
    } else if (value instanceof Float number) {
      floating(value, number, 32, verb);
    } else if (value instanceof GoObject object) {
      object(object, verb);
    } else if (value instanceof Map<?, ?> map) {
      map(map, verb);
    } else if (value instanceof List<?> list) {
      list(list, verb);
    } else if (value instanceof byte[] bytes) {
      bytes(bytes, verb);
    } else if (value instanceof GoComplex complex) {
      complex(complex, verb);
    } else if (value instanceof GoFunction) {
      pointer(value, verb);
    } else {
      out.append(value);
    }
  }

  private void complain(@Nullable Object value, int verb) {
    complaining = true;
    out.append("%!").appendCodePoint(verb).append('(');
    if (value == null) {
      out.append("<nil>");
    } else {
      out.append(GoValues.typeName(value)).append('=');
      printValue(value, 'v');
    }
    out.append(')');
    complaining = false;
  }

  private void object(GoObject object, int verb) {
    String text = object.text();
    boolean asText = verb == 'v' ? !flags.goSyntax : "sxXq".indexOf(verb) >= 0;
    if (text != null && asText && !complaining) {
      string(object, text, verb);
      return;
    }
    String whole = verb == 'v' && flags.isBare() ? object.printed() : null;
    if (whole != null) {
      checkLength(whole.length());
      out.append(whole);
      return;
    }
    Map<String, @Nullable Object> layout = object.layout();
    if (layout != null) {
      struct(object, layout, verb);
      return;
    }
    Object plain = object.plain();
    if (plain == object || plain == null) {
      out.append(text == null ? "{}" : text);
    } else {
      printValue(plain, verb);
    }
  }

  private void struct(GoObject object, Map<String, @Nullable Object> layout, int verb) {
    out.append(object.kind() == GoKind.PTR ? "&" : "");
    if (flags.goSyntax) {
      String type = object.typeName();
      out.append(type.startsWith("*") ? type.substring(1) : type);
    }
    out.append('{');
    String separator = "";
    for (Map.Entry<String, @Nullable Object> field : layout.entrySet()) {
      out.append(separator);
      if (flags.goSyntax || flags.fieldNames) {
        out.append(field.getKey()).append(':');
      }
      printElement(field.getValue(), verb);
      separator = flags.goSyntax ? ", " : " ";
    }
    out.append('}');
  }

  private void map(Map<?, ?> map, int verb) {
    @SuppressWarnings("unchecked") // Maps have string keys wherever a template can see them.
    Map<String, @Nullable Object> entries = (Map<String, @Nullable Object>) map;
    out.append(flags.goSyntax ? GoValues.typeName(map) + "{" : "map[");
    Walk into = walk();
    into.down();
    String separator = "";
    for (String key : GoStrings.sortedKeys(entries)) {
      count(into);
      out.append(separator);
      string(key, key, verb);
      out.append(':');
      printElement(entries.get(key), verb);
      separator = flags.goSyntax ? ", " : " ";
    }
    into.up();
    out.append(flags.goSyntax ? '}' : ']');
  }

  private void list(List<?> list, int verb) {
    if (flags.goSyntax) {
      out.append(GoValues.typeName(list));
      if (GoValues.isNil(list)) {
        out.append("(nil)");
        return;
      }
    }
    out.append(flags.goSyntax ? '{' : '[');
    String separator = "";
    Walk into = walk();
    into.down();
    for (Object item : list) {
      count(into);
      out.append(separator);
      printElement(item, verb);
      separator = flags.goSyntax ? ", " : " ";
    }
    into.up();
    out.append(flags.goSyntax ? '}' : ']');
  }

  private void bytes(byte[] bytes, int verb) {
    switch (verb) {
      case 's', 'q', 'x', 'X' -> string(bytes, GoStrings.decode(bytes), verb);
      case 'v', 'd' -> {
        if (flags.isBare()) {
          bareBytes(bytes);
        } else {
          byteList(bytes, verb);
        }
      }
      default -> byteList(bytes, verb);
    }
  }

  /** Charts print all their files this way, by mistake, and never look at it. */
  private void bareBytes(byte[] bytes) {
    checkLength(2L * bytes.length); // a digit and a blank at least
    out.append('[');
    for (int i = 0; i < bytes.length; i++) {
      if (i > 0) {
        out.append(' ');
      }
      int number = bytes[i] & 0xff;
      if (number >= 100) {
        out.append((char) ('0' + number / 100));
      }
      if (number >= 10) {
        out.append((char) ('0' + number / 10 % 10));
      }
      out.append((char) ('0' + number % 10));
    }
    out.append(']');
  }

  private void byteList(byte[] bytes, int verb) {
    out.append(flags.goSyntax ? "[]byte{" : "[");
    for (int i = 0; i < bytes.length; i++) {
      if (i > 0) {
        out.append(flags.goSyntax ? ", " : " ");
      }
      integer(GoInteger.uint8(bytes[i]), bytes[i] & 0xff, false, verb);
    }
    out.append(flags.goSyntax ? '}' : ']');
  }

  private void complex(GoComplex value, int verb) {
    if ("vbgGxXfFeE".indexOf(verb) < 0) {
      complain(value, verb);
      return;
    }
    boolean before = flags.plus;
    out.append('(');
    floating(value.real(), value.real(), 64, verb);
    flags.plus = true;
    floating(value.imaginary(), value.imaginary(), 64, verb);
    out.append("i)");
    flags.plus = before;
  }

  /** Addresses differ from run to run in Go as well, so any will do. */
  private void pointer(Object value, int verb) {
    boolean address = value instanceof Map || value instanceof List || value instanceof GoFunction;
    if (address) {
      pad("0xc000000000");
    } else {
      complain(value, verb);
    }
  }

  // Kinds.

  private void string(Object value, String text, int verb) {
    switch (verb) {
      case 'v' -> {
        if (flags.goSyntax) {
          quoted(text);
        } else {
          pad(truncate(text));
        }
      }
      case 's' -> pad(truncate(text));
      case 'q' -> quoted(text);
      case 'x' -> hex(text, "0123456789abcdefx");
      case 'X' -> hex(text, "0123456789ABCDEFX");
      default -> complain(value, verb);
    }
  }

  private void quoted(String text) {
    String cut = truncate(text);
    if (flags.sharp && GoQuote.canBackquote(cut)) {
      pad("`" + cut + "`");
    } else {
      pad(GoQuote.quote(cut, '"', flags.plus));
    }
  }

  private void hex(String text, String digits) {
    byte[] bytes = GoStrings.encode(text);
    int length = flags.hasPrecision ? Math.min(flags.precision, bytes.length) : bytes.length;
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (flags.space && i > 0) {
        hex.append(' ');
      }
      if (flags.sharp && (flags.space || i == 0)) {
        hex.append('0').append(digits.charAt(16));
      }
      hex.append(digits.charAt((bytes[i] & 0xff) >> 4)).append(digits.charAt(bytes[i] & 0xf));
    }
    pad(hex.toString());
  }

  private void integer(Object value, long number, boolean signed, int verb) {
    switch (verb) {
      case 'v' -> {
        if (flags.goSyntax && !signed) {
          boolean before = flags.sharp;
          flags.sharp = true;
          digits(number, 16, false, verb);
          flags.sharp = before;
        } else {
          digits(number, 10, signed, verb);
        }
      }
      case 'd' -> digits(number, 10, signed, verb);
      case 'b' -> digits(number, 2, signed, verb);
      case 'o', 'O' -> digits(number, 8, signed, verb);
      case 'x', 'X' -> digits(number, 16, signed, verb);
      case 'c' -> pad(Character.toString(codePoint(number)));
      case 'q' -> pad(GoQuote.quote(Character.toString(codePoint(number)), '\'', flags.plus));
      case 'U' -> unicode(number);
      default -> complain(value, verb);
    }
  }

  private static int codePoint(long number) {
    boolean valid = number >= 0 && number <= Character.MAX_CODE_POINT;
    boolean surrogate = number >= 0xD800 && number <= 0xDFFF;
    return valid && !surrogate ? (int) number : 0xFFFD;
  }

  private void unicode(long number) {
    String hex = Long.toHexString(number).toUpperCase(Locale.ROOT);
    int digits = flags.hasPrecision && flags.precision > 4 ? flags.precision : 4;
    String text = "U+" + "0".repeat(Math.max(0, digits - hex.length())) + hex;
    if (flags.sharp && number >= 0 && number <= Character.MAX_CODE_POINT) {
      int c = (int) number;
      text = GoQuote.isPrint(c) ? text + " '" + Character.toString(c) + "'" : text;
    }
    padWithSpaces(text);
  }

  private void digits(long number, int base, boolean signed, int verb) {
    if (base == 10 && signed && flags.isBare()) {
      out.append(number);
      return;
    }
    boolean negative = signed && number < 0;
    int wanted = 0;
    if (flags.hasPrecision) {
      wanted = flags.precision;
      if (wanted == 0 && number == 0) {
        out.append(" ".repeat(flags.width));
        return;
      }
    } else if (flags.zero && !flags.minus && flags.hasWidth) {
      wanted = negative || flags.plus || flags.space ? flags.width - 1 : flags.width;
    }
    String text = Long.toUnsignedString(negative ? -number : number, base);
    if (verb == 'X') {
      text = text.toUpperCase(Locale.ROOT);
    }
    text = "0".repeat(Math.max(0, wanted - text.length())) + text;
    if (flags.sharp) {
      text =
          switch (base) {
            case 2 -> "0b" + text;
            case 8 -> text.startsWith("0") ? text : "0" + text;
            case 16 -> (verb == 'X' ? "0X" : "0x") + text;
            default -> text;
          };
    }
    if (verb == 'O') {
      text = "0o" + text;
    }
    padWithSpaces((negative ? "-" : flags.plus ? "+" : flags.space ? " " : "") + text);
  }

  private void floating(Object value, double number, int bits, int verb) {
    switch (verb) {
      case 'v' -> floatDigits(number, bits, 'g', FloatText.SHORTEST);
      case 'b', 'g', 'G', 'x', 'X' -> floatDigits(number, bits, (char) verb, FloatText.SHORTEST);
      case 'f', 'e', 'E' -> floatDigits(number, bits, (char) verb, 6);
      case 'F' -> floatDigits(number, bits, 'f', 6);
      default -> complain(value, verb);
    }
  }

  private void floatDigits(double number, int bits, char verb, int usual) {
    int wanted = flags.hasPrecision ? flags.precision : usual;
    String text = FloatText.format(number, verb, wanted, bits);
    char sign = text.charAt(0) == '-' || text.charAt(0) == '+' ? text.charAt(0) : '+';
    String digits = text.charAt(0) == sign ? text.substring(1) : text;
    if (flags.space && sign == '+' && !flags.plus) {
      sign = ' ';
    }
    if (digits.charAt(0) == 'I' || digits.charAt(0) == 'N') {
      boolean bare = digits.charAt(0) == 'N' && !flags.space && !flags.plus;
      boolean shown = flags.plus || sign != '+';
      padWithSpaces(bare || (!shown && digits.charAt(0) == 'N') ? digits : sign + digits);
      return;
    }
    if (flags.sharp && verb != 'b') {
      digits = withPoint(digits, verb, wanted);
    }
    if (flags.plus || sign != '+') {
      if (flags.zero && !flags.minus && flags.hasWidth && flags.width > digits.length() + 1) {
        out.append(sign).append("0".repeat(flags.width - digits.length() - 1)).append(digits);
      } else {
        pad(sign + digits);
      }
    } else {
      pad(digits);
    }
  }

  /** The # flag: always a decimal point, and the trailing zeros that %g would drop. */
  private static String withPoint(String text, char verb, int wanted) {
    int missing = 0;
    if (verb == 'g' || verb == 'G' || verb == 'x') {
      missing = wanted == FloatText.SHORTEST ? 6 : wanted;
    }
    boolean hexadecimal = verb == 'x' || verb == 'X';
    int tail = text.length();
    boolean point = false;
    boolean nonZero = false;
    for (int i = 0; i < tail; i++) {
      char c = text.charAt(i);
      if (c == '.') {
        point = true;
      } else if (c == 'p' || c == 'P' || (!hexadecimal && (c == 'e' || c == 'E'))) {
        tail = i;
      } else {
        nonZero |= c != '0';
        if (nonZero) {
          missing--;
        }
      }
    }
    String head = text.substring(0, tail);
    if (!point) {
      if (head.equals("0")) {
        missing--;
      }
      head += ".";
    }
    return head + "0".repeat(Math.max(0, missing)) + text.substring(tail);
  }

  // Padding.

  private String truncate(String text) {
    if (!flags.hasPrecision || text.codePointCount(0, text.length()) <= flags.precision) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, flags.precision));
  }

  private void padWithSpaces(String text) {
    boolean before = flags.zero;
    flags.zero = false;
    pad(text);
    flags.zero = before;
  }

  private void pad(String text) {
    int missing = flags.hasWidth ? flags.width - text.codePointCount(0, text.length()) : 0;
    if (missing <= 0) {
      out.append(text);
    } else if (flags.minus) {
      out.append(text).append(" ".repeat(missing));
    } else {
      out.append((flags.zero ? "0" : " ").repeat(missing)).append(text);
    }
  }
}
