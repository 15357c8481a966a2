package io.autohelm.engine.manifest;

import java.util.Arrays;
import java.util.Optional;

/** The moments at which hooks run. */
public enum HookEvent {
  PRE_INSTALL("pre-install"),
  POST_INSTALL("post-install"),
  PRE_DELETE("pre-delete"),
  POST_DELETE("post-delete"),
  PRE_UPGRADE("pre-upgrade"),
  POST_UPGRADE("post-upgrade"),
  PRE_ROLLBACK("pre-rollback"),
  POST_ROLLBACK("post-rollback"),
  TEST("test");

  private final String text;

  HookEvent(String text) {
    this.text = text;
  }

  /**
   * The event with that name in an annotation; {@code test-success} is Helm 2's word for a test.
   */
  public static Optional<HookEvent> of(String text) {
    return text.equals("test-success")
        ? Optional.of(TEST)
        : Arrays.stream(values()).filter(event -> event.text.equals(text)).findFirst();
  }

  /** The name as annotations and release records write it. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
