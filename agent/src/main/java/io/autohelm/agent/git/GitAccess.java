package io.autohelm.agent.git;

import io.autohelm.engine.repo.RepositoryAccess;
import org.jspecify.annotations.Nullable;

/**
 * How a Git server is reached.
 *
 * @param credentials who we are
 * @param tls whom we believe, and our certificate; {@code unverified} must be false
 * @param proxy what stands between; null where the server is reached directly
 */
public record GitAccess(
    GitCredentials credentials, RepositoryAccess.Tls tls, @Nullable GitProxy proxy) {
  /** Reached directly, by nobody in particular. */
  public static final GitAccess OPEN = of(GitCredentials.NONE);

  /** Reached directly, with these credentials and the system's trust. */
  public static GitAccess of(GitCredentials credentials) {
    return new GitAccess(credentials, RepositoryAccess.Tls.SYSTEM, null);
  }
}
