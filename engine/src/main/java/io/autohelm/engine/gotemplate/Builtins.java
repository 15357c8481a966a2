package io.autohelm.engine.gotemplate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions that the language itself brings. */
final class Builtins {
  /** Evaluated by {@link Evaluation}, for they do not evaluate all their arguments. */
  static final GoFunction AND = GoFunction.of("value, ...value", args -> args.get(0));

  static final GoFunction OR = GoFunction.of("value, ...value", args -> args.get(0));

  /** Given to {@link #length} by {@link Evaluation}, which knows a nil interface from no value. */
  static final GoFunction LEN = GoFunction.of("value", args -> length(args.get(0), true));

  /** Given to {@link #call} by {@link Evaluation}, which knows what the callee is called. */
  static final GoFunction CALL = GoFunction.of("value, ...value", args -> args.get(0));

  static final Map<String, GoFunction> TABLE =
      Map.ofEntries(
          Map.entry("and", AND),
          Map.entry("or", OR),
          Map.entry("len", LEN),
          Map.entry("call", CALL),
          Map.entry("not", GoFunction.of("value", args -> !GoValues.isTrue(args.get(0)))),
          Map.entry("index", GoFunction.of("value, ...value", Builtins::index)),
          Map.entry("slice", GoFunction.of("value, ...value", Builtins::slice)),
          Map.entry("html", args -> Escapes.html(Escapes.text(args))),
          Map.entry("js", args -> Escapes.js(Escapes.text(args))),
          Map.entry("urlquery", args -> Escapes.urlQuery(Escapes.text(args))),
          Map.entry("print", GoFormat::sprint),
          Map.entry("println", GoFormat::sprintln),
          Map.entry("printf", GoFunction.of("string, ...any", Builtins::printf)),
          Map.entry("eq", GoFunction.of("value, ...value", Comparisons::equal)),
          Map.entry(
              "ne",
              GoFunction.of("value, value", args -> !Comparisons.equal(args.get(0), args.get(1)))),
          Map.entry("lt", GoFunction.of("value, value", Comparisons::less)),
          Map.entry("le", GoFunction.of("value, value", Comparisons::lessOrEqual)),
          Map.entry("gt", GoFunction.of("value, value", args -> !Comparisons.lessOrEqual(args))),
          Map.entry("ge", GoFunction.of("value, value", args -> !Comparisons.less(args))));

  private Builtins() {}

  private static String printf(List<@Nullable Object> args) {
    return GoFormat.sprintf((String) args.get(0) + "", args.subList(1, args.size()));
  }

