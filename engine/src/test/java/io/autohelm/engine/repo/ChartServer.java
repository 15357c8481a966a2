package io.autohelm.engine.repo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A folder over HTTP as static servers do it: ETags, basic credentials if asked, and faults on
 * demand.
 */
final class ChartServer implements AutoCloseable {
  private final HttpServer server;
  private final Path root;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String credentials = "";
  private final AtomicInteger failures = new AtomicInteger();
  private final List<String> credentialsSeen = new CopyOnWriteArrayList<>();
  private final List<String> proxyCredentialsSeen = new CopyOnWriteArrayList<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private volatile int failure = 503;
  private volatile String retryAfter = "0";
  private volatile int cutAfter = -1;
  private volatile int stallAfter = -1;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ChartServer(HttpServer server, Path root) {
    this.server = server;
    this.root = root;
  }

  static ChartServer of(Path root) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ChartServer server = new ChartServer(http, root);
    http.createContext("/", server::answer);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** The same behind TLS. */
  static ChartServer secure(Path root, SSLContext context, boolean wantsClients)
      throws IOException {
    HttpsServer http =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters with = context.getDefaultSSLParameters();
            with.setNeedClientAuth(wantsClients);
            parameters.setSSLParameters(with);
          }
        });
    ChartServer server = new ChartServer(http, root);
    http.createContext("/", server::answer);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  String url() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/charts";
  }

  /** {@code status path} of each request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  void protectBy(String name, String password) {
    credentials =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** The next so many requests are answered with 503. */
  void failNext(int times) {
    failNext(times, 503, "0");
  }

  /** The next so many requests are answered with that status and Retry-After. */
  void failNext(int times, int status, String after) {
    failure = status;
    retryAfter = after;
    failures.set(times);
  }

  /** From now on every archive stops coming after so many bytes; -1 sends them whole. */
  void stallAfter(int bytes) {
    stallAfter = bytes;
  }

  /** The Authorization headers that came. */
  List<String> credentialsSeen() {
    return List.copyOf(credentialsSeen);
  }

  /** The Proxy-Authorization headers that came. */
  List<String> proxyCredentialsSeen() {
    return List.copyOf(proxyCredentialsSeen);
  }

  /** Requests for that path are sent elsewhere. */
  void redirect(String path, String to) {
    redirects.put(path, to);
  }

  /** From now on every archive ends after so many bytes; -1 sends them whole. */
  void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        reply(exchange, failure, new byte[0]);
        return;
      }
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (given != null) {
        credentialsSeen.add(given);
      }
      String toProxy = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
      if (toProxy != null) {
        proxyCredentialsSeen.add(toProxy);
      }
      String elsewhere = redirects.get(path);
      if (elsewhere != null) {
        exchange.getResponseHeaders().set("Location", elsewhere);
        reply(exchange, 302, new byte[0]);
        return;
      }
      if (!credentials.isEmpty()
          && !credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        reply(exchange, 401, new byte[0]);
        return;
      }
      Path file = root.resolve(path.replaceFirst("^/charts/", "")).normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        reply(exchange, 404, new byte[0]);
        return;
      }
      byte[] content = Files.readAllBytes(file);
      String tag =
          "\"" + ContentCache.sha256(new String(content, StandardCharsets.ISO_8859_1)) + "\"";
      exchange.getResponseHeaders().set("ETag", tag);
      if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        reply(exchange, 304, new byte[0]);
      } else if (stallAfter >= 0 && path.endsWith(".tgz")) {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, stallAfter);
        exchange.getResponseBody().flush();
        stall();
      } else if (cutAfter >= 0 && path.endsWith(".tgz")) {
        requests.add("cut " + path);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, Math.min(cutAfter, content.length));
      } else {
        reply(exchange, 200, content);
      }
    }
  }

  private static void stall() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(HttpExchange exchange, int status, byte[] content) throws IOException {
    requests.add(status + " " + exchange.getRequestURI().getPath());
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
