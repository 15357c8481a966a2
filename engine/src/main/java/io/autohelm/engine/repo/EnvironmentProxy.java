package io.autohelm.engine.repo;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in capitals or not, as Go programs
 * understand them: this machine is never asked by a proxy, and an exception is a host (with what is
 * below it), {@code .DOMAIN} (only what is below it), an address, a network ({@code 10.0.0.0/8}),
 * any of them with a port, or {@code *}.
 */
final class EnvironmentProxy extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxy(Map<String, String> environment) {
    this.environment = environment;
  }

  private String value(String name) {
    String capitals = environment.getOrDefault(name, "");
    return capitals.isEmpty()
        ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "")
        : capitals;
  }

  /** The proxy for an address; empty where it is asked directly. */
  Optional<URI> proxy(URI uri) {
    String host = host(uri);
    boolean isHere =
        host.equals("localhost") || host.matches("127\\.[0-9.]+") || host.equals("::1");
    String proxy = value("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
    if (proxy.isEmpty() || isHere || isException(uri)) {
      return Optional.empty();
    }
    URI address;
    try {
      address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    } catch (IllegalArgumentException e) {
      // Not the cause: it repeats the address, which may hold a password.
      throw new RepositoryException("the proxy's address in the environment is none");
    }
    if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
      throw new RepositoryException(
          "a proxy of the kind " + address.getScheme() + " is not supported, only http is");
    }
    return Optional.of(address);
  }

  private static String host(URI uri) {
    return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
  }

  private boolean isException(URI uri) {
    String host = host(uri);
    int port = uri.getPort() < 0 ? ("https".equals(uri.getScheme()) ? 443 : 80) : uri.getPort();
    for (String item : value("NO_PROXY").split(",", -1)) {
      String exception = item.strip().toLowerCase(Locale.ROOT);
      if (exception.equals("*")) {
        return true;
      }
      int colon = exception.indexOf(':');
      boolean hasPort = colon > 0 && exception.indexOf(':', colon + 1) < 0;
      if (hasPort && !exception.substring(colon + 1).equals(Integer.toString(port))) {
        continue;
      }
      String name = hasPort ? exception.substring(0, colon) : exception;
      if (!name.isEmpty() && covers(name.startsWith("*.") ? name.substring(1) : name, host)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String exception, String host) {
    if (exception.contains("/")) {
      return inNetwork(exception, host);
    }
    return host.equals(exception)
        || host.endsWith(exception.startsWith(".") ? exception : "." + exception);
  }

  private static boolean inNetwork(String network, String host) {
    // Names are not looked up: the answer would not be the proxy's.
    if (!host.matches("[0-9.]+|[0-9a-f]*:[0-9a-f:.]*")) {
      return false;
    }
    int slash = network.indexOf('/');
    try {
      byte[] start = InetAddress.getByName(network.substring(0, slash)).getAddress();
      byte[] address = InetAddress.getByName(host).getAddress();
      int drop = start.length * 8 - Integer.parseInt(network.substring(slash + 1));
      return start.length == address.length
          && drop >= 0
          && new BigInteger(1, start)
              .shiftRight(drop)
              .equals(new BigInteger(1, address).shiftRight(drop));
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }

  /** What the proxy wants to hear, where its address holds a user; else empty. */
  String authorization(URI uri) {
    String user = proxy(uri).map(URI::getUserInfo).orElse(null);
    return user == null
        ? ""
        : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<URI> proxy = proxy(uri);
    if (proxy.isEmpty()) {
      return List.of(Proxy.NO_PROXY);
    }
    URI address = proxy.get();
    int port = address.getPort() < 0 ? 80 : address.getPort();
    List<Proxy> proxies = new ArrayList<>();
    proxies.add(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    return proxies;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request's own failure says it.
  }
}