  static long length(@Nullable Object item, boolean boxed) {
    if (item == null) {
      throw new GoError(
          boxed ? "len of nil pointer" : "reflect: call of reflect.Value.Type on zero Value");
    }
    Object value = GoValues.underlying(item);
    if (value instanceof String text) {
      return GoStrings.length(text);
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    throw new GoError("len of type " + pointedAt(item));
  }

  /** The type's name; of a pointer that of what it points at. */
  private static String pointedAt(@Nullable Object item) {
    String type = GoValues.typeName(item);
    return type.startsWith("*") ? type.substring(1) : type;
  }

  private static @Nullable Object index(List<@Nullable Object> args) {
    Object item = args.get(0);
    if (item == null) {
      throw new GoError("index of untyped nil");
    }
    for (int i = 1; i < args.size(); i++) {
      if (item == null) {
        throw new GoError("index of nil pointer");
      }
      item = element(item, args.get(i));
    }
    return item;
  }

  private static @Nullable Object element(Object item, @Nullable Object key) {
    Object holder = GoValues.underlying(item);
    if (holder instanceof Map<?, ?> map) {
      if (key == null) {
        throw new GoError("value is nil; should be of type string");
      }
      if (!(key instanceof String)) {
        throw new GoError("value has type " + GoValues.typeName(key) + "; should be string");
      }
      Object value = map.get(key);
      return value == null && map instanceof GoMap typed && !map.containsKey(key)
          ? typed.type().element().zero()
          : value;
    }
    if (holder instanceof List<?> list) {
      int at = position(key, list.size());
      if (at == list.size()) {
        throw new GoError("reflect: slice index out of range");
      }
      return list.get(at);
    }
    if (holder instanceof String || holder instanceof byte[]) {
      byte[] bytes = holder instanceof String text ? GoStrings.encode(text) : (byte[]) holder;
      int at = position(key, bytes.length);
      if (at == bytes.length) {
        throw new GoError(
            "reflect: " + (holder instanceof String ? "string" : "slice") + " index out of range");
      }
      return GoInteger.uint8(bytes[at]);
    }
    throw new GoError("can't index item of type " + pointedAt(item));
  }

  private static int position(@Nullable Object key, int limit) {
    Object index = GoValues.underlying(key);
    if (index == null) {
      throw new GoError("cannot index slice/array with nil");
    }
    if (!(index instanceof Long) && !(index instanceof GoInteger)) {
      throw new GoError("cannot index slice/array with type " + GoValues.typeName(index));
    }
    long at = ((Number) index).longValue();
    if (at < 0 || at > limit) {
      throw new GoError("index out of range: " + at);
    }
    return (int) at;
  }

  private static @Nullable Object slice(List<@Nullable Object> args) {
    Object item = GoValues.underlying(args.get(0));
    if (item == null) {
      throw new GoError("slice of untyped nil");
    }
    int count = args.size() - 1;
    if (count > 3) {
      throw new GoError("too many slice indexes: " + count);
    }
    if (count == 3 && item instanceof String) {
      throw new GoError("cannot 3-index slice a string");
    }
    int length;
    if (item instanceof String text) {
      length = GoStrings.length(text);
    } else if (item instanceof List<?> list) {
      length = list.size();
    } else if (item instanceof byte[] bytes) {
      length = bytes.length;
    } else {
      throw new GoError("can't slice item of type " + GoValues.typeName(args.get(0)));
    }
    int[] bounds = {0, length, 0};
    for (int i = 0; i < count; i++) {
      bounds[i] = position(args.get(i + 1), length);
    }
    if (bounds[0] > bounds[1]) {
      throw new GoError("invalid slice index: " + bounds[0] + " > " + bounds[1]);
    }
    if (count == 3 && bounds[1] > bounds[2]) {
      throw new GoError("invalid slice index: " + bounds[1] + " > " + bounds[2]);
    }
    if (item instanceof String text) {
      return GoStrings.slice(text, bounds[0], bounds[1]);
    }
    if (item instanceof List<?> list) {
      return GoList.of(GoType.of(list), list.subList(bounds[0], bounds[1]));
    }
    return Arrays.copyOfRange((byte[]) item, bounds[0], bounds[1]);
  }

  static @Nullable Object call(String name, @Nullable Object[] values) {
    Object callee = values[0];
    if (callee == null) {
      throw new GoError("call of nil");
    }
    if (!(callee instanceof GoFunction function)) {
      throw new GoError("non-function " + name + " of type " + GoValues.typeName(callee));
    }
    Signature signature = function.signature();
    int count = values.length - 1;
    if (signature.variadic() ? count < signature.fixed() : count != signature.fixed()) {
      throw new GoError(
          "wrong number of args for "
              + name
              + ": got "
              + count
              + " want "
              + (signature.variadic() ? "at least " : "")
              + signature.fixed());
    }
    for (int i = 0; i < count; i++) {
      GoType type = signature.parameter(i);
      Object arg = values[i + 1];
      if (arg == null ? !type.canBeNil() : !type.admits(arg)) {
        throw new GoError(
            "arg "
                + i
                + ": "
                + (arg == null
                    ? "value is nil; should be of type " + type
                    : "value has type " + GoValues.typeName(arg) + "; should be " + type));
      }
    }
    return function.call(Arrays.asList(values).subList(1, values.length));
  }
}
