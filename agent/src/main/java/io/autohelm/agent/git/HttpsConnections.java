package io.autohelm.agent.git;

import io.autohelm.engine.repo.RepositoryAccess;
import io.autohelm.engine.repo.RepositoryException;
import io.autohelm.engine.repo.TlsContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/** HTTP connections by way of a source's own proxy, with its own trust and certificate. */
final class HttpsConnections implements HttpConnectionFactory {
  private final GitAccess access;
  private final URIish remote;

  /**
   * @param remote the repository's own address, the only host that is shown the token
   */
  HttpsConnections(GitAccess access, URIish remote) {
    this.access = access;
    this.remote = remote;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, Proxy.NO_PROXY);
  }

  /**
   * @param chosen the proxy that the JVM would take
   */
  @Override
  public HttpConnection create(URL url, Proxy chosen) throws IOException {
    GitProxy proxy = access.proxy();
    HttpURLConnection plain =
        (HttpURLConnection) url.openConnection(proxy == null ? chosen : proxy.proxy());
    plain.setAuthenticator(new ProxyPassword(proxy));
    HttpConnection connection = new GitConnection(plain);
    if (proxy != null && proxy.username() != null && url.getProtocol().equals("http")) {
      // What is posted cannot be sent a second time, so the proxy must not have to ask. Before a
      // tunnel nothing is posted, and within it the proxy's password has no business.
      connection.setRequestProperty("Proxy-Authorization", basic(proxy));
    }
    GitCredentials credentials = access.credentials();
    String token = SecretFile.of(credentials.tokenFile(), credentials.token());
    if (token != null && isRemote(url)) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    RepositoryAccess.Tls tls = access.tls();
    if (!tls.equals(RepositoryAccess.Tls.SYSTEM) && url.getProtocol().equals("https")) {
      try {
        connection.configure(TlsContext.ours(tls), TlsContext.trusted(tls), null);
      } catch (GeneralSecurityException e) {
        throw new IOException("cannot set up TLS: " + e.getMessage(), e);
      } catch (RepositoryException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return connection;
  }

  private boolean isRemote(URL url) {
    return url.getProtocol().equals(remote.getScheme())
        && url.getHost().equalsIgnoreCase(remote.getHost())
        && url.getPort() == remote.getPort();
  }

  private static String basic(GitProxy proxy) {
    String both = proxy.username() + ":" + SecretFile.of(proxy.passwordFile(), "");
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers proxies alone: what servers ask for is JGit's to answer. */
  private static final class ProxyPassword extends Authenticator {
    private final @Nullable GitProxy proxy;

    ProxyPassword(@Nullable GitProxy proxy) {
      this.proxy = proxy;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      String password = proxy == null ? null : SecretFile.of(proxy.passwordFile(), "");
      return proxy == null
              || proxy.username() == null
              || password == null
              || getRequestorType() != RequestorType.PROXY
          ? null
          : new PasswordAuthentication(proxy.username(), password.toCharArray());
    }
  }
}
