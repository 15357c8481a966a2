package io.autohelm.engine.release;

import java.util.Arrays;

/** Where a revision of a release stands, in Helm's words. */
public enum ReleaseStatus {
  UNKNOWN("unknown"),
  DEPLOYED("deployed"),
  UNINSTALLED("uninstalled"),
  SUPERSEDED("superseded"),
  FAILED("failed"),
  UNINSTALLING("uninstalling"),
  PENDING_INSTALL("pending-install"),
  PENDING_UPGRADE("pending-upgrade"),
  PENDING_ROLLBACK("pending-rollback");

  private final String text;

  ReleaseStatus(String text) {
    this.text = text;
  }

  /** The status with that text; {@link #UNKNOWN} for any other text. */
  public static ReleaseStatus of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst().orElse(UNKNOWN);
  }

  /** Whether an action on this revision was begun and not ended. */
  public boolean isPending() {
    return this == PENDING_INSTALL || this == PENDING_UPGRADE || this == PENDING_ROLLBACK;
  }

  /** The status as records and labels write it. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
