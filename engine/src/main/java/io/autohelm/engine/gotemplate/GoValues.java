package io.autohelm.engine.gotemplate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Go's reflection would say about a value. */
public final class GoValues {
  private GoValues() {}

  /** Go's truth: nil, false, zero and whatever is empty are false; a struct never is. */
  public static boolean isTrue(@Nullable Object value) {
    if (value == null) {
      return false;
    }
    if (value instanceof Boolean bool) {
      return bool;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof GoObject object) {
      return object.kind() == GoKind.STRUCT
          || object.kind() == GoKind.PTR
          || isTrue(object.plain());
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Number number) {
      return (number instanceof Double || number instanceof Float)
          ? number.doubleValue() != 0
          : number.longValue() != 0;
    }
    if (value instanceof byte[] bytes) {
      return bytes.length > 0;
    }
    if (value instanceof GoComplex complex) {
      return complex.real() != 0 || complex.imaginary() != 0;
    }
    return true;
  }

  /** The kind of the value; {@code invalid} for nil. */
  public static GoKind kind(@Nullable Object value) {
    return value == null ? GoKind.INVALID : GoType.of(value).kind();
  }

  /** The type as {@code %T} prints it; {@code <nil>} for nil. */
  public static String typeName(@Nullable Object value) {
    return value == null ? "<nil>" : GoType.of(value).name();
  }

  /** The value of a named type as its underlying kind; any other value as it is. */
  static @Nullable Object underlying(@Nullable Object value) {
    return value instanceof GoObject object
            && object.kind() != GoKind.STRUCT
            && object.kind() != GoKind.PTR
        ? object.plain()
        : value;
  }

  static boolean isNil(@Nullable Object value) {
    return value == null
        || (value instanceof GoList list && list.isNil())
        || (value instanceof GoMap map && map.isNil());
  }

  /** The value as printing to JSON or YAML sees it: no Go objects, nil slices as null. */
  public static @Nullable Object plain(@Nullable Object value) {
    return isPlain(value) ? value : copyPlain(value);
  }

  private static boolean isPlain(@Nullable Object value) {
    if (value instanceof GoObject || value instanceof GoList || value instanceof GoMap) {
      return false;
    }
    if (value instanceof Map<?, ?> map) {
      for (Object item : map.values()) {
        if (!isPlain(item)) {
          return false;
        }
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        if (!isPlain(item)) {
          return false;
        }
      }
    }
    return true;
  }

  private static @Nullable Object copyPlain(@Nullable Object value) {
    if (value instanceof GoObject object) {
      Object plain = object.plain();
      return plain == value ? object.text() : plain(plain);
    }
    if (isNil(value)) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    return value;
  }
}
