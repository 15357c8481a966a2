package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoValues;
import org.jspecify.annotations.Nullable;

/** Defaults: what to take when there is nothing, and what counts as nothing. */
final class Defaults {
  private Defaults() {}

  static void addTo(Table table) {
    table.add(
        "default", "any, ...any", a -> a.size() < 2 || isEmpty(a.any(1)) ? a.any(0) : a.any(1));
    table.add("empty", "any", a -> isEmpty(a.any(0)));
    table.add(
        "coalesce",
        "...any",
        a -> {
          for (Object value : a.list()) {
            if (!isEmpty(value)) {
              return value;
            }
          }
          return null;
        });
    table.add("all", "...any", a -> a.list().stream().noneMatch(Defaults::isEmpty));
    table.add("any", "...any", a -> !a.list().stream().allMatch(Defaults::isEmpty));
    table.add("ternary", "any, any, bool", a -> a.bool(2) ? a.any(0) : a.any(1));
  }

  static boolean isEmpty(@Nullable Object value) {
    return !GoValues.isTrue(value);
  }
}
