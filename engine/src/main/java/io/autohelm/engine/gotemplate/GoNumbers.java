package io.autohelm.engine.gotemplate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers read by the rules of Go's {@code strconv}; failures say what Go says. */
public final class GoNumbers {
  private static final BigInteger MAX_UNSIGNED =
      BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final BigInteger MAX_SIGNED = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN_SIGNED = BigInteger.valueOf(Long.MIN_VALUE);

  private GoNumbers() {}

  /**
   * Go's {@code strconv.ParseInt(text, base, 64)}. Base 0 takes the base from the text's prefix and
   * allows underscores.
   *
   * @throws GoError {@code strconv.ParseInt: parsing "x": invalid syntax} or {@code value out of
   *     range}
   */
  public static long parseInt(String text, int base) {
    BigInteger value = integer(text, base, true);
    if (value == null) {
      throw failure("ParseInt", text, "invalid syntax");
    }
    if (value.compareTo(MIN_SIGNED) < 0 || value.compareTo(MAX_SIGNED) > 0) {
      throw failure("ParseInt", text, "value out of range");
    }
    return value.longValue();
  }

  /** Go's {@code strconv.Atoi}. */
  public static long atoi(String text) {
    BigInteger value = integer(text, 10, true);
    if (value == null) {
      throw failure("Atoi", text, "invalid syntax");
    }
    if (value.compareTo(MIN_SIGNED) < 0 || value.compareTo(MAX_SIGNED) > 0) {
      throw failure("Atoi", text, "value out of range");
    }
    return value.longValue();
  }

  /** Like {@link #parseInt}, but null where that fails. */
  public static @Nullable Long integerOrNull(String text, int base) {
    BigInteger value = integer(text, base, true);
    return value == null || value.compareTo(MIN_SIGNED) < 0 || value.compareTo(MAX_SIGNED) > 0
        ? null
        : (Long) value.longValue();
  }

  /** Go's {@code strconv.ParseUint}, as the 64 bits; null where that fails. */
  public static @Nullable Long unsignedOrNull(String text, int base) {
    BigInteger value = integer(text, base, false);
    return value == null || value.compareTo(MAX_UNSIGNED) > 0 ? null : (Long) value.longValue();
  }

  /** Go's {@code strconv.ParseFloat(text, 64)}. */
  public static double parseFloat(String text) {
    Double value = floatOrNull(text);
    if (value == null) {
      throw failure("ParseFloat", text, isOverflow(text) ? "value out of range" : "invalid syntax");
    }
    return value;
  }

  private static GoError failure(String function, String text, String why) {
    return new GoError("strconv." + function + ": parsing " + GoQuote.quote(text) + ": " + why);
  }

  private static @Nullable BigInteger integer(String text, int base, boolean signed) {
    int start = 0;
    boolean negative = false;
    if (signed && !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-')) {
      negative = text.charAt(0) == '-';
      start = 1;
    }
    String digits = text.substring(start);
    if (digits.isEmpty()) {
      return null;
    }
    int radix = base;
    if (base == 0) {
      radix = 10;
      String lower = digits.toLowerCase(Locale.ROOT);
      int prefix = 0;
      if (lower.charAt(0) == '0') {
        if (lower.length() >= 3 && "xob".indexOf(lower.charAt(1)) >= 0) {
          radix = lower.charAt(1) == 'x' ? 16 : lower.charAt(1) == 'o' ? 8 : 2;
          prefix = 2;
        } else {
          radix = 8;
          prefix = 1;
        }
      }
      if (!underscoresFit(text)) {
        return null;
      }
      digits = digits.substring(prefix).replace("_", "");
      if (digits.isEmpty()) {
        return prefix == 1 ? BigInteger.ZERO : null;
      }
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c >= 0x80 || Character.digit(c, radix) < 0) {
        return null;
      }
    }
    BigInteger value =
        digits.length() <= 10
            ? BigInteger.valueOf(Long.parseLong(digits, radix))
            : new BigInteger(digits, radix);
    return negative ? value.negate() : value;
  }

  /** Underscores may only stand between digits, or between a base prefix and a digit. */
  private static boolean underscoresFit(String text) {
    if (text.indexOf('_') < 0) {
      return true;
    }
    int i = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    char before = '^';
    boolean hex = false;
    if (text.length() >= i + 2
        && text.charAt(i) == '0'
        && "xXoObB".indexOf(text.charAt(i + 1)) >= 0) {
      hex = text.charAt(i + 1) == 'x' || text.charAt(i + 1) == 'X';
      before = '0';
      i += 2;
    }
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || (hex && Character.digit(c, 16) >= 0)) {
        before = '0';
      } else if (c == '_') {
        if (before != '0') {
          return false;
        }
        before = '_';
      } else {
        if (before == '_') {
          return false;
        }
        before = '!';
      }
    }
    return before != '_';
  }

  /** Like {@link #parseFloat}, but null where that fails. */
  public static @Nullable Double floatOrNull(String text) {
    Double value = floatOrInfinite(text);
    return value == null || (value.isInfinite() && isOverflow(text)) ? null : value;
  }

  private static boolean isOverflow(String text) {
    Double value = floatOrInfinite(text);
    return value != null && value.isInfinite() && text.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private static @Nullable Double floatOrInfinite(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Double named = named(lower);
    if (named != null) {
      return named;
    }
    int start = !lower.isEmpty() && (lower.charAt(0) == '-' || lower.charAt(0) == '+') ? 1 : 0;
    boolean hex = lower.startsWith("0x", start);
    if (!underscoresFit(lower)) {
      return null;
    }
    String plain = lower.replace("_", "");
    if (!isFloat(plain, start, hex)) {
      return null;
    }
    if (hex) {
      return Double.parseDouble(plain);
    }
    return plain.length() < 400 ? Double.parseDouble(plain) : new BigDecimal(plain).doubleValue();
  }

  private static @Nullable Double named(String lower) {
    return switch (lower) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> null;
    };
  }

  private static boolean isFloat(String text, int start, boolean hex) {
    int i = hex ? start + 2 : start;
    int base = hex ? 16 : 10;
    boolean digits = false;
    boolean point = false;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (point) {
          return false;
        }
        point = true;
      } else if (c < 0x80 && Character.digit(c, base) >= 0) {
        digits = true;
      } else {
        break;
      }
    }
    if (!digits) {
      return false;
    }
    if (i == text.length()) {
      return !hex;
    }
    if (text.charAt(i) != (hex ? 'p' : 'e')) {
      return false;
    }
    i++;
    if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    if (i == text.length()) {
      return false;
    }
    for (; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
