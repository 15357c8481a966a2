package io.autohelm.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The files of a folder over HTTP, to whom has the password. */
public final class StaticFiles implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path folder;
  private final String authorization;

  private StaticFiles(HttpServer server, Path folder, String authorization) {
    this.server = server;
    this.folder = folder;
    this.authorization = authorization;
  }

  /** For everybody. */
  public static StaticFiles of(Path folder) throws IOException {
    return of(folder, "");
  }

  /**
   * Serves a folder.
   *
   * @param pair name and password with a colon between; empty for everybody
   */
  public static StaticFiles of(Path folder, String pair) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String authorization =
        pair.isEmpty()
            ? ""
            : "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    StaticFiles files = new StaticFiles(http, folder, authorization);
    http.createContext("/", files::answer);
    http.setExecutor(files.threads);
    http.start();
    return files;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
      if (!authorization.isEmpty() && !authorization.equals(given)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        byte[] content = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
