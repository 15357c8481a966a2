package io.autohelm.engine.gotemplate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Floating-point numbers as digits, by the rules of Go's {@code strconv.FormatFloat}. */
final class FloatText {

  /** As many digits as it takes to read the same number back, no more. */
  static final int SHORTEST = -1;

  /**
   * @param digits without leading or trailing zeros; empty for zero
   * @param point where the decimal point stands, counted from the first digit
   */
  private record Digits(String digits, int point) {}

  private FloatText() {}

  /**
   * The number's text.
   *
   * @param format one of e E f g G b x X
   * @param bits 32 or 64, what the shortest text must read back as
   */
  static String format(double value, char format, int precision, int bits) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    String sign = negative ? "-" : "";
    double magnitude = Math.abs(value);
    return sign
        + switch (format) {
          case 'e', 'E' -> {
            Digits digits =
                precision < 0
                    ? shortest(magnitude, bits)
                    : rounded(magnitude, new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            yield exponent(
                digits,
                precision < 0 ? Math.max(digits.digits.length() - 1, 0) : precision,
                format);
          }
          case 'f' -> fixed(magnitude, precision, bits);
          case 'g', 'G' -> general(magnitude, precision, bits, format);
          case 'b' -> binary(magnitude, bits);
          case 'x', 'X' -> hexadecimal(magnitude, precision, format);
          default -> "%" + format;
        };
  }

  private static String general(double value, int precision, int bits, char format) {
    int wanted = precision == 0 ? 1 : precision;
    Digits digits =
        wanted < 0
            ? shortest(value, bits)
            : rounded(value, new MathContext(wanted, RoundingMode.HALF_EVEN));
    int count = digits.digits.length();
    int limit = wanted < 0 ? 6 : wanted;
    if (wanted >= 0 && limit > count && count >= digits.point) {
      limit = count;
    }
    int power = digits.point - 1;
    if (value != 0 && (power < -4 || power >= limit)) {
      return exponent(digits, Math.max(count - 1, 0), format == 'g' ? 'e' : 'E');
    }
    return plain(digits, Math.max(count - digits.point, 0));
  }

  private static String fixed(double value, int precision, int bits) {
    if (precision < 0) {
      Digits digits = shortest(value, bits);
      return plain(digits, Math.max(digits.digits.length() - digits.point, 0));
    }
    if (value == Math.rint(value) && value < 1e15) {
      String whole = Long.toString((long) value);
      return precision == 0 ? whole : whole + "." + "0".repeat(precision);
    }
    return new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static Digits rounded(double value, MathContext context) {
    return value == 0 ? new Digits("", 0) : digits(new BigDecimal(value).round(context));
  }

  private static Digits digits(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    String digits = stripped.unscaledValue().toString();
    return new Digits(digits, digits.length() - stripped.scale());
  }

  private static Digits shortest(double value, int bits) {
    if (value == 0) {
      return new Digits("", 0);
    }
    if (bits == 64 && value < 1e15 && value == Math.rint(value)) {
      return digits(BigDecimal.valueOf((long) value));
    }
    BigDecimal exact = new BigDecimal(value);
    String java = bits == 32 ? Float.toString((float) value) : Double.toString(value);
    int length = digits(new BigDecimal(java)).digits.length();
    // Java's text reads back but is not always the shortest, nor the closest of its length.
    BigDecimal best = new BigDecimal(java);
    for (int n = length; n > 0; n--) {
      BigDecimal candidate = exact.round(new MathContext(n, RoundingMode.HALF_EVEN));
      boolean same =
          bits == 32 ? candidate.floatValue() == (float) value : candidate.doubleValue() == value;
      if (!same) {
        break;
      }
      best = candidate;
    }
    return digits(best);
  }

  private static String exponent(Digits digits, int precision, char letter) {
    StringBuilder out = new StringBuilder();
    String all = digits.digits.isEmpty() ? "0" : digits.digits;
    out.append(all.charAt(0));
    if (precision > 0) {
      out.append('.');
      String rest = all.substring(1, Math.min(all.length(), precision + 1));
      out.append(rest).append("0".repeat(precision - rest.length()));
    }
    int power = digits.digits.isEmpty() ? 0 : digits.point - 1;
    out.append(letter).append(power < 0 ? '-' : '+');
    if (Math.abs(power) < 10) {
      out.append('0');
    }
    return out.append(Math.abs(power)).toString();
  }

  private static String plain(Digits digits, int decimals) {
    StringBuilder out = new StringBuilder();
    String all = digits.digits;
    if (digits.point > 0) {
      int whole = Math.min(all.length(), digits.point);
      out.append(all, 0, whole).append("0".repeat(digits.point - whole));
    } else {
      out.append('0');
    }
    if (decimals > 0) {
      out.append('.');
      for (int i = 0; i < decimals; i++) {
        int at = digits.point + i;
        out.append(at >= 0 && at < all.length() ? all.charAt(at) : '0');
      }
    }
    return out.toString();
  }

  private static String binary(double value, int bits) {
    if (bits == 32) {
      int raw = Float.floatToIntBits((float) value);
      int exponent = raw >>> 23;
      long mantissa = raw & 0x7fffff;
      return (exponent == 0 ? mantissa : mantissa | 0x800000)
          + "p"
          + signed(Math.max(exponent, 1) - 150);
    }
    long raw = Double.doubleToLongBits(value);
    int exponent = (int) (raw >>> 52);
    long mantissa = raw & 0xfffffffffffffL;
    return (exponent == 0 ? mantissa : mantissa | 0x10000000000000L)
        + "p"
        + signed(Math.max(exponent, 1) - 1075);
  }

  private static String signed(int number) {
    return number < 0 ? Integer.toString(number) : "+" + number;
  }

  private static String hexadecimal(double value, int precision, char format) {
    long mantissa = 0;
    int power = 0;
    if (value != 0) {
      power = Math.getExponent(value);
      double scaled = value;
      if (power < Double.MIN_EXPONENT) {
        scaled = value * 0x1p54;
        power = Math.getExponent(scaled) - 54;
      }
      mantissa = (Double.doubleToLongBits(scaled) & 0xfffffffffffffL) | 0x10000000000000L;
    }
    if (precision >= 0 && precision < 13) {
      int dropped = (13 - precision) * 4;
      long half = 1L << (dropped - 1);
      long rest = mantissa & ((1L << dropped) - 1);
      mantissa >>>= dropped;
      if (rest > half || (rest == half && (mantissa & 1) == 1)) {
        mantissa++;
      }
      mantissa <<= dropped;
      if (mantissa >= 0x20000000000000L) {
        mantissa >>>= 1;
        power++;
      }
    }
    String fraction = String.format(Locale.ROOT, "%013x", mantissa & 0xfffffffffffffL);
    if (precision < 0) {
      fraction = fraction.replaceAll("0+$", "");
    } else if (precision < 13) {
      fraction = fraction.substring(0, precision);
    } else {
      fraction = fraction + "0".repeat(precision - 13);
    }
    String text =
        "0x"
            + (mantissa >>> 52)
            + (fraction.isEmpty() ? "" : "." + fraction)
            + "p"
            + (power < 0 ? "-" : "+")
            + (Math.abs(power) < 10 ? "0" : "")
            + Math.abs(power);
    return format == 'X' ? text.toUpperCase(Locale.ROOT) : text;
  }
}
