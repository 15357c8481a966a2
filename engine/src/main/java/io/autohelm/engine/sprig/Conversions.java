package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoFormat;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoNumbers;
import java.math.BigInteger;

/** Types made into one another. */
final class Conversions {
  private Conversions() {}

  static void addTo(Table table) {
    table.add("atoi", "string", a -> atoi(a.string(0)));
    table.add("float64", "any", a -> Cast.toDouble(a.any(0)));
    table.add("int", "any", a -> Cast.toLong(a.any(0)));
    table.add("int64", "any", a -> GoInteger.int64(Cast.toLong(a.any(0))));
    table.add("toString", "any", a -> Cast.toText(a.any(0)));
    table.add(
        "toDecimal",
        "any",
        a -> {
          Long number = GoNumbers.integerOrNull(GoFormat.sprint(a.list()), 8);
          return GoInteger.int64(number == null ? 0 : number);
        });
  }

  /** What is no number is 0; what is too large is the largest. */
  private static long atoi(String text) {
    Long number = GoNumbers.integerOrNull(text, 10);
    if (number != null) {
      return number;
    }
    if (!text.matches("[+-]?[0-9]+")) {
      return 0;
    }
    return new BigInteger(text).signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
