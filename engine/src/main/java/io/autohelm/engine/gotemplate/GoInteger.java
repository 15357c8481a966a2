package io.autohelm.engine.gotemplate;

import org.jspecify.annotations.Nullable;

/**
 * A Go integer of another kind than int: int8 to int64, uint to uint64, uintptr. Values of 64 bits
 * unsigned are held as the same bits; {@link #toString} gives Go's digits.
 */
public final class GoInteger extends Number {
  private static final long serialVersionUID = 1L;

  private final GoKind kind;
  private final long bits;

  private GoInteger(GoKind kind, long bits) {
    this.kind = kind;
    this.bits = bits;
  }

  /**
   * The number cut to the kind's width, as a Go conversion does.
   *
   * @throws IllegalArgumentException if the kind is not an integer kind other than int
   */
  public static GoInteger of(GoKind kind, long value) {
    return switch (kind) {
      case INT64, UINT64, UINT, UINTPTR -> new GoInteger(kind, value);
      case INT8 -> new GoInteger(kind, (byte) value);
      case INT16 -> new GoInteger(kind, (short) value);
      case INT32 -> new GoInteger(kind, (int) value);
      case UINT8 -> new GoInteger(kind, value & 0xff);
      case UINT16 -> new GoInteger(kind, value & 0xffff);
      case UINT32 -> new GoInteger(kind, value & 0xffffffffL);
      default -> throw new IllegalArgumentException("an integer kind other than int, not " + kind);
    };
  }

  public static GoInteger int64(long value) {
    return new GoInteger(GoKind.INT64, value);
  }

  public static GoInteger uint8(int value) {
    return new GoInteger(GoKind.UINT8, value & 0xff);
  }

  public GoKind kind() {
    return kind;
  }

  @Override
  public int intValue() {
    return (int) bits;
  }

  @Override
  public long longValue() {
    return bits;
  }

  @Override
  public float floatValue() {
    return (float) doubleValue();
  }

  @Override
  public double doubleValue() {
    if (bits < 0 && kind.unsigned()) {
      return Double.parseDouble(Long.toUnsignedString(bits));
    }
    return bits;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GoInteger that && kind == that.kind && bits == that.bits;
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Long.hashCode(bits);
  }

  @Override
  public String toString() {
    return kind.unsigned() ? Long.toUnsignedString(bits) : Long.toString(bits);
  }
}
