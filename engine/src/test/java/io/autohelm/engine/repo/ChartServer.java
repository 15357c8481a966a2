package io.autohelm.engine.repo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

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
  private volatile int cutAfter = -1;

  private ChartServer(HttpServer server, Path root) {
    this.server = server;
    this.root = root;
  }

  static ChartServer of(Path root) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ChartServer server = new ChartServer(http, root);
    http.createContext("/", server::answer);
    http.setExecutor(Executors.newCachedThreadPool());
    http.start();
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/charts";
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
    failures.set(times);
  }

  /** From now on every archive ends after so many bytes; -1 sends them whole. */
  void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.getResponseHeaders().set("Retry-After", "0");
        reply(exchange, 503, new byte[0]);
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
      } else if (cutAfter >= 0 && path.endsWith(".tgz")) {
        requests.add("cut " + path);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, Math.min(cutAfter, content.length));
      } else {
        reply(exchange, 200, content);
      }
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
  }
}
