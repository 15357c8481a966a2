package io.autohelm.engine.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a registry that is asked for nothing. */
final class RegistryGreetingTest {
  @ParameterizedTest
  @CsvSource({
    "open, '', answers",
    "basic, s3cret, 'answers, and takes the credentials'",
    "basic, '', 'answers, and wants credentials; none are configured'",
    "basic, wrong, '! HOST does not take the credentials: status 401 Unauthorized'",
    "other, '', '! http://HOST/v2/ answered with status 404 Not Found, not as a registry'",
  })
  void tellsWhetherItCanBeUsed(String kind, String password, String expected) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    // Of bot:s3cret.
    String right = "Basic Ym90OnMzY3JldA==";
    server.createContext(
        "/v2/",
        exchange -> {
          boolean isIn =
              kind.equals("open")
                  || right.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
          exchange.sendResponseHeaders(kind.equals("other") ? 404 : isIn ? 200 : 401, -1);
          exchange.close();
        });
    server.start();
    String host = "127.0.0.1:" + server.getAddress().getPort();
    try {
      RepositoryAccess access =
          new RepositoryAccess(
              password.isEmpty() ? null : "bot",
              password.isEmpty() ? null : password,
              null,
              null,
              false,
              true);
      RepositoryConnections connections =
          new RepositoryConnections(
              Map.of("oci://" + host, access), List.of(), Map.of(), Clock.systemUTC());
      String told =
          expected.startsWith("!")
              ? "! "
                  + assertThrows(
                          RepositoryException.class,
                          () -> connections.greet("oci://" + host + "/team"))
                      .getMessage()
              : connections.greet("oci://" + host + "/team");
      assertEquals(expected.replace("HOST", host), told);
    } finally {
      server.stop(0);
    }
  }
}
