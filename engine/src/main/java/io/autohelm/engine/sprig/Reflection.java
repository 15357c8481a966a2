package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.gotemplate.Walk;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types, kinds and equality by content. */
final class Reflection {
  private Reflection() {}

  static void addTo(Table table) {
    table.add("typeOf", "any", a -> GoValues.typeName(a.any(0)));
    table.add("typeIs", "string, any", a -> a.string(0).equals(GoValues.typeName(a.any(1))));
    table.add(
        "typeIsLike",
        "string, any",
        a -> {
          String type = GoValues.typeName(a.any(1));
          return type.equals(a.string(0)) || type.equals("*" + a.string(0));
        });
    table.add("kindOf", "any", a -> GoValues.kind(a.any(0)).toString());
    table.add("kindIs", "string, any", a -> a.string(0).equals(GoValues.kind(a.any(1)).toString()));
    table.add("deepEqual", "any, any", a -> deepEqual(a.any(0), a.any(1)));
  }

  /** Go's {@code reflect.DeepEqual}: same types all the way down, and nil is not empty. */
  static boolean deepEqual(@Nullable Object a, @Nullable Object b) {
    return deepEqual(a, b, new Walk());
  }

  static boolean deepEqual(@Nullable Object a, @Nullable Object b, Walk walk) {
    walk.part();
    if (a == b) {
      return !(a instanceof Double number && number.isNaN());
    }
    if (a == null || b == null) {
      return false;
    }
    if (a instanceof String) {
      return a.equals(b);
    }
    if (!GoValues.typeName(a).equals(GoValues.typeName(b))) {
      return false;
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.doubleValue() == y.doubleValue();
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return deepEqualLists(x, y, walk);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.equals(x, y);
    }
    if (a instanceof GoObject x && b instanceof GoObject y) {
      Object p = x.plain();
      Object q = y.plain();
      return (p == x || q == y) ? x.equals(y) : deepEqual(p, q, walk);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return deepEqualMaps(x, y, walk);
    }
    return a.equals(b);
  }

  private static boolean deepEqualMaps(Map<?, ?> x, Map<?, ?> y, Walk walk) {
    if (x.size() != y.size()) {
      return false;
    }
    walk.down();
    for (Map.Entry<?, ?> entry : x.entrySet()) {
      Object key = entry.getKey();
      if (!y.containsKey(key) || !deepEqual(entry.getValue(), y.get(key), walk)) {
        return false;
      }
    }
    walk.up();
    return true;
  }

  private static boolean deepEqualLists(List<?> x, List<?> y, Walk walk) {
    if (x.size() != y.size() || isNil(x) != isNil(y)) {
      return false;
    }
    walk.down();
    for (int i = 0; i < x.size(); i++) {
      if (!deepEqual(x.get(i), y.get(i), walk)) {
        return false;
      }
    }
    walk.up();
    return true;
  }

  private static boolean isNil(List<?> list) {
    return list instanceof GoList typed && typed.isNil();
  }
}
