package io.autohelm.agent.git;

import org.jspecify.annotations.Nullable;

/**
 * A repository that cannot be reached, a ref that it does not have, a file that cannot be read, or
 * a commit that is not believed.
 */
public final class GitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isRefusal;

  public GitException(String message) {
    this(message, null);
  }

  GitException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private GitException(String message, @Nullable Throwable cause, boolean isRefusal) {
    super(message, cause);
    this.isRefusal = isRefusal;
  }

  /** What was asked for is there, and is not believed. */
  public static GitException refusal(String message) {
    return refusal(message, null);
  }

  static GitException refusal(String message, @Nullable Throwable cause) {
    return new GitException(message, cause, true);
  }

  /**
   * Whether it is there and not believed, so that asking again does not help; else it may be there
   * the next time.
   */
  public boolean isRefusal() {
    return isRefusal;
  }
}
