package io.autohelm.engine.gotemplate;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Go type, as far as templates meet one: its name, its kind and its elements' type. */
public final class GoType {
  public static final GoType ANY = new GoType("interface {}", GoKind.INTERFACE, null);
  public static final GoType BOOL = new GoType("bool", GoKind.BOOL, null);
  public static final GoType STRING = new GoType("string", GoKind.STRING, null);
  public static final GoType INT = new GoType("int", GoKind.INT, null);
  public static final GoType INT64 = new GoType("int64", GoKind.INT64, null);
  public static final GoType UINT8 = new GoType("uint8", GoKind.UINT8, null);
  public static final GoType FLOAT64 = new GoType("float64", GoKind.FLOAT64, null);
  public static final GoType LIST = new GoType("[]interface {}", GoKind.SLICE, ANY);
  public static final GoType MAP = new GoType("map[string]interface {}", GoKind.MAP, ANY);
  public static final GoType BYTES = new GoType("[]uint8", GoKind.SLICE, UINT8);
  public static final GoType STRINGS = new GoType("[]string", GoKind.SLICE, STRING);
  public static final GoType INTS = new GoType("[]int", GoKind.SLICE, INT);
  public static final GoType STRING_MAP = new GoType("map[string]string", GoKind.MAP, STRING);
  public static final GoType MAPS = new GoType("[]map[string]interface {}", GoKind.SLICE, MAP);
  public static final GoType LISTS = new GoType("[][]interface {}", GoKind.SLICE, LIST);

  private static final GoType FLOAT32 = new GoType("float32", GoKind.FLOAT32, null);
  private static final GoType COMPLEX = new GoType("complex128", GoKind.COMPLEX128, null);
  private static final GoType FUNCTION = new GoType("func()", GoKind.FUNC, null);

  /** Go's {@code reflect.Value}: the built-in functions take whatever comes. */
  static final GoType VALUE = new GoType("reflect.Value", GoKind.STRUCT, null);

  private final String name;
  private final GoKind kind;
  private final @Nullable GoType element;

  private GoType(String name, GoKind kind, @Nullable GoType element) {
    this.name = name;
    this.kind = kind;
    this.element = element;
  }

  /** A named type, such as {@code time.Duration}. */
  public static GoType named(String name, GoKind kind) {
    return new GoType(name, kind, null);
  }

  /**
   * The type with that name as a parameter list writes it: {@code any} stands for {@code interface
   * {}}; an unknown name is a struct type.
   */
  static GoType parse(String name) {
    return switch (name) {
      case "any", "interface {}" -> ANY;
      case "value" -> VALUE;
      case "bool" -> BOOL;
      case "string" -> STRING;
      case "int" -> INT;
      case "int64" -> INT64;
      case "float64" -> FLOAT64;
      case "[]any" -> LIST;
      case "[]string" -> STRINGS;
      case "[]byte" -> BYTES;
      case "map[string]any" -> MAP;
      case "map[string]string" -> STRING_MAP;
      default -> {
        for (GoKind kind : GoKind.values()) {
          if (kind.toString().equals(name)) {
            yield new GoType(name, kind, null);
          }
        }
        yield new GoType(name, name.startsWith("*") ? GoKind.PTR : GoKind.STRUCT, null);
      }
    };
  }

  /** Whether the value itself, as Java holds it, can stand for this type. */
  boolean admits(Object value) {
    return switch (kind) {
      case STRING -> value instanceof String || accepts(of(value));
      case MAP -> value instanceof Map && accepts(of(value));
      case SLICE -> !(value instanceof GoObject) && accepts(of(value));
      default -> accepts(of(value));
    };
  }

  /** The dynamic type of a value; null has none and must not be asked. */
  public static GoType of(Object value) {
    if (value instanceof String) {
      return STRING;
    }
    if (value instanceof GoObject object) {
      return new GoType(object.typeName(), object.kind(), null);
    }
    if (value instanceof Map) {
      if (value instanceof GoMap typed) {
        return typed.type();
      }
      return value instanceof GoTyped typed ? new GoType(typed.typeName(), GoKind.MAP, ANY) : MAP;
    }
    if (value instanceof List) {
      if (value instanceof GoList typed) {
        return typed.type();
      }
      return value instanceof GoTyped typed
          ? new GoType(typed.typeName(), GoKind.SLICE, ANY)
          : LIST;
    }
    if (value instanceof Boolean) {
      return BOOL;
    }
    if (value instanceof Double) {
      return FLOAT64;
    }
    if (value instanceof Long) {
      return INT;
    }
    if (value instanceof GoInteger integer) {
      return integer.kind() == GoKind.INT64 ? INT64 : parse(integer.kind().toString());
    }
    if (value instanceof Float) {
      return FLOAT32;
    }
    if (value instanceof byte[]) {
      return BYTES;
    }
    if (value instanceof GoComplex) {
      return COMPLEX;
    }
    if (value instanceof GoFunction) {
      return FUNCTION;
    }
    return new GoType(value.getClass().getSimpleName(), GoKind.STRUCT, null);
  }

  /** The name as {@code %T} prints it. */
  public String name() {
    return name;
  }

  public GoKind kind() {
    return kind;
  }

  /** The type of a map's values or a slice's elements; any for what is neither. */
  public GoType element() {
    return element == null ? ANY : element;
  }

  /** The value a missing map entry of this type reads as; null stands for nil. */
  @Nullable Object zero() {
    return switch (kind) {
      case STRING -> "";
      case BOOL -> false;
      case INT -> 0L;
      case FLOAT64 -> 0.0;
      case UINT8 -> GoInteger.uint8(0);
      case INT64 -> GoInteger.int64(0);
      default -> null;
    };
  }

  boolean canBeNil() {
    return switch (kind) {
      case CHAN, FUNC, INTERFACE, MAP, PTR, SLICE -> true;
      default -> this == VALUE;
    };
  }

  /** Whether a variable of this type takes a value of the other type. */
  boolean accepts(GoType other) {
    if (this == other || kind == GoKind.INTERFACE || name.equals(other.name)) {
      return true;
    }
    // A named map or slice goes where its unnamed underlying type is asked for.
    return (this == MAP || this == LIST)
        && other.kind == kind
        && other.name.indexOf('[') < 0
        && other.element() == ANY;
  }

  @Override
  public String toString() {
    return name;
  }
}
