package io.autohelm.engine.action;

/** What becomes of the values of the last revision when a release is upgraded. */
public enum ValuesMode {
  /** They are taken again where none are given, and forgotten where any is. */
  STANDARD,
  /** They are forgotten; Helm's {@code --reset-values}. */
  RESET,
  /**
   * The given ones are laid over them, and the defaults are those of the last revision's chart;
   * Helm's {@code --reuse-values}.
   */
  REUSE,
  /**
   * The given ones are laid over them, and the defaults are those of the new chart; Helm's {@code
   * --reset-then-reuse-values}.
   */
  RESET_THEN_REUSE
}
