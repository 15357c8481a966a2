package io.autohelm.engine.repo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one repository or registry is reached, and what its charts must prove.
 *
 * @param passCredentials whether credentials also go to other hosts that the index or a redirect
 *     names
 * @param plainHttp whether an OCI registry is asked without TLS
 * @param mirrors addresses that are asked in turn where the repository does not answer
 * @param trust who must have signed its charts; null where nobody must
 */
public record RepositoryAccess(
    Login login,
    Tls tls,
    boolean passCredentials,
    boolean plainHttp,
    List<String> mirrors,
    @Nullable TrustPolicy trust) {
  public static final RepositoryAccess ANONYMOUS =
      new RepositoryAccess(Login.NONE, Tls.SYSTEM, false, false, List.of(), null);

  public RepositoryAccess {
    mirrors = List.copyOf(mirrors);
  }

  /** A user with a password, and certificates, one or the other null. */
  public RepositoryAccess(
      @Nullable String username,
      @Nullable String password,
      @Nullable Path passwordFile,
      @Nullable Path caFile,
      boolean passCredentials,
      boolean plainHttp) {
    this(
        new Login(username, password, passwordFile, null, null),
        new Tls(caFile, null, null, false),
        passCredentials,
        plainHttp,
        List.of(),
        null);
  }

  public RepositoryAccess withTrust(@Nullable TrustPolicy other) {
    return new RepositoryAccess(login, tls, passCredentials, plainHttp, mirrors, other);
  }

  public RepositoryAccess withLogin(Login other) {
    return new RepositoryAccess(other, tls, passCredentials, plainHttp, mirrors, trust);
  }

  /**
   * Who asks. Of a secret and its file the file counts, and is read at each use; of a token and a
   * password the token.
   *
   * @param token sent as a bearer token
   */
  public record Login(
      @Nullable String username,
      @Nullable String password,
      @Nullable Path passwordFile,
      @Nullable String token,
      @Nullable Path tokenFile) {
    public static final Login NONE = new Login(null, null, null, null, null);

    /** Basic credentials. */
    public static Login of(String username, String password) {
      return new Login(username, password, null, null, null);
    }

    /** The value of an Authorization header; empty where nobody asks by name. */
    String authorization() {
      String bearer = secret(token, tokenFile);
      if (bearer != null) {
        return "Bearer " + bearer;
      }
      String secret = secret(password, passwordFile);
      if (username == null || secret == null) {
        return "";
      }
      String pair = username + ":" + secret;
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String secret(@Nullable String given, @Nullable Path file) {
      if (file == null) {
        return given;
      }
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new RepositoryException("cannot read the secret in file " + file, e);
      }
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
      return "Login[username=" + username + "]";
    }
  }

  /**
   * Trust on the way.
   *
   * @param caFile certificates that are trusted instead of the system's
   * @param certFile our own certificate (PEM), with {@code keyFile}
   * @param keyFile its private key: PKCS #8, PKCS #1 or SEC 1, without a passphrase
   * @param unverified whether any certificate will do; each use of it is warned of
   */
  public record Tls(
      @Nullable Path caFile, @Nullable Path certFile, @Nullable Path keyFile, boolean unverified) {
    public static final Tls SYSTEM = new Tls(null, null, null, false);
  }
}
