package io.autohelm.engine.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Stands between a client and a real API server and, where it is told to, behaves as a network, an
 * overloaded server or the death of the client's process would. Watches pass as they come.
 */
public final class ApiProxy implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "content-length",
          "host",
          "http2-settings",
          "keep-alive",
          "transfer-encoding",
          "upgrade",
          "expect");

  /** A request as far as it can be judged before it is sent on. */
  public record Asked(String method, String path, String query) {
    /** Whether it may change something. */
    public boolean isMutating() {
      return !method.equals("GET") && !query.contains("dryRun=All");
    }
  }

  /** What becomes of a request. */
  public sealed interface Fate {
    /** It passes. */
    record Pass() implements Fate {}

    /** It passes after a while. */
    record Late(Duration by) implements Fate {}

    /** It does not reach the server, and the connection breaks. */
    record Lost() implements Fate {}

    /** It is carried out, and the connection breaks before the answer. */
    record AnswerLost() implements Fate {}

    /** It is carried out, and the client reads another answer than the server's. */
    record Replaced(Answer by) implements Fate {}

    /** It is answered in the server's place. */
    record Answer(int code, Map<String, String> headers, String body) implements Fate {}
  }

  /** Decides about requests; called by many threads. */
  @FunctionalInterface
  public interface Fates {
    Fate of(Asked asked);
  }

  /** The server's word that it refuses. */
  public static Fate.Answer refusal(int code, String reason, String message) {
    return new Fate.Answer(
        code,
        Map.of("Content-Type", "application/json"),
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}"
            .formatted(reason, message, code));
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client;
  private final String target;
  private final String token;
  private final AtomicReference<Fates> fates = new AtomicReference<>(asked -> new Fate.Pass());

  /**
   * @param kubeconfig of the real server, whose rights every request gets
   */
  public ApiProxy(String kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig);
    this.target = config.getMasterUrl().replaceFirst("/$", "");
    String given =
        config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
    this.token = given == null ? "" : given;
    try {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(10));
      if (config.getCaCertData() != null) {
        builder.sslContext(trusting(config.getCaCertData()));
      }
      this.client = builder.build();
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  private static SSLContext trusting(String authority)
      throws GeneralSecurityException, IOException {
    Certificate certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(authority)));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("authority", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A kubeconfig that leads through here. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters: [ { name: proxy, cluster: { server: "http://127.0.0.1:%d" } } ]
        users: [ { name: me, user: { token: proxied } } ]
        contexts: [ { name: proxy, context: { cluster: proxy, user: me } } ]
        current-context: proxy
        """
        .formatted(server.getAddress().getPort());
  }

  /** From now on these decide. */
  public void decide(Fates others) {
    fates.set(others);
  }

  private void serve(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Asked asked =
        new Asked(
            exchange.getRequestMethod(),
            uri.getRawPath(),
            uri.getRawQuery() == null ? "" : uri.getRawQuery());
    byte[] body = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      Fate fate = fates.get().of(asked);
      if (fate instanceof Fate.Late late) {
        Thread.sleep(late.by().toMillis());
      }
      if (fate instanceof Fate.Pass || fate instanceof Fate.Late) {
        pass(exchange, uri, body);
      } else if (fate instanceof Fate.Answer answer) {
        answer(exchange, answer);
      } else if (fate instanceof Fate.AnswerLost) {
        send(exchange, uri, body).body().readAllBytes();
      } else if (fate instanceof Fate.Replaced replaced) {
        send(exchange, uri, body).body().readAllBytes();
        answer(exchange, replaced.by());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<InputStream> send(HttpExchange exchange, URI uri, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + uri))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))
                  && !name.equalsIgnoreCase("Authorization")) {
                values.forEach(value -> request.header(name, value));
              }
            });
    if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private void pass(HttpExchange exchange, URI uri, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = send(exchange, uri, body);
    for (Map.Entry<String, List<String>> header : response.headers().map().entrySet()) {
      if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))
          && !header.getKey().startsWith(":")) {
        exchange.getResponseHeaders().put(header.getKey(), header.getValue());
      }
    }
    exchange.sendResponseHeaders(response.statusCode(), 0);
    try (InputStream from = response.body();
        OutputStream to = exchange.getResponseBody()) {
      byte[] buffer = new byte[8192];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
    }
  }

  private static void answer(HttpExchange exchange, Fate.Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(answer.code(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
