package io.autohelm.engine.gotemplate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The built-in comparisons with Go's rules on which types may meet. */
final class Comparisons {

  /** Kinds that compare with each other; only the two integer kinds mix. */
  private enum Basic {
    OTHER,
    BOOL,
    COMPLEX,
    INT,
    FLOAT,
    STRING,
    UINT
  }

  private Comparisons() {}

  private static Basic basic(@Nullable Object value) {
    if (value instanceof String) {
      return Basic.STRING;
    }
    if (value instanceof Long) {
      return Basic.INT;
    }
    if (value instanceof Double || value instanceof Float) {
      return Basic.FLOAT;
    }
    if (value instanceof Boolean) {
      return Basic.BOOL;
    }
    if (value instanceof GoInteger integer) {
      return integer.kind().signed() ? Basic.INT : Basic.UINT;
    }
    return value instanceof GoComplex ? Basic.COMPLEX : Basic.OTHER;
  }

  static boolean equal(List<@Nullable Object> args) {
    if (args.size() == 1) {
      throw new GoError("missing argument for comparison");
    }
    for (int i = 1; i < args.size(); i++) {
      if (equal(args.get(0), args.get(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean equal(@Nullable Object first, @Nullable Object second) {
    Object a = GoValues.underlying(first);
    Object b = GoValues.underlying(second);
    Basic x = basic(a);
    Basic y = basic(b);
    if (x != y) {
      if ((x == Basic.INT && y == Basic.UINT) || (x == Basic.UINT && y == Basic.INT)) {
        long p = number(a);
        long q = number(b);
        return p == q && p >= 0;
      }
      if (first != null && second != null) {
        throw incompatible(first, second);
      }
      return false;
    }
    if (x == Basic.INT || x == Basic.UINT) {
      return number(a) == number(b);
    }
    if (x == Basic.FLOAT) {
      return decimal(a) == decimal(b);
    }
    if (x != Basic.OTHER) {
      return a != null && a.equals(b);
    }
    return equalOthers(first, second);
  }

  private static boolean equalOthers(@Nullable Object a, @Nullable Object b) {
    GoKind x = GoValues.kind(a);
    GoKind y = GoValues.kind(b);
    if (a != null && b != null && x != y) {
      throw new GoError(
          GoFormat.sprintf(
              "non-comparable types %s: %v, %s: %v",
              List.of(a, GoValues.typeName(a), GoValues.typeName(b), b)));
    }
    if (GoValues.isNil(a) || GoValues.isNil(b)) {
      return GoValues.isNil(a) == GoValues.isNil(b);
    }
    if (b == null || x == GoKind.MAP || x == GoKind.SLICE || x == GoKind.FUNC) {
      throw new GoError(
          GoFormat.sprintf(
              "non-comparable type %s: %v", List.of(b == null ? "" : b, GoValues.typeName(b))));
    }
    return b.equals(a);
  }

  static boolean less(List<@Nullable Object> args) {
    return less(args.get(0), args.get(1));
  }

  static boolean lessOrEqual(List<@Nullable Object> args) {
    return less(args) || equal(args.get(0), args.get(1));
  }

  private static boolean less(@Nullable Object first, @Nullable Object second) {
    Object a = GoValues.underlying(first);
    Object b = GoValues.underlying(second);
    Basic x = basic(a);
    Basic y = basic(b);
    if (x == Basic.OTHER || y == Basic.OTHER || a == null || b == null) {
      throw new GoError("invalid type for comparison");
    }
    if (x == Basic.INT && y == Basic.UINT) {
      return number(a) < 0 || Long.compareUnsigned(number(a), number(b)) < 0;
    }
    if (x == Basic.UINT && y == Basic.INT) {
      return number(b) >= 0 && Long.compareUnsigned(number(a), number(b)) < 0;
    }
    if (x != y) {
      throw incompatible(first, second);
    }
    return switch (x) {
      case INT -> number(a) < number(b);
      case UINT -> Long.compareUnsigned(number(a), number(b)) < 0;
      case FLOAT -> decimal(a) < decimal(b);
      case STRING -> GoStrings.compare((String) a, (String) b) < 0;
      default -> throw new GoError("invalid type for comparison");
    };
  }

  private static GoError incompatible(@Nullable Object a, @Nullable Object b) {
    return new GoError(
        "incompatible types for comparison: "
            + GoValues.typeName(a)
            + " and "
            + GoValues.typeName(b));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  private static double decimal(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }
}
