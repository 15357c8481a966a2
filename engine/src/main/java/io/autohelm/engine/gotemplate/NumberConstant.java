package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/**
 * A number as written in a template. The same text may serve as several kinds, since its type comes
 * from where it is used: 1 is an int, a float64 or an unsigned number.
 *
 * @param ideal what it is where any type is welcome; null for an integer too large for int
 */
record NumberConstant(
    String text,
    boolean isInt,
    boolean isUnsigned,
    boolean isFloat,
    boolean isComplex,
    long integer,
    long unsigned,
    double floating,
    @Nullable Object ideal) {

  static NumberConstant character(String text) {
    int c = GoQuote.unquoteCharacter(text);
    return new NumberConstant(text, true, true, true, false, c, c, c, (long) c);
  }

  static NumberConstant complex(String text) {
    int split = text.length() - 1;
    while (split > 0
        && !((text.charAt(split) == '+' || text.charAt(split) == '-')
            && "eEpP".indexOf(text.charAt(split - 1)) < 0)) {
      split--;
    }
    double real = split == 0 ? 0 : GoNumbers.parseFloat(text.substring(0, split));
    double imaginary = GoNumbers.parseFloat(text.substring(split, text.length() - 1));
    return complex(text, real, imaginary);
  }

  private static NumberConstant complex(String text, double real, double imaginary) {
    boolean isReal = imaginary == 0;
    boolean isInt = isReal && (double) (long) real == real;
    return new NumberConstant(
        text,
        isInt,
        isInt && real >= 0,
        isReal,
        true,
        isInt ? (long) real : 0,
        isInt ? (long) real : 0,
        isReal ? real : 0,
        new GoComplex(real, imaginary));
  }

  /** Reads any spelling of a real or imaginary number; a {@link GoError} says what is wrong. */
  static NumberConstant number(String text) {
    if (text.endsWith("i")) {
      Double imaginary = GoNumbers.floatOrNull(text.substring(0, text.length() - 1));
      if (imaginary != null) {
        return complex(text, 0, imaginary);
      }
    }
    Long unsigned = GoNumbers.unsignedOrNull(text, 0);
    Long signed = GoNumbers.integerOrNull(text, 0);
    if (signed != null) {
      boolean isUnsigned = unsigned != null || signed == 0;
      Object ideal = signed;
      return new NumberConstant(text, true, isUnsigned, true, false, signed, signed, signed, ideal);
    }
    if (unsigned != null) {
      double floating = GoInteger.of(GoKind.UINT64, unsigned).doubleValue();
      return new NumberConstant(text, false, true, true, false, 0, unsigned, floating, null);
    }
    Double floating = GoNumbers.floatOrNull(text);
    if (floating == null) {
      throw new GoError("illegal number syntax: " + GoQuote.quote(text));
    }
    if (text.chars().noneMatch(c -> ".eEpP".indexOf(c) >= 0)) {
      throw new GoError("integer overflow: " + GoQuote.quote(text));
    }
    double value = floating;
    boolean isInt = (double) (long) value == value && value < 0x1p63;
    boolean isUnsigned = isInt && value >= 0;
    boolean hexInteger =
        text.length() > 2
            && text.charAt(0) == '0'
            && (text.charAt(1) == 'x' || text.charAt(1) == 'X')
            && text.indexOf('p') < 0
            && text.indexOf('P') < 0;
    Object ideal = hexInteger && isInt ? (Object) (long) value : floating;
    return new NumberConstant(
        text, isInt, isUnsigned, true, false, (long) value, (long) value, value, ideal);
  }
}
