package io.autohelm.agent.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Why a server could not be reached by SSH, in one line with what to do: the library tells only
 * that it did not work, whichever of the files is missing or wrong.
 */
final class SshTrouble {
  private static final String WRONG_SERVER = "Server key did not validate";
  private static final String NOT_LET_IN = "No more authentication methods available";

  private SshTrouble() {}

  /** Empty where a failure is about something else. */
  static Optional<String> of(Throwable failure, GitCredentials credentials) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.endsWith(WRONG_SERVER)) {
        return Optional.of("the server does not prove itself: " + server(credentials.knownHosts()));
      }
      if (message.endsWith(NOT_LET_IN)) {
        return Optional.of(
            "the server lets nobody in: "
                + key(credentials.privateKey(), credentials.passphraseFile()));
      }
      depth++;
    }
    return Optional.empty();
  }

  private static String server(@Nullable Path known) {
    if (known == null) {
      return "no knownHostsFile is configured, so no server is trusted";
    }
    return Files.isReadable(known)
        ? "its key is not in knownHostsFile "
            + known
            + "; if it is the right server, add the line that ssh-keyscan prints"
        : "knownHostsFile " + known + " cannot be read";
  }

  private static String key(@Nullable Path key, @Nullable Path passphrase) {
    if (key == null) {
      return "no privateKeyFile is configured";
    }
    if (!Files.isReadable(key)) {
      return "privateKeyFile " + key + " cannot be read";
    }
    if (passphrase != null && !Files.isReadable(passphrase)) {
      return "passphraseFile " + passphrase + " cannot be read";
    }
    try (InputStream text = Files.newInputStream(key)) {
      FilePasswordProvider provider =
          passphrase == null
              ? FilePasswordProvider.EMPTY
              : FilePasswordProvider.of(SecretFile.read(passphrase));
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(key.toString()), text, provider);
      Iterator<KeyPair> pair = pairs == null ? null : pairs.iterator();
      return pair == null || !pair.hasNext()
          ? "privateKeyFile " + key + " holds no private key"
          : "it refuses the key of privateKeyFile "
              + key
              + ", "
              + KeyUtils.getFingerPrint(pair.next().getPublic());
    } catch (IOException | GeneralSecurityException | GitException e) {
      return passphrase == null
          ? "privateKeyFile " + key + " cannot be opened without a passphraseFile"
          : "privateKeyFile " + key + " cannot be opened with the passphrase of " + passphrase;
    }
  }
}
