package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hub's interface as Artifact Hub documents it; the hub itself is out of a test's reach. */
class HubSearchTest {
  private static final String ANSWER =
      """
      {"data": [
        {"id": "a/shop", "artifactHub": {"packageUrl": "https://hub.example.org/packages/shop"},
         "attributes": {"name": "shop", "description": "Sells", "repo": {"name": "a", "url": "https://a.org"}},
         "relationships": {"latestChartVersion": {"data": {"version": "1.2.3", "app_version": "7"}}}},
        {"id": "b/old", "attributes": {}}]}
      """;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static HubSearch search() {
    return new HubSearch(Map.of(), Clock.systemUTC());
  }

  @Test
  void findsCharts() {
    assertEquals(
        List.of(
            new HubSearch.Found(
                "https://hub.example.org/packages/shop",
                "1.2.3",
                "7",
                "Sells",
                "https://a.org",
                "a"),
            new HubSearch.Found(url() + "/hub/charts/b/old", "", "", "", "", "")),
        search().search(url() + "/hub", "a b&c"));
    assertEquals(List.of("/hub/api/chartsvc/v1/charts/search?q=a+b%26c"), asked);
  }

  @Test
  void refusalsAreHelms() {
    status = 404;
    assertEquals(
        "unable to perform search against \"" + url() + "\"",
        assertThrows(RepositoryException.class, () -> search().search(url(), "x")).getMessage());
    assertEquals(
        "unable to create connection to \"nowhere\": no hostname provided",
        assertThrows(RepositoryException.class, () -> search().search("nowhere", "x"))
            .getMessage());
  }
}
