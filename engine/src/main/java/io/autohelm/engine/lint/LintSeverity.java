package io.autohelm.engine.lint;

/** How much a finding matters, the least first. */
public enum LintSeverity {
  /** Worth knowing. */
  INFO,
  /** Works, against convention; fails a strict examination. */
  WARNING,
  /** Will not work. */
  ERROR
}
