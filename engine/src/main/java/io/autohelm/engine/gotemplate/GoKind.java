package io.autohelm.engine.gotemplate;

import java.util.Locale;

/** The kinds that Go's reflection tells apart, named as Go names them. */
public enum GoKind {
  INVALID,
  BOOL,
  INT,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT,
  UINT8,
  UINT16,
  UINT32,
  UINT64,
  UINTPTR,
  FLOAT32,
  FLOAT64,
  COMPLEX64,
  COMPLEX128,
  ARRAY,
  CHAN,
  FUNC,
  INTERFACE,
  MAP,
  PTR,
  SLICE,
  STRING,
  STRUCT;

  private final String text = name().toLowerCase(Locale.ROOT);

  boolean signed() {
    return this == INT || this == INT8 || this == INT16 || this == INT32 || this == INT64;
  }

  boolean unsigned() {
    return this == UINT
        || this == UINT8
        || this == UINT16
        || this == UINT32
        || this == UINT64
        || this == UINTPTR;
  }

  boolean floating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** The width in bits of an integer kind; 64 for int and uint. */
  int bits() {
    return switch (this) {
      case INT8, UINT8 -> 8;
      case INT16, UINT16 -> 16;
      case INT32, UINT32 -> 32;
      default -> 64;
    };
  }

  /** The kind as Go prints it: {@code int64}, {@code map}, {@code slice}. */
  @Override
  public String toString() {
    return text;
  }
}
