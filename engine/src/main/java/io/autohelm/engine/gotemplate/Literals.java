package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/** Constants of a template's text, made into what a parameter takes. */
final class Literals {
  private Literals() {}

  /** The constant by itself. */
  private static Object constant(Node.Operand node) {
    if (node instanceof Node.Quoted quoted) {
      return quoted.text();
    }
    if (node instanceof Node.Bool bool) {
      return bool.value();
    }
    if (node instanceof Node.Numeral number) {
      Object ideal = number.constant().ideal();
      if (ideal == null) {
        throw new GoError(number.constant().text() + " overflows int");
      }
      return ideal;
    }
    throw new GoError("can't evaluate command " + GoQuote.quote(node.source()));
  }

  /**
   * The constant as an argument of that type.
   *
   * @throws GoError in Go's words where it is none
   */
  static Object as(GoType type, Node.Operand node) {
    NumberConstant number = node instanceof Node.Numeral n ? n.constant() : null;
    if (type == GoType.VALUE) {
      return constant(node);
    }
    return switch (type.kind()) {
      case INTERFACE -> constant(node);
      case STRING -> {
        if (node instanceof Node.Quoted quoted) {
          yield quoted.text();
        }
        throw new GoError("expected string; found " + node.source());
      }
      case BOOL -> {
        if (node instanceof Node.Bool bool) {
          yield bool.value();
        }
        throw new GoError("expected bool; found " + node.source());
      }
      case INT, INT8, INT16, INT32, INT64 -> {
        if (number == null || !number.isInt()) {
          throw new GoError("expected integer; found " + node.source());
        }
        yield type.kind() == GoKind.INT
            ? (Object) number.integer()
            : GoInteger.of(type.kind(), number.integer());
      }
      case UINT, UINT8, UINT16, UINT32, UINT64, UINTPTR -> {
        if (number == null || !number.isUnsigned()) {
          throw new GoError("expected unsigned integer; found " + node.source());
        }
        yield GoInteger.of(type.kind(), number.unsigned());
      }
      case FLOAT32, FLOAT64 -> {
        if (number == null || !number.isFloat()) {
          throw new GoError("expected float; found " + node.source());
        }
        yield number.floating();
      }
      default -> throw new GoError("can't handle " + node.source() + " for arg of type " + type);
    };
  }

  /** What nil is for that type. */
  static @Nullable Object nil(GoType type) {
    return switch (type.kind()) {
      case MAP -> GoMap.nil();
      case SLICE -> GoList.nil(type);
      default -> null;
    };
  }
}
