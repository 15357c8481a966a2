package io.autohelm.agent.testing;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A real Git server over HTTP on the loopback interface, for the repositories of one folder: {@code
 * url("x.git")} is that of the folder {@code x.git} in it. Clients may fetch and push.
 */
public final class GitHttpServer implements AutoCloseable {
  private final ServedRepositories repositories;
  private final HttpServer server;
  private final HttpContext context;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "git-http");
            thread.setDaemon(true);
            return thread;
          });
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<String> headers = ConcurrentHashMap.newKeySet();
  private volatile boolean down;
  private volatile boolean old;
  private volatile String bearer = "";

  private GitHttpServer(Path root, HttpServer server, int port) throws IOException {
    repositories = new ServedRepositories(root);
    this.server = server;
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    context = server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Serves the repositories of a folder to everybody. */
  public static GitHttpServer of(Path root) {
    return at(0, root);
  }

  /** Serves the repositories of a folder to everybody, at a port of one's choice. */
  public static GitHttpServer at(int port, Path root) {
    try {
      return new GitHttpServer(root, HttpServer.create(), port);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Serves the repositories of a folder over HTTPS to clients with a certificate.
   *
   * @param context the server's certificate, and who signs its clients'
   */
  public static GitHttpServer secure(Path root, SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create();
      server.setHttpsConfigurator(
          new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters demands = context.getDefaultSSLParameters();
              demands.setNeedClientAuth(true);
              parameters.setSSLParameters(demands);
            }
          });
      return new GitHttpServer(root, server, 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** From now on asks for this token. */
  public GitHttpServer protectedBy(String token) {
    bearer = token;
    return this;
  }

  /** From now on asks for this name and password. */
  public GitHttpServer protectedBy(String name, String password) {
    context.setAuthenticator(
        new BasicAuthenticator("git") {
          @Override
          public boolean checkCredentials(String givenName, String givenPassword) {
            return name.equals(givenName) && password.equals(givenPassword);
          }
        });
    return this;
  }

  /** The address of a repository. */
  public String url(String repository) {
    return (server instanceof HttpsServer ? "https" : "http")
        + "://127.0.0.1:"
        + server.getAddress().getPort()
        + "/"
        + repository;
  }

  /** Answers 503 to everything while down. */
  public void setDown(boolean down) {
    this.down = down;
  }

  /** From now on speaks the first version of Git's protocol alone, as some servers still do. */
  public GitHttpServer speakingOld() {
    old = true;
    return this;
  }

  /** The port on the loopback interface. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What was asked so far, such as {@code GET /x.git/info/refs}, refused requests not counted. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The names of all headers that were sent, in the server's spelling. */
  public Set<String> headers() {
    return Set.copyOf(headers);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers.addAll(exchange.getRequestHeaders().keySet());
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      int slash = path.endsWith("/info/refs") ? path.length() - 10 : path.lastIndexOf('/');
      String name = path.substring(Math.min(1, slash), slash);
      String query = exchange.getRequestURI().getQuery();
      String service =
          slash == path.length() - 10
              ? String.valueOf(query).replace("service=", "")
              : path.substring(slash + 1);
      boolean known =
          service.equals(ServedRepositories.UPLOAD) || service.equals(ServedRepositories.RECEIVE);
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (!bearer.isEmpty() && !("Bearer " + bearer).equals(given)) {
        exchange.sendResponseHeaders(403, -1);
      } else if (down) exchange.sendResponseHeaders(503, -1);
      else if (!known || !repositories.has(name)) exchange.sendResponseHeaders(404, -1);
      else answer(exchange, name, service);
    }
  }

  private void answer(HttpExchange exchange, String name, String service) throws IOException {
    List<String> protocol =
        old ? List.of() : protocol(exchange.getRequestHeaders().getFirst("Git-Protocol"));
    boolean advertisement = exchange.getRequestMethod().equals("GET");
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            "application/x-" + service + (advertisement ? "-advertisement" : "-result"));
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      if (advertisement) {
        repositories.advertise(name, service, protocol, out);
      } else {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream in = exchange.getRequestBody();
        repositories.serve(
            name, service, protocol, false, packed ? new GZIPInputStream(in) : in, out);
      }
    }
  }

  static List<String> protocol(String parameters) {
    return parameters == null ? List.of() : List.of(parameters.split(":", -1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
