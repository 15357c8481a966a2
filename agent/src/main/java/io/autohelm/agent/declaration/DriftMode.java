package io.autohelm.agent.declaration;

import java.util.Locale;

/** What is done about objects that differ from their release. */
public enum DriftMode {
  /** They are not looked at. */
  OFF,
  /** They are reported. */
  WARN,
  /** They are reported and put right. */
  CORRECT;

  /** As declarations write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
