package io.autohelm.agent.git;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy to a Git server, for HTTP and SSH alike.
 *
 * @param kind HTTP (by CONNECT) or SOCKS (version 5)
 * @param username null where it does not ask
 * @param passwordFile the file that holds the password, read at each use; null where it does not
 *     ask
 */
public record GitProxy(
    Proxy.Type kind,
    String host,
    int port,
    @Nullable String username,
    @Nullable Path passwordFile) {

  /**
   * The proxy at an address.
   *
   * @param url {@code http://HOST:PORT} or {@code socks5://HOST:PORT}
   * @return empty when the address is none of these
   */
  public static Optional<GitProxy> of(
      String url, @Nullable String username, @Nullable Path passwordFile) {
    try {
      URI uri = URI.create(url);
      Proxy.Type kind =
          switch (String.valueOf(uri.getScheme())) {
            case "http" -> Proxy.Type.HTTP;
            case "socks5" -> Proxy.Type.SOCKS;
            default -> Proxy.Type.DIRECT;
          };
      // A password in the address would show wherever the address does.
      if (kind == Proxy.Type.DIRECT
          || uri.getHost() == null
          || uri.getPort() < 0
          || uri.getUserInfo() != null) {
        return Optional.empty();
      }
      return Optional.of(new GitProxy(kind, uri.getHost(), uri.getPort(), username, passwordFile));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Proxy proxy() {
    return new Proxy(kind, new InetSocketAddress(host, port));
  }
}
