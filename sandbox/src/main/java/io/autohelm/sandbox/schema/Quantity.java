package io.autohelm.sandbox.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of resources, printed as the real server prints what it has read. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile("([+-]?[0-9.]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private Quantity() {}

  /** The canonical form; the text itself if it is no quantity. */
  static String canonical(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      return text;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(match.group(1));
    } catch (NumberFormatException e) {
      return text;
    }
    String suffix = match.group(2) == null ? "" : match.group(2);
    if (suffix.endsWith("i")) {
      BigDecimal bytes = number.multiply(KIBI.pow(BINARY.indexOf(suffix)));
      boolean small = bytes.abs().compareTo(KIBI) < 0;
      return small || !whole(bytes) ? decimal(bytes) : binary(bytes.toBigInteger());
    }
    if (suffix.startsWith("e") || (suffix.startsWith("E") && suffix.length() > 1)) {
      return text;
    }
    int power = DECIMAL.indexOf(suffix) - 3;
    return decimal(
        power < 0 ? number.divide(THOUSAND.pow(-power)) : number.multiply(THOUSAND.pow(power)));
  }

  private static boolean whole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private static String binary(BigInteger bytes) {
    BigInteger rest = bytes;
    int step = 0;
    while (step < BINARY.size() - 1
        && rest.signum() != 0
        && rest.mod(KIBI.toBigInteger()).signum() == 0) {
      rest = rest.divide(KIBI.toBigInteger());
      step++;
    }
    return rest + BINARY.get(step);
  }

  private static String decimal(BigDecimal number) {
    BigDecimal nanos = number.movePointRight(9).setScale(0, RoundingMode.CEILING);
    if (nanos.signum() == 0) {
      return "0";
    }
    BigInteger rest = nanos.toBigInteger();
    int step = 0;
    while (step < DECIMAL.size() - 1 && rest.mod(THOUSAND.toBigInteger()).signum() == 0) {
      rest = rest.divide(THOUSAND.toBigInteger());
      step++;
    }
    return rest + DECIMAL.get(step);
  }
}
