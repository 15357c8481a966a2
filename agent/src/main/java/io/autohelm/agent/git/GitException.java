package io.autohelm.agent.git;

import org.jspecify.annotations.Nullable;

/**
 * A repository that cannot be reached, a ref that it does not have, or a file that cannot be read.
 */
public final class GitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GitException(String message) {
    super(message);
  }

  GitException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
