package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.kinds.Discovery;
import io.autohelm.sandbox.kinds.OpenApi;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server on loopback: documents here, objects by {@link Resources}. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Resources resources;

  private ApiServer(
      HttpServer server,
      ResourceTypes types,
      ObjectStore store,
      Operations operations,
      Clock clock) {
    this.server = server;
    this.discovery = new Discovery(types);
    this.openApi = new OpenApi(types);
    this.resources = new Resources(types, store, operations, clock);
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "sandbox-http-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts to listen; port 0 takes a free one. */
  public static ApiServer start(
      int port, ResourceTypes types, ObjectStore store, Operations operations, Clock clock) {
    // Without it an answer's body waits for the acknowledgement of its headers, 40 ms each.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      ApiServer result = new ApiServer(http, types, store, operations, clock);
      http.setExecutor(result.threads);
      http.createContext("/", result::handle);
      http.start();
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot listen on loopback port " + port, e);
    }
  }

  /** Where it listens. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    resources.close();
    server.stop(0);
    threads.shutdownNow();
  }

  @SuppressWarnings("CatchingUnchecked") // whatever goes wrong becomes the client's Status 500
  private void handle(HttpExchange exchange) {
    try (exchange) {
      Answer answer = new Answer(exchange);
      try {
        Request request = new Request(exchange);
        List<String> path = request.path();
        if (!document(request, path, answer)) {
          resources.serve(request, path, answer);
        }
      } catch (ApiFailure failure) {
        answer.json(failure.code(), failure.status());
      } catch (RuntimeException e) {
        LOG.warn("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        ApiFailure failure = ApiFailure.internal("the sandbox failed: " + e);
        answer.json(failure.code(), failure.status());
      }
    } catch (IOException e) {
      LOG.debug("the client went away from {}", exchange.getRequestURI(), e);
    }
  }

  /** Serves what is not an object; false if the path is none of those. */
  private boolean document(Request request, List<String> path, Answer answer) throws IOException {
    String root = path.isEmpty() ? "" : path.get(0);
    switch (root) {
      case "version" -> answer.json(200, discovery.version());
      case "healthz", "livez", "readyz" -> answer.text("ok");
      case "openapi" -> openApi(request, path, answer);
      case "api", "apis" -> {
        return discovery(request, path, answer);
      }
      case "" -> {
        var paths = Json.object();
        paths.putArray("paths").add("/api").add("/apis").add("/healthz").add("/version");
        answer.json(200, paths);
      }
      default ->
          answer.bytes(
              404,
              "text/plain; charset=utf-8",
              "404 page not found\n".getBytes(StandardCharsets.UTF_8));
    }
    return true;
  }

  private void openApi(Request request, List<String> path, Answer answer) throws IOException {
    String version = path.size() < 2 ? "" : path.get(1);
    if (version.equals("v3")) {
      boolean index = path.size() == 2;
      String root = String.join("/", path.subList(2, path.size()));
      answer.json(200, index ? openApi.index() : openApi.document(root));
    } else if (version.equals("v2") && request.accepts("proto-openapi")) {
      answer.bytes(
          200,
          "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
          openApi.secondAsProtobuf());
    } else if (version.equals("v2")) {
      answer.json(200, openApi.second());
    } else {
      throw ApiFailure.noSuchPath();
    }
  }

  private boolean discovery(Request request, List<String> path, Answer answer) throws IOException {
    boolean core = path.get(0).equals("api");
    int depth = core ? path.size() : path.size() - 1;
    if (depth > 2 || (core && depth == 2 && !path.get(1).equals("v1")) || path.size() > 3) {
      if (depth > 2) {
        return false;
      }
      throw ApiFailure.noSuchPath();
    }
    if (path.size() == 1) {
      if (request.accepts("as=APIGroupDiscoveryList") && request.accepts("v=v2;")) {
        answer.json(
            200,
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
            discovery.aggregated(core));
      } else {
        answer.json(
            200, core ? discovery.coreVersions(address().getAuthority()) : discovery.groups());
      }
    } else if (core) {
      answer.json(200, discovery.resources("", path.get(1)));
    } else if (path.size() == 2) {
      answer.json(200, discovery.group(path.get(1)));
    } else {
      answer.json(200, discovery.resources(path.get(1), path.get(2)));
    }
    return true;
  }

  /** The way an answer leaves. */
  static final class Answer {
    private final HttpExchange exchange;

    Answer(HttpExchange exchange) {
      this.exchange = exchange;
    }

    void header(String name, String value) {
      exchange.getResponseHeaders().add(name, value);
    }

    void json(int code, JsonNode body) throws IOException {
      json(code, "application/json", body);
    }

    void json(int code, String type, JsonNode body) throws IOException {
      bytes(code, type, Json.bytes(body));
    }

    void text(String body) throws IOException {
      bytes(200, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(int code, String type, byte[] body) throws IOException {
      header("Content-Type", type);
      header("Cache-Control", "no-cache, private");
      exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    }

    OutputStream stream() throws IOException {
      header("Content-Type", "application/json");
      header("Cache-Control", "no-cache, private");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.flush();
      return out;
    }
  }
}
