package io.autohelm.engine.repo;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * GET requests with a repository's credentials, trust and the proxy of the environment. What may
 * pass by itself (no connection, 429, 5xx) is tried again; redirects are followed, credentials stay
 * with their host.
 */
final class HttpFetch {
  private static final int ATTEMPTS = 4;
  private static final int REDIRECTS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final RepositoryAccess access;

  HttpFetch(RepositoryAccess access, Map<String, String> environment) {
    this.access = access;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(new EnvironmentProxy(environment));
    Path ca = access.caFile();
    if (ca != null) {
      builder.sslContext(trusting(ca));
    }
    this.client = builder.build();
  }

  /** What a server answered; the body is to be closed. */
  record Answer(int status, InputStream body, Map<String, List<String>> headers) {
    String header(String name) {
      for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name) && !entry.getValue().isEmpty()) {
          return entry.getValue().get(0);
        }
      }
      return "";
    }

    String text(int limit) throws IOException {
      try (body) {
        return new String(body.readNBytes(limit), StandardCharsets.UTF_8);
      }
    }
  }

  /**
   * Asks for a resource.
   *
   * @param headers besides the credentials
   * @param isTrusted whether the repository's credentials are for this address
   * @throws RepositoryException when there is no answer after all attempts
   */
  Answer get(URI uri, Map<String, String> headers, boolean isTrusted) {
    URI current = uri;
    boolean trusted = isTrusted;
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Answer answer = attempt(current, headers, trusted);
      String location = answer.header("Location");
      if (answer.status() / 100 != 3 || answer.status() == 304 || location.isEmpty()) {
        return answer;
      }
      close(answer);
      URI next = current.resolve(location);
      if (current.getScheme().equals("https") && !next.getScheme().equals("https")) {
        throw new RepositoryException(
            current + " redirects to " + next + ", away from TLS: not followed");
      }
      trusted = trusted && (isSameHost(current, next) || access.passCredentials());
      current = next;
    }
    throw new RepositoryException(uri + " redirects more than " + REDIRECTS + " times");
  }

  static boolean isSameHost(URI a, URI b) {
    return String.valueOf(a.getHost()).equalsIgnoreCase(String.valueOf(b.getHost()))
        && a.getPort() == b.getPort();
  }

  private Answer attempt(URI uri, Map<String, String> headers, boolean trusted) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("User-Agent", "autohelm");
    headers.forEach(request::header);
    String credentials = trusted && !headers.containsKey("Authorization") ? basic() : "";
    if (!credentials.isEmpty()) {
      request.header("Authorization", credentials);
    }
    for (int attempt = 1; ; attempt++) {
      String problem;
      Duration pause = Duration.ofMillis(200L << attempt);
      try {
        HttpResponse<InputStream> response =
            client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        Answer answer =
            new Answer(response.statusCode(), response.body(), response.headers().map());
        if ((answer.status() != 429 && answer.status() < 500) || attempt == ATTEMPTS) {
          return answer;
        }
        pause = retryAfter(answer.header("Retry-After"), pause);
        close(answer);
        problem = "status " + answer.status();
      } catch (IOException e) {
        problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (attempt == ATTEMPTS) {
          throw new RepositoryException(uri + " cannot be reached: " + problem, e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException("interrupted while reading " + uri, e);
      }
      sleep(pause, uri);
    }
  }

  private static Duration retryAfter(String header, Duration otherwise) {
    try {
      Duration asked = Duration.ofSeconds(Long.parseLong(header.strip()));
      return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static void sleep(Duration pause, URI uri) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while reading " + uri, e);
    }
  }

  private static void close(Answer answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      // The answer is not wanted; its connection is not used again.
    }
  }

  /** Basic credentials, empty where there are none. */
  String basic() {
    String password = password();
    if (access.username() == null || password == null) {
      return "";
    }
    String pair = access.username() + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private @Nullable String password() {
    Path file = access.passwordFile();
    if (file == null) {
      return access.password();
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new RepositoryException("cannot read the password in file " + file, e);
    }
  }

  private static SSLContext trusting(Path ca) {
    try (InputStream in = Files.newInputStream(ca)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("given-" + number++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new RepositoryException(
          "cannot read the certificates in " + ca + ": " + e.getMessage(), e);
    }
  }

  /** {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in capitals or not. */
  private static final class EnvironmentProxy extends ProxySelector {
    private final Map<String, String> environment;

    EnvironmentProxy(Map<String, String> environment) {
      this.environment = environment;
    }

    private String value(String name) {
      return environment.getOrDefault(
          name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
    }

    @Override
    public List<Proxy> select(URI uri) {
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      for (String pattern : value("NO_PROXY").split(",", -1)) {
        String exception = pattern.strip().toLowerCase(Locale.ROOT);
        String suffix = exception.startsWith(".") ? exception : "." + exception;
        if (exception.equals("*")
            || (!exception.isEmpty() && (host.equals(exception) || host.endsWith(suffix)))) {
          return List.of(Proxy.NO_PROXY);
        }
      }
      String proxy = value("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
      if (proxy.isEmpty() || host.equals("localhost") || host.startsWith("127.")) {
        return List.of(Proxy.NO_PROXY);
      }
      URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
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
}
