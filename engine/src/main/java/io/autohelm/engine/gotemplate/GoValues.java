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
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value; // GoObjects are neither, and most values are one of these
    }
    return isPlain(value, new Walk()) ? value : copyPlain(value, new Walk(), false);
  }

  /** As {@link #plain}, with nil slices and maps as empty ones: what go-yaml prints by itself. */
  public static @Nullable Object plainWithoutNil(@Nullable Object value) {
    return isPlain(value, new Walk()) ? value : copyPlain(value, new Walk(), true);
  }

  private static boolean isPlain(@Nullable Object value, Walk walk) {
    if (value instanceof String text) {
      walk.text(text.length());
      return true;
    }
    if (value instanceof GoObject || value instanceof GoList || value instanceof GoMap) {
      return false;
    }
    walk.part();
    if (value instanceof Map<?, ?> map) {
      walk.down();
      for (Object item : map.values()) {
        if (!isPlain(item, walk)) {
          return false;
        }
      }
      walk.up();
    } else if (value instanceof List<?> list) {
      walk.down();
      for (Object item : list) {
        if (!isPlain(item, walk)) {
          return false;
        }
      }
      walk.up();
    }
    return true;
  }

  private static @Nullable Object copyPlain(@Nullable Object value, Walk walk, boolean nilIsEmpty) {
    walk.part();
    if (value instanceof String text) {
      walk.text(text.length());
      return value;
    }
    if (value instanceof GoObject object) {
      Object plain = object.plain();
      return plain == value ? object.text() : copyPlain(plain, walk, nilIsEmpty);
    }
    if (isNil(value)) {
      return value == null || !nilIsEmpty ? null : value instanceof List ? List.of() : Map.of();
    }
    if (value instanceof Map<?, ?> map) {
      walk.down();
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), copyPlain(item, walk, nilIsEmpty)));
      walk.up();
      return copy;
    }
    if (value instanceof List<?> list) {
      walk.down();
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(copyPlain(item, walk, nilIsEmpty)));
      walk.up();
      return copy;
    }
    return value;
  }
}
