package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic on float64; sums and products are done in decimal, so 0.1 and 0.2 give 0.3. */
final class Decimals {
  /** Digits after the point that a division keeps. */
  private static final int DIVISION_SCALE = 16;

  private Decimals() {}

  static void addTo(Table table) {
    table.add("addf", "...any", a -> fold(0.0, a.list(), BigDecimal::add));
    table.add("add1f", "any", a -> fold(a.any(0), List.of(1L), BigDecimal::add));
    table.add("subf", "any, ...any", a -> fold(a.any(0), a.from(1), BigDecimal::subtract));
    table.add("divf", "any, ...any", a -> fold(a.any(0), a.from(1), Decimals::divide));
    table.add("mulf", "any, ...any", a -> fold(a.any(0), a.from(1), BigDecimal::multiply));
    table.add("maxf", "any, ...any", a -> choose(a, Math::max));
    table.add("minf", "any, ...any", a -> choose(a, Math::min));
    table.add("floor", "any", a -> Math.floor(Cast.toDouble(a.any(0))));
    table.add("ceil", "any", a -> Math.ceil(Cast.toDouble(a.any(0))));
    table.add(
        "round",
        "any, int, ...float64",
        a -> round(Cast.toDouble(a.any(0)), a.number(1), a.size() > 2 ? a.decimal(2) : 0.5));
  }

  private interface Operation {
    BigDecimal apply(BigDecimal a, BigDecimal b);
  }

  private interface Choice {
    double apply(double a, double b);
  }

  private static double fold(
      @Nullable Object start, List<? extends @Nullable Object> values, Operation operation) {
    BigDecimal result = decimal(start);
    for (Object value : values) {
      result = operation.apply(result, decimal(value));
    }
    return result.doubleValue();
  }

  private static BigDecimal decimal(@Nullable Object value) {
    double number = Cast.toDouble(value);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new GoError("Cannot create a Decimal from " + GoFormat.shortest(number));
    }
    return new BigDecimal(GoFormat.exponent(number));
  }

  private static BigDecimal divide(BigDecimal a, BigDecimal b) {
    if (b.signum() == 0) {
      throw new GoError("decimal division by 0");
    }
    return a.divide(b, DIVISION_SCALE, RoundingMode.HALF_UP);
  }

  private static double choose(Args a, Choice choice) {
    double result = Cast.toDouble(a.any(0));
    for (Object value : a.from(1)) {
      result = choice.apply(result, Cast.toDouble(value));
    }
    return result;
  }

  /** Ten to that power with Go's rounding errors, which Java's own power does not share. */
  private static double powerOfTen(long exponent) {
    if (exponent == 0) {
      return 1;
    }
    double result = 1;
    long resultExponent = 0;
    double square = 10.0 / 16;
    long squareExponent = 4;
    for (long rest = Math.min(Math.abs(exponent), 400); rest != 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
        resultExponent += squareExponent;
      }
      square *= square;
      squareExponent <<= 1;
      if (square < 0.5) {
        square += square;
        squareExponent--;
      }
    }
    return exponent < 0
        ? Math.scalb(1 / result, (int) -resultExponent)
        : Math.scalb(result, (int) resultExponent);
  }

  private static double round(double value, long places, double roundOn) {
    double power = powerOfTen(places);
    double digit = power * value;
    double fraction = digit - (digit < 0 ? Math.ceil(digit) : Math.floor(digit));
    return (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
  }
}
