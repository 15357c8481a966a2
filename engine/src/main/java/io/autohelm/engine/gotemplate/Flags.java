package io.autohelm.engine.gotemplate;

/** What stands between the percent sign of a directive and its verb. */
final class Flags {
  boolean plus;
  boolean minus;
  boolean sharp;
  boolean space;
  boolean zero;

  /** The sharp flag of {@code %#v}. */
  boolean goSyntax;

  /** The plus flag of {@code %+v}. */
  boolean fieldNames;

  boolean hasWidth;
  boolean hasPrecision;
  int width;
  int precision;

  void clear() {
    plus = false;
    minus = false;
    sharp = false;
    space = false;
    zero = false;
    goSyntax = false;
    fieldNames = false;
    hasWidth = false;
    hasPrecision = false;
    width = 0;
    precision = 0;
  }

  /** Whether nothing is set at all. */
  boolean isBare() {
    return !(plus || minus || sharp || space || zero || goSyntax || hasWidth || hasPrecision);
  }
}
