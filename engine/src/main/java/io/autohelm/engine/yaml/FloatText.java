package io.autohelm.engine.yaml;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating-point numbers as Go spells them: always the shortest digits that read back to the same
 * number. {@code Double.toString} before JDK 19 does not always find them.
 */
final class FloatText {
  private FloatText() {}

  /** As Go's {@code FormatFloat(value, 'g', -1, 64)}, which YAML uses; needs a finite value. */
  static String general(double value) {
    return isNegativeZero(value) ? "-0" : general(value < 0, shortest(Math.abs(value)));
  }

  /** The same for a 32-bit float, which keys of a YAML mapping are rounded to. */
  static String general(float value) {
    if (value == 0) return 1 / value < 0 ? "-0" : "0";
    float positive = Math.abs(value);
    BigDecimal exact = new BigDecimal(positive);
    for (int digits = 1; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (digits >= 9 || rounded.floatValue() == positive) {
        return general(value < 0, rounded.stripTrailingZeros());
      }
    }
  }

  /** As Go's {@code encoding/json} spells a finite float64. */
  static String json(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) { // the common case, made quick
      return isNegativeZero(value) ? "-0" : Long.toString((long) value);
    }
    double positive = Math.abs(value);
    BigDecimal digits = shortest(positive);
    String sign = value < 0 ? "-" : "";
    return positive < 1e-6 || positive >= 1e21
        ? sign + scientific(digits, 1)
        : sign + digits.toPlainString();
  }

  private static String general(boolean negative, BigDecimal digits) {
    int exponent = digits.precision() - digits.scale() - 1;
    boolean scientific = digits.signum() != 0 && (exponent < -4 || exponent >= 6);
    String text = scientific ? scientific(digits, 2) : digits.toPlainString();
    return negative ? "-" + text : text;
  }

  private static String scientific(BigDecimal digits, int leastExponentDigits) {
    String all = digits.unscaledValue().toString();
    int exponent = digits.precision() - digits.scale() - 1;
    String power = Integer.toString(Math.abs(exponent));
    return all.charAt(0)
        + (all.length() > 1 ? "." + all.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + "0".repeat(Math.max(0, leastExponentDigits - power.length()))
        + power;
  }

  /** The shortest decimal, without trailing zeros, that reads back to this positive number. */
  private static BigDecimal shortest(double positive) {
    if (positive == 0) return BigDecimal.ZERO;
    BigDecimal exact = new BigDecimal(positive);
    // Fifteen digits always survive for a normal number, so a shorter text is those without zeros.
    int digits = positive < Double.MIN_NORMAL ? 1 : 15;
    for (; ; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (digits >= 17 || rounded.doubleValue() == positive) return rounded.stripTrailingZeros();
    }
  }

  private static boolean isNegativeZero(double value) {
    return value == 0 && 1 / value < 0;
  }
}
