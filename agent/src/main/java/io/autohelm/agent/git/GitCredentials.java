package io.autohelm.agent.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the agent proves to a Git server who it is, and the server to the agent.
 *
 * @param username for HTTP; null where none is needed
 * @param password for HTTP, a token counts; null where none is needed
 * @param passwordFile the file that holds the password, read at each use so that it may be rotated
 * @param token for HTTP, in place of a password: sent as {@code Authorization: Bearer}
 * @param tokenFile the file that holds the token, read at each use
 * @param privateKey for SSH
 * @param passphraseFile the file that holds the private key's passphrase
 * @param knownHosts for SSH: the keys that servers must have; without it no SSH server is trusted
 */
public record GitCredentials(
    @Nullable String username,
    @Nullable String password,
    @Nullable Path passwordFile,
    @Nullable String token,
    @Nullable Path tokenFile,
    @Nullable Path privateKey,
    @Nullable Path passphraseFile,
    @Nullable Path knownHosts) {
  public static final GitCredentials NONE = password(null, null);

  /** A name and a password for HTTP. */
  public static GitCredentials password(@Nullable String username, @Nullable String password) {
    return new GitCredentials(username, password, null, null, null, null, null, null);
  }

  /** A key for SSH without a passphrase, and the servers that may be met. */
  public static GitCredentials key(@Nullable Path privateKey, @Nullable Path knownHosts) {
    return new GitCredentials(null, null, null, null, null, privateKey, null, knownHosts);
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "GitCredentials[username="
        + username
        + ", privateKey="
        + privateKey
        + ", knownHosts="
        + knownHosts
        + "]";
  }
}
