package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.repo.RepositoryAccess.Login;
import io.autohelm.engine.repo.RepositoryAccess.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Challenges of registries, against a double that gives tokens by scope as the distribution
 * specification and Docker's token protocol say, and sends blobs from elsewhere.
 */
class RegistryAuthorizationTest {
  @TempDir Path folder;
  private final List<String> tokensAsked = new ArrayList<>();
  private final Map<String, byte[]> stored = new ConcurrentHashMap<>();
  private final List<String> blobHeaders = new ArrayList<>();
  private HttpServer registry;
  private HttpServer blobs;
  private boolean basicOnly;

  @BeforeEach
  void start() throws IOException {
    registry = server(this::answer);
    blobs =
        server(
            exchange -> {
              blobHeaders.add(
                  String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
              reply(exchange, 200, stored.get(exchange.getRequestURI().getPath()));
            });
  }

  @AfterEach
  void stop() {
    registry.stop(0);
    blobs.stop(0);
  }

  private interface Answering {
    void to(HttpExchange exchange) throws IOException;
  }

  private static HttpServer server(Answering answering) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answering.to(exchange);
          }
        });
    server.start();
    return server;
  }

  private static void reply(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String host() {
    return "127.0.0.1:" + registry.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals("/token")) {
      token(exchange, given, new String(body, StandardCharsets.UTF_8));
      return;
    }
    String actions = method.equals("GET") ? "pull" : "pull,push";
    boolean isAllowed =
        basicOnly
            ? given.equals(basic("bot:s3cret"))
            : given.startsWith("Bearer ") && given.contains(actions);
    if (!isAllowed) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              basicOnly
                  ? "Basic realm=\"r\""
                  : "Bearer realm=\"http://"
                      + host()
                      + "/token\",service=\"reg\",scope=\"repository:team/shop:"
                      + actions
                      + "\"");
      reply(exchange, 401, new byte[0]);
    } else if (method.equals("POST")) {
      exchange.getResponseHeaders().set("Location", "/v2/team/shop/blobs/uploads/1?state=x");
      reply(exchange, 202, new byte[0]);
    } else if (method.equals("PUT") && path.endsWith("/uploads/1")) {
      String query = exchange.getRequestURI().getQuery();
      stored.put("/" + query.substring(query.indexOf("digest=") + "digest=".length()), body);
      reply(exchange, 201, new byte[0]);
    } else if (method.equals("PUT")) {
      stored.put(path, body);
      reply(exchange, 201, new byte[0]);
    } else if (path.contains("/blobs/")) {
      String digest = path.substring(path.lastIndexOf('/'));
      if (method.equals("HEAD") || !stored.containsKey(digest)) {
        reply(exchange, stored.containsKey(digest) ? 200 : 404, new byte[0]);
      } else {
        exchange
            .getResponseHeaders()
            .set("Location", "http://127.0.0.1:" + blobs.getAddress().getPort() + digest);
        reply(exchange, 307, new byte[0]);
      }
    } else {
      byte[] manifest = stored.get(path);
      reply(exchange, manifest == null ? 404 : 200, manifest == null ? new byte[0] : manifest);
    }
  }

  private void token(HttpExchange exchange, String given, String form) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    tokensAsked.add(exchange.getRequestMethod() + " " + given);
    boolean isKnown = given.equals(basic("bot:s3cret")) || form.contains("refresh_token=identity");
    String asked = (query + form).replace("%3A", ":").replace("%2C", ",");
    if (isKnown) {
      reply(
          exchange,
          200,
          bytes("{\"token\": \"" + (asked.contains("push") ? "pull,push" : "pull") + "\"}"));
    } else {
      reply(exchange, 401, bytes("{}"));
    }
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(bytes(pair));
  }

  private RepositoryConnections connections(Login login, List<Path> docker) {
    return new RepositoryConnections(
        Map.of("", new RepositoryAccess(login, Tls.SYSTEM, false, true, List.of(), null)),
        docker,
        Map.of(),
        Clock.systemUTC(),
        pause -> {});
  }

  private void pushAndFetch(RepositoryConnections connections) throws IOException {
    Path archive = folder.resolve("shop-1.0.0.tgz");
    Files.write(archive, TinyChart.archive("shop", 0));
    ChartPush.Pushed pushed =
        new ChartPush(connections, ZoneOffset.UTC).push(archive, "oci://" + host() + "/team");
    byte[] manifest = stored.get("/v2/team/shop/manifests/1.0.0");
    assertEquals(
        pushed.digest(),
        "sha256:" + HexFormat.of().formatHex(ContentCache.sha256().digest(manifest)));
    ChartFetcher fetcher =
        new ChartFetcher(
            folder.resolve("cache"), 1 << 20, connections, Clock.systemUTC(), warning -> {});
    ChartReference reference = new ChartReference("oci://" + host() + "/team", "shop", "1.0.0");
    assertEquals("shop", fetcher.chart(reference, fetcher.resolve(reference)).name());
  }

  @Test
  void aTokenIsAskedForEachScopeAndDoesNotFollowABlobElsewhere() throws IOException {
    pushAndFetch(connections(Login.of("bot", "s3cret"), List.of()));
    assertEquals("GET " + basic("bot:s3cret"), tokensAsked.get(0));
    assertEquals(List.of("null"), blobHeaders);
  }

  @Test
  void basicCredentialsAnswerABasicChallenge() throws IOException {
    basicOnly = true;
    pushAndFetch(connections(Login.of("bot", "s3cret"), List.of()));
    assertEquals(List.of(), tokensAsked);
    assertEquals(List.of("null"), blobHeaders);
  }

  @Test
  void dockersFileKnowsPasswordsAndIdentityTokens() throws IOException {
    Path config = folder.resolve("config.json");
    for (String auth :
        List.of(
            "\"auth\": \"" + basic("bot:s3cret").substring("Basic ".length()) + "\"",
            "\"auth\": \"\", \"identitytoken\": \"identity\"")) {
      Files.writeString(config, "{\"auths\": {\"" + host() + "\": {" + auth + "}}}");
      pushAndFetch(connections(Login.NONE, List.of(config)));
    }
    assertTrue(tokensAsked.stream().anyMatch("POST null"::equals), tokensAsked::toString);
  }

  @Test
  void wrongCredentialsAreOneClearErrorWithoutThem() {
    RepositoryConnections connections = connections(Login.of("bot", "wr0ng"), List.of());
    ChartFetcher fetcher =
        new ChartFetcher(
            folder.resolve("cache"), 1 << 20, connections, Clock.systemUTC(), warning -> {});
    ChartReference reference = new ChartReference("oci://" + host() + "/team", "shop", "1.0.0");
    RepositoryException refused =
        assertThrows(RepositoryException.class, () -> fetcher.resolve(reference));
    assertEquals(
        "the token service 127.0.0.1 answers with status 401: are the credentials for "
            + host()
            + " right?",
        refused.getMessage());
    assertFalse(refused.getMessage().contains("wr0ng"));
  }

  @Test
  void aRegistryThatIsGoneIsRemembered() throws IOException {
    RepositoryConnections connections = connections(Login.of("bot", "s3cret"), List.of());
    pushAndFetch(connections);
    registry.stop(0);
    List<String> warnings = new ArrayList<>();
    ChartFetcher later =
        new ChartFetcher(
            folder.resolve("cache"), 1 << 20, connections, Clock.systemUTC(), warnings::add);
    ChartReference reference = new ChartReference("oci://" + host() + "/team", "shop", "1.0.0");
    assertEquals("shop", later.chart(reference, later.resolve(reference)).name());
    assertTrue(warnings.get(0).endsWith("; version 1.0.0 is used, as before"), warnings::toString);
  }
}
