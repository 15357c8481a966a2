package io.autohelm.engine.sprig;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoInteger;
import io.autohelm.engine.gotemplate.GoKind;
import io.autohelm.engine.gotemplate.GoList;
import io.autohelm.engine.gotemplate.GoObject;
import io.autohelm.engine.gotemplate.GoType;
import io.autohelm.engine.gotemplate.GoValues;
import io.autohelm.engine.gotemplate.Walk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists. Each function gives a new list and leaves its argument alone. */
final class Lists {
  private Lists() {}

  static void addTo(Table table) {
    table.add("list", "...any", a -> new ArrayList<>(a.list()));
    table.alias("tuple", "list");
    both(table, "first", "any", a -> first(items(a.any(0), "Cannot find first on type ")));
    both(table, "rest", "any", a -> rest(items(a.any(0), "Cannot find rest on type ")));
    both(table, "last", "any", a -> last(items(a.any(0), "Cannot find last on type ")));
    both(table, "initial", "any", a -> initial(items(a.any(0), "Cannot find initial on type ")));
    both(table, "append", "any, any", a -> append(a.any(0), a.any(1)));
    both(table, "push", "any, any", a -> append(a.any(0), a.any(1)));
    both(table, "prepend", "any, any", a -> prepend(a.any(0), a.any(1)));
    table.add("concat", "...any", a -> concat(a.list()));
    both(table, "reverse", "any", a -> reverse(items(a.any(0), "Cannot find reverse on type ")));
    both(table, "uniq", "any", a -> unique(items(a.any(0), "Cannot find uniq on type ")));
    both(
        table,
        "without",
        "any, ...any",
        a -> without(items(a.any(0), "Cannot find without on type "), a.from(1)));
    both(table, "has", "any, any", a -> has(a.any(1), a.any(0)));
    both(table, "compact", "any", a -> compact(items(a.any(0), "Cannot compact on type ")));
    both(table, "slice", "any, ...any", Lists::slice);
    both(
        table, "chunk", "int, any", a -> chunk(a.number(0), items(a.any(1), "Cannot chunk type ")));
  }

  /** Sprig has each of these a second time with must before it; both fail alike. */
  private static void both(Table table, String name, String parameters, Table.Body body) {
    table.add(name, parameters, body);
    table.alias("must" + Character.toUpperCase(name.charAt(0)) + name.substring(1), name);
  }

  /** The elements of any slice; anything else is an error that begins with the complaint. */
  static List<? extends @Nullable Object> items(@Nullable Object value, String complaint) {
    if (value == null) {
      throw new GoError(Args.NIL_USED);
    }
    Object plain = value instanceof GoObject object ? object.plain() : value;
    if (plain instanceof List<?> list) {
      return list;
    }
    if (plain instanceof byte[] bytes) {
      List<Object> list = new ArrayList<>(bytes.length);
      for (byte b : bytes) {
        list.add(GoInteger.uint8(b));
      }
      return list;
    }
    throw new GoError(complaint + GoValues.kind(value));
  }

  private static @Nullable Object first(List<? extends @Nullable Object> list) {
    return list.isEmpty() ? null : list.get(0);
  }

  private static @Nullable Object last(List<? extends @Nullable Object> list) {
    return list.isEmpty() ? null : list.get(list.size() - 1);
  }

  private static List<@Nullable Object> rest(List<? extends @Nullable Object> list) {
    return list.isEmpty() ? GoList.nil() : new ArrayList<>(list.subList(1, list.size()));
  }

  private static List<@Nullable Object> initial(List<? extends @Nullable Object> list) {
    return list.isEmpty() ? GoList.nil() : new ArrayList<>(list.subList(0, list.size() - 1));
  }

  private static List<@Nullable Object> append(@Nullable Object list, @Nullable Object item) {
    List<@Nullable Object> result = new ArrayList<>(items(list, "Cannot push on type "));
    result.add(item);
    return result;
  }

  private static List<@Nullable Object> prepend(@Nullable Object list, @Nullable Object item) {
    List<? extends @Nullable Object> items = items(list, "Cannot prepend on type ");
    List<@Nullable Object> result = new ArrayList<>(items.size() + 1);
    result.add(item);
    result.addAll(items);
    return result;
  }

  private static List<@Nullable Object> concat(List<@Nullable Object> lists) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object list : lists) {
      if (list != null && GoValues.kind(list) != GoKind.SLICE) {
        throw new GoError("Cannot concat type " + GoValues.kind(list) + " as list");
      }
      result.addAll(items(list, ""));
    }
    return result.isEmpty() ? GoList.nil() : result;
  }

  private static List<@Nullable Object> reverse(List<? extends @Nullable Object> list) {
    List<@Nullable Object> result = new ArrayList<>(list);
    Collections.reverse(result);
    return result;
  }

  private static boolean contains(
      List<? extends @Nullable Object> list, @Nullable Object wanted, Walk walk) {
    for (Object item : list) {
      walk.again();
      if (Reflection.deepEqual(item, wanted, walk)) {
        return true;
      }
    }
    return false;
  }

  private static List<@Nullable Object> unique(List<? extends @Nullable Object> list) {
    List<@Nullable Object> result = new ArrayList<>();
    Walk walk = new Walk();
    for (Object item : list) {
      if (!contains(result, item, walk)) {
        result.add(item);
      }
    }
    return result;
  }

  private static List<@Nullable Object> without(
      List<? extends @Nullable Object> list, List<@Nullable Object> unwanted) {
    List<@Nullable Object> result = new ArrayList<>();
    Walk walk = new Walk();
    for (Object item : list) {
      if (!contains(unwanted, item, walk)) {
        result.add(item);
      }
    }
    return result;
  }

  private static boolean has(@Nullable Object list, @Nullable Object wanted) {
    return list != null && contains(items(list, "Cannot find has on type "), wanted, new Walk());
  }

  private static List<@Nullable Object> compact(List<? extends @Nullable Object> list) {
    List<@Nullable Object> result = new ArrayList<>();
    for (Object item : list) {
      if (!Defaults.isEmpty(item)) {
        result.add(item);
      }
    }
    return result;
  }

  private static @Nullable Object slice(Args a) {
    List<? extends @Nullable Object> list =
        items(a.any(0), "list should be type of slice or array but ");
    if (list.isEmpty()) {
      return null;
    }
    long start = a.size() > 1 ? Cast.toLong(a.any(1)) : 0;
    long end = a.size() > 2 ? Cast.toLong(a.any(2)) : list.size();
    if (start < 0 || end < start || end > list.size()) {
      throw new GoError("reflect.Value.Slice: slice index out of bounds");
    }
    return GoList.of(typeOf(a.some(0)), list.subList((int) start, (int) end));
  }

  private static GoType typeOf(Object list) {
    return GoType.of(list);
  }

  private static GoList chunk(long size, List<? extends @Nullable Object> list) {
    if (size < 0 && list.size() >= 2 && list.size() - 1 <= -size) {
      return GoList.of(GoType.LISTS, List.of()); // where Sprig's arithmetic comes to no chunks
    }
    if (size <= 0) {
      throw new GoError("runtime error: makeslice: len out of range");
    }
    List<List<@Nullable Object>> chunks = new ArrayList<>();
    for (int i = 0; i < list.size(); i += (int) size) {
      chunks.add(new ArrayList<>(list.subList(i, (int) Math.min(i + size, list.size()))));
    }
    return GoList.of(GoType.LISTS, chunks);
  }
}
