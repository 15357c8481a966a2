package io.autohelm.engine.gotemplate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of Go's formatted printing: verbs, flags, width and precision. */
final class Printer {
  private static final int LARGE = 1_000_000;

  private final StringBuilder out;

  private boolean plus;
  private boolean minus;
  private boolean sharp;
  private boolean space;
  private boolean zero;
  private boolean goSyntax;
  private boolean hasWidth;
  private boolean hasPrecision;
  private int width;
  private int precision;

  /** While a complaint is printed, a value's own String method is not asked. */
  private boolean complaining;

  private String format = "";
  private List<? extends @Nullable Object> args = List.of();
  private int at;
  private int argument;
  private boolean reordered;
  private boolean goodArgument;

  Printer(StringBuilder out) {
    this.out = out;
  }

  private void clear() {
    plus = false;
    minus = false;
    sharp = false;
    space = false;
    zero = false;
    goSyntax = false;
    hasWidth = false;
    hasPrecision = false;
    width = 0;
    precision = 0;
  }

  // The format.

  void printf(String formatText, List<? extends @Nullable Object> arguments) {
    format = formatText;
    args = arguments;
    int end = format.length();
    while (at < end) {
      goodArgument = true;
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, end);
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      clear();
      readFlags();
      if (!directive()) {
        break;
      }
    }
    if (!reordered && argument < args.size()) {
      extraArguments();
    }
  }

  private void readFlags() {
    for (; at < format.length(); at++) {
      switch (format.charAt(at)) {
        case '#' -> sharp = true;
        case '0' -> zero = true;
        case '+' -> plus = true;
        case '-' -> minus = true;
        case ' ' -> space = true;
        default -> {
          return;
        }
      }
    }
  }

  /** The rest of a directive after its flags; false where the format ends inside it. */
  private boolean directive() {
    boolean afterIndex = readIndex();
    afterIndex = readWidth(afterIndex);
    if (at + 1 < format.length() && format.charAt(at) == '.') {
      afterIndex = readPrecision(afterIndex);
    }
    if (!afterIndex) {
      readIndex();
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return false;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
    } else if (!goodArgument) {
      out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
    } else if (argument >= args.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      if (verb == 'v' || verb == 'w') {
        goSyntax = sharp;
        sharp = false;
        plus = false;
      }
      print(args.get(argument), verb);
      argument++;
    }
    return true;
  }

  private boolean readWidth(boolean afterIndex) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer number = numberArgument();
      hasWidth = number != null;
      width = number == null ? 0 : number;
      if (number == null) {
        out.append("%!(BADWIDTH)");
      }
      if (width < 0) {
        width = -width;
        minus = true;
        zero = false;
      }
      return false;
    }
    Integer number = readNumber();
    hasWidth = number != null;
    width = number == null ? 0 : number;
    if (afterIndex && hasWidth) {
      goodArgument = false;
    }
    return afterIndex;
  }

  private boolean readPrecision(boolean afterIndex) {
    at++;
    if (afterIndex) {
      goodArgument = false;
    }
    boolean index = readIndex();
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      Integer number = numberArgument();
      hasPrecision = number != null && number >= 0;
      precision = hasPrecision && number != null ? number : 0;
      if (!hasPrecision) {
        out.append("%!(BADPREC)");
      }
      return false;
    }
    Integer number = readNumber();
    hasPrecision = true;
    precision = number == null ? 0 : number;
    return index;
  }

  private @Nullable Integer readNumber() {
    int start = at;
    int number = 0;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      if (number > LARGE) {
        at = format.length();
        return null;
      }
      number = number * 10 + (format.charAt(at) - '0');
      at++;
    }
    return at == start ? null : (Integer) number;
  }

  private @Nullable Integer numberArgument() {
    if (argument >= args.size()) {
      return null;
    }
    Object arg = GoValues.underlying(args.get(argument));
    argument++;
    if ((arg instanceof Long || arg instanceof GoInteger) && arg instanceof Number number) {
      long value = number.longValue();
      return value > LARGE || value < -LARGE ? null : (Integer) (int) value;
    }
    return null;
  }

  /** Reads an explicit argument index such as {@code [2]}. */
  private boolean readIndex() {
    if (at >= format.length() || format.charAt(at) != '[') {
      return false;
    }
    reordered = true;
    int close = format.indexOf(']', at);
    if (format.length() - at < 3 || close < 0) {
      goodArgument = false;
      at++;
      return false;
    }
    int start = at + 1;
    at = start;
    Integer number = start < close ? readNumber() : null;
    boolean wellFormed = number != null && at == close;
    at = close + 1;
    if (!wellFormed || number == null) {
      goodArgument = false;
      return false;
    }
    if (number < 1 || number > args.size()) {
      goodArgument = false;
    } else {
      argument = number - 1;
    }
    return true;
  }

  private void extraArguments() {
    clear();
    out.append("%!(EXTRA ");
    for (int i = argument; i < args.size(); i++) {
      if (i > argument) {
        out.append(", ");
      }
      Object arg = args.get(i);
      if (arg == null) {
        out.append("<nil>");
      } else {
        out.append(GoValues.typeName(arg)).append('=');
        print(arg, 'v');
      }
    }
    out.append(')');
  }

  // Values.

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
      out.append(goSyntax ? "interface {}(nil)" : "<nil>");
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
    boolean asText = verb == 'v' ? !goSyntax : "sxXq".indexOf(verb) >= 0;
    if (text != null && asText && !complaining) {
      string(object, text, verb);
      return;
    }
    Object plain = object.plain();
    if (plain == object || plain == null) {
      out.append(text == null ? "{}" : text);
    } else {
      printValue(plain, verb);
    }
  }

  private void map(Map<?, ?> map, int verb) {
    @SuppressWarnings("unchecked") // Maps have string keys wherever a template can see them.
    Map<String, @Nullable Object> entries = (Map<String, @Nullable Object>) map;
    out.append(goSyntax ? GoValues.typeName(map) + "{" : "map[");
    String separator = "";
    for (String key : GoStrings.sortedKeys(entries)) {
      out.append(separator);
      string(key, key, verb);
      out.append(':');
      printElement(entries.get(key), verb);
      separator = goSyntax ? ", " : " ";
    }
    out.append(goSyntax ? '}' : ']');
  }

  private void list(List<?> list, int verb) {
    if (goSyntax) {
      out.append(GoValues.typeName(list));
      if (GoValues.isNil(list)) {
        out.append("(nil)");
        return;
      }
    }
    out.append(goSyntax ? '{' : '[');
    String separator = "";
    for (Object item : list) {
      out.append(separator);
      printElement(item, verb);
      separator = goSyntax ? ", " : " ";
    }
    out.append(goSyntax ? '}' : ']');
  }

  private void bytes(byte[] bytes, int verb) {
    switch (verb) {
      case 's', 'q', 'x', 'X' -> string(bytes, GoStrings.decode(bytes), verb);
      default -> {
        out.append(goSyntax ? "[]byte{" : "[");
        for (int i = 0; i < bytes.length; i++) {
          if (i > 0) {
            out.append(goSyntax ? ", " : " ");
          }
          integer(GoInteger.uint8(bytes[i]), bytes[i] & 0xff, false, verb);
        }
        out.append(goSyntax ? '}' : ']');
      }
    }
  }

  private void complex(GoComplex value, int verb) {
    if ("vbgGxXfFeE".indexOf(verb) < 0) {
      complain(value, verb);
      return;
    }
    boolean before = plus;
    out.append('(');
    floating(value.real(), value.real(), 64, verb);
    plus = true;
    floating(value.imaginary(), value.imaginary(), 64, verb);
    out.append("i)");
    plus = before;
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
        if (goSyntax) {
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
    if (sharp && GoQuote.canBackquote(cut)) {
      pad("`" + cut + "`");
    } else {
      pad(GoQuote.quote(cut, '"', plus));
    }
  }

  private void hex(String text, String digits) {
    byte[] bytes = GoStrings.encode(text);
    int length = hasPrecision ? Math.min(precision, bytes.length) : bytes.length;
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (space && i > 0) {
        hex.append(' ');
      }
      if (sharp && (space || i == 0)) {
        hex.append('0').append(digits.charAt(16));
      }
      hex.append(digits.charAt((bytes[i] & 0xff) >> 4)).append(digits.charAt(bytes[i] & 0xf));
    }
    pad(hex.toString());
  }

  private void integer(Object value, long number, boolean signed, int verb) {
    switch (verb) {
      case 'v' -> {
        if (goSyntax && !signed) {
          boolean before = sharp;
          sharp = true;
          digits(number, 16, false, verb);
          sharp = before;
        } else {
          digits(number, 10, signed, verb);
        }
      }
      case 'd' -> digits(number, 10, signed, verb);
      case 'b' -> digits(number, 2, signed, verb);
      case 'o', 'O' -> digits(number, 8, signed, verb);
      case 'x', 'X' -> digits(number, 16, signed, verb);
      case 'c' -> pad(Character.toString(codePoint(number)));
      case 'q' -> pad(GoQuote.quote(Character.toString(codePoint(number)), '\'', plus));
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
    int digits = hasPrecision && precision > 4 ? precision : 4;
    String text = "U+" + "0".repeat(Math.max(0, digits - hex.length())) + hex;
    if (sharp && number >= 0 && number <= Character.MAX_CODE_POINT) {
      int c = (int) number;
      text = GoQuote.isPrint(c) ? text + " '" + Character.toString(c) + "'" : text;
    }
    padWithSpaces(text);
  }

  private void digits(long number, int base, boolean signed, int verb) {
    boolean negative = signed && number < 0;
    int wanted = 0;
    if (hasPrecision) {
      wanted = precision;
      if (wanted == 0 && number == 0) {
        out.append(" ".repeat(width));
        return;
      }
    } else if (zero && !minus && hasWidth) {
      wanted = negative || plus || space ? width - 1 : width;
    }
    String text = Long.toUnsignedString(negative ? -number : number, base);
    if (verb == 'X') {
      text = text.toUpperCase(Locale.ROOT);
    }
    text = "0".repeat(Math.max(0, wanted - text.length())) + text;
    if (sharp) {
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
    padWithSpaces((negative ? "-" : plus ? "+" : space ? " " : "") + text);
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
    int wanted = hasPrecision ? precision : usual;
    String text = FloatText.format(number, verb, wanted, bits);
    char sign = text.charAt(0) == '-' || text.charAt(0) == '+' ? text.charAt(0) : '+';
    String digits = text.charAt(0) == sign ? text.substring(1) : text;
    if (space && sign == '+' && !plus) {
      sign = ' ';
    }
    if (digits.charAt(0) == 'I' || digits.charAt(0) == 'N') {
      boolean bare = digits.charAt(0) == 'N' && !space && !plus;
      boolean shown = plus || sign != '+';
      padWithSpaces(bare || (!shown && digits.charAt(0) == 'N') ? digits : sign + digits);
      return;
    }
    if (sharp && verb != 'b') {
      digits = withPoint(digits, verb, wanted);
    }
    if (plus || sign != '+') {
      if (zero && !minus && hasWidth && width > digits.length() + 1) {
        out.append(sign).append("0".repeat(width - digits.length() - 1)).append(digits);
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
    if (!hasPrecision || text.codePointCount(0, text.length()) <= precision) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, precision));
  }

  private void padWithSpaces(String text) {
    boolean before = zero;
    zero = false;
    pad(text);
    zero = before;
  }

  private void pad(String text) {
    int missing = hasWidth ? width - text.codePointCount(0, text.length()) : 0;
    if (missing <= 0) {
      out.append(text);
    } else if (minus) {
      out.append(text).append(" ".repeat(missing));
    } else {
      out.append((zero ? "0" : " ").repeat(missing)).append(text);
    }
  }
}
