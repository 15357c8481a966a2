package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.Budget;
import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoType;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Arithmetic on int64, and lists of numbers. */
final class Integers {
  private static final int MOST_ITEMS = Budget.LONGEST_LIST;

  private Integers() {}

  static void addTo(Table table, SecureRandom random) {
    table.add("add", "...any", a -> fold(0, a.list(), (x, y) -> x + y));
    table.add("add1", "any", a -> int64(Cast.toLong(a.any(0)) + 1));
    table.add("sub", "any, any", a -> int64(Cast.toLong(a.any(0)) - Cast.toLong(a.any(1))));
    table.add("div", "any, any", a -> int64(Cast.toLong(a.any(0)) / divisor(a.any(1))));
    table.add("mod", "any, any", a -> int64(Cast.toLong(a.any(0)) % divisor(a.any(1))));
    table.add("mul", "any, ...any", a -> fold(Cast.toLong(a.any(0)), a.from(1), (x, y) -> x * y));
    table.add("max", "any, ...any", a -> fold(Cast.toLong(a.any(0)), a.from(1), Math::max));
    table.alias("biggest", "max");
    table.add("min", "any, ...any", a -> fold(Cast.toLong(a.any(0)), a.from(1), Math::min));
    table.add("randInt", "int, int", a -> randomBetween(random, a.number(0), a.number(1)));
    table.add("until", "int", a -> steps(0, a.number(0), a.number(0) < 0 ? -1 : 1));
    table.add("untilStep", "int, int, int", a -> steps(a.number(0), a.number(1), a.number(2)));
    table.add("seq", "...int", Integers::sequence);
  }

  private interface Operation {
    long apply(long a, long b);
  }

  private static GoInteger int64(long value) {
    return GoInteger.int64(value);
  }

  private static GoInteger fold(long start, List<@Nullable Object> values, Operation operation) {
    long result = start;
    for (Object value : values) {
      result = operation.apply(result, Cast.toLong(value));
    }
    return int64(result);
  }

  private static long divisor(@Nullable Object value) {
    long divisor = Cast.toLong(value);
    if (divisor == 0) {
      throw new GoError("runtime error: integer divide by zero");
    }
    return divisor;
  }

  private static long randomBetween(SecureRandom random, long min, long max) {
    if (max - min <= 0) {
      throw new GoError("invalid argument to Intn");
    }
    return min + Math.floorMod(random.nextLong(), max - min);
  }

  private static GoList steps(long start, long stop, long step) {
    List<Long> items = new ArrayList<>();
    boolean down = stop < start;
    if (down ? step < 0 : step > 0) {
      for (long i = start; down ? i > stop : i < stop; i += step) {
        if (items.size() >= MOST_ITEMS) {
          throw new GoError("there are more than " + MOST_ITEMS + " items");
        }
        items.add(i);
      }
    }
    return GoList.of(GoType.INTS, items);
  }

  private static String sequence(Args a) {
    long start = a.size() > 1 ? a.number(0) : 1;
    return switch (a.size()) {
      case 1, 2 -> {
        long end = a.number(a.size() - 1);
        long step = end < start ? -1 : 1;
        yield text(steps(start, end + step, step));
      }
      case 3 -> {
        long step = a.number(1);
        long end = a.number(2);
        boolean down = end < start;
        yield down && step > 0 ? "" : text(steps(start, end + (down ? -1 : 1), step));
      }
      default -> "";
    };
  }

  private static String text(GoList numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
