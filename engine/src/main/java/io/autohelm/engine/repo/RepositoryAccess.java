package io.autohelm.engine.repo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How one repository or registry is reached.
 *
 * @param passwordFile the file that holds the password, read at each use
 * @param caFile certificates that are trusted besides the system's
 * @param passCredentials whether credentials also go to other hosts that the index names
 * @param plainHttp whether an OCI registry is asked without TLS
 */
public record RepositoryAccess(
    @Nullable String username,
    @Nullable String password,
    @Nullable Path passwordFile,
    @Nullable Path caFile,
    boolean passCredentials,
    boolean plainHttp) {
  public static final RepositoryAccess ANONYMOUS =
      new RepositoryAccess(null, null, null, null, false, false);

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "RepositoryAccess[username=" + username + ", caFile=" + caFile + "]";
  }
}
