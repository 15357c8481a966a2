package io.autohelm.engine.render;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoNumbers;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.sprig.GoTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads TOML's numbers and dates; what they begin with is not taken yet. */
final class TomlNumbers {
  private static final Pattern PARTS = Pattern.compile("[.eE]+");
  private static final Pattern LONE_PERIOD = Pattern.compile("\\.(?![0-9])");
  private static final Pattern FLOAT = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final double NEGATIVE_NAN = Double.longBitsToDouble(0xfff8000000000001L);
  private static final Set<String> NO_DIGITS = Set.of("nan", "+nan", "-nan", "inf", "-inf", "+inf");

  /** Layouts in Go's manner, with the zone that the library gives a time without one. */
  private static final String[][] LAYOUTS = {
    {"2006-01-02T15:04:05.999999999Z07:00", ""},
    {"2006-01-02T15:04:05.999999999", "datetime-local"},
    {"2006-01-02", "date-local"},
    {"15:04:05.999999999", "time-local"},
    {"2006-01-02T15:04Z07:00", ""},
    {"2006-01-02T15:04", "datetime-local"},
    {"15:04", "time-local"},
  };

  private final TomlSource source;

  TomlNumbers(TomlSource source) {
    this.source = source;
  }

  Object numberOrDate() {
    boolean zero = source.next() == '0';
    int second = source.next();
    if (zero && second == 'b') {
      return based("a binary", d -> d == '0' || d == '1');
    }
    if (zero && second == 'o') {
      return based("an octal", d -> d >= '0' && d <= '7');
    }
    if (zero && second == 'x') {
      return based("a hexadecimal", TomlSource::isHex);
    }
    source.back();
    source.take(TomlSource::isDigit);
    boolean mayBeDate = !zero || TomlSource.isDigit(second);
    if (mayBeDate && (source.accept('-') || source.accept(':'))) {
      return date();
    }
    return decimal();
  }

  /** A number with a sign, which is taken already. */
  Object signed() {
    int c = source.next();
    if (c == 'i' || c == 'n') {
      if (source.accept(c == 'i' ? 'n' : 'a') && source.accept(c == 'i' ? 'f' : 'n')) {
        return real();
      }
      throw source.error("invalid float: '" + source.taken() + "'");
    }
    if (c == '.') {
      throw noDigit();
    }
    if (c == '0') {
      int base = source.peek();
      if (base == 'b' || base == 'o' || base == 'x') {
        throw source.error(
            "cannot use sign with non-decimal numbers: '%s%c'".formatted(source.taken(), base));
      }
    }
    if (!TomlSource.isDigit(c)) {
      throw source.error("expected a digit but got " + TomlSource.shown(c));
    }
    return decimal();
  }

  GoError noDigit() {
    return source.error("floats must start with a digit, not '.'");
  }

  private interface Digits {
    boolean has(int c);
  }

  private Object based(String kind, Digits digits) {
    int first = source.peek();
    if (!digits.has(first)) {
      throw source.error("not %s number: '%s%c'".formatted(kind, source.taken(), first));
    }
    source.take(c -> digits.has(c) || c == '_');
    return integer();
  }

  private Object decimal() {
    source.take(c -> TomlSource.isDigit(c) || c == '_');
    int c = source.next();
    if (c != '.' && c != 'e' && c != 'E') {
      source.back();
      return integer();
    }
    source.take(d -> TomlSource.isDigit(d) || (d != TomlSource.END && "_.-+eE".indexOf(d) >= 0));
    return real();
  }

  private Object integer() {
    String text = source.taken();
    source.begin();
    if (!underscoresStandBetween(text)) {
      throw invalid("integer", text, "underscores must be surrounded by digits");
    }
    if (hasLeadingZero(text)) {
      throw invalid("integer", text, "cannot have leading zeroes");
    }
    Long number = GoNumbers.integerOrNull(text, 0);
    if (number == null) {
      throw here(text + " is out of range for int64");
    }
    return GoInteger.int64(number);
  }

  /** What was taken as a number with a point or an exponent, or one of the words. */
  Object real() {
    String text = source.taken();
    source.begin();
    String first = "";
    for (String part : PARTS.split(text, -1)) {
      if (!part.isEmpty() && !underscoresStandBetween(part)) {
        throw invalid("float", text, "underscores must be surrounded by digits");
      }
      first = first.isEmpty() ? part : first;
    }
    if (hasLeadingZero(first)) {
      throw invalid("float", text, "cannot have leading zeroes");
    }
    if (LONE_PERIOD.matcher(text).find()) {
      throw invalid("float", text, "'.' must be followed by one or more digits");
    }
    String plain = text.replace("_", "");
    if (plain.endsWith("nan")) {
      return plain.startsWith("-") ? NEGATIVE_NAN : Double.NaN;
    }
    Double number = GoNumbers.floatOrNull(plain);
    if (number != null) {
      return number;
    }
    throw FLOAT.matcher(plain).matches()
        ? here(text + " is out of range for float64")
        : here("Invalid float value: " + GoQuote.quote(text));
  }

  private static boolean hasLeadingZero(String text) {
    boolean based = text.length() > 1 && "box".indexOf(text.charAt(1)) >= 0;
    if (text.length() > 1 && text.charAt(0) == '0') {
      return !based;
    }
    return text.length() > 2 && "+-".indexOf(text.charAt(0)) >= 0 && text.charAt(1) == '0';
  }

  private static boolean underscoresStandBetween(String text) {
    if (NO_DIGITS.contains(text)) {
      return true;
    }
    boolean digitBefore = false;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '_' && !digitBefore) {
        return false;
      }
      digitBefore = TomlSource.isHex(text.charAt(i));
    }
    return digitBefore;
  }

  private GoTime date() {
    source.take(c -> TomlSource.isDigit(c) || (c != TomlSource.END && "-:Tt .Zz+".indexOf(c) >= 0));
    String text = source.taken().strip().replace('z', 'Z').replace('t', 'T').replace(' ', 'T');
    source.begin();
    for (String[] layout : LAYOUTS) {
      try {
        GoTime time = GoTime.parse(layout[0], text, ZoneOffset.UTC, layout[1]);
        if (lacksZero(text, layout[0])) {
          break;
        }
        return time;
      } catch (GoError other) {
        // The next layout may fit.
      }
    }
    throw here("invalid datetime: " + GoQuote.quote(text));
  }

  /** Go reads hours of one digit; TOML has none. */
  private static boolean lacksZero(String text, String layout) {
    for (int i = 0; i < layout.length(); i++) {
      char c = layout.charAt(i);
      if (c == '.' || c == 'Z') {
        return false;
      }
      if (!TomlSource.isDigit(c) && (i >= text.length() || text.charAt(i) != c)) {
        return true;
      }
    }
    return false;
  }

  private GoError invalid(String kind, String text, String why) {
    return here("Invalid " + kind + " " + GoQuote.quote(text) + ": " + why);
  }

  private GoError here(String message) {
    return source.at(source.line(), message);
  }
}
