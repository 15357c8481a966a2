package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.autohelm.agent.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent is asked at its address, or through an API server. */
final class AgentOptionsTest {
  private static final String RELEASES =
      """
      [ { "namespace": "web", "name": "shop", "chart": "shop-1.2.3", "revision": 4,
          "health": "drifted", "action": "leave", "drift": { "objects": [ {} ] } } ]
      """;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private String address;

  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          boolean isKnown = exchange.getRequestURI().getPath().endsWith("api/v1/releases");
          byte[] body =
              (isKnown ? RELEASES : "{ \"message\": \"no such thing\" }")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isKnown ? 200 : 404, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void itsAddressIsAsked() {
    Program.Run run = Program.here("get", "releases", "--agent", address);
    assertEquals(0, run.exitCode(), run::stderr);
    assertEquals(
        """
        NAMESPACE  NAME  CHART       REVISION  HEALTH   DRIFT     ACTION
        web        shop  shop-1.2.3  4         drifted  1 object  leave
        """,
        run.stdout());
    assertEquals(List.of("/api/v1/releases"), asked);
  }

  @Test
  void withoutAnAddressTheApiServerHandsTheQuestionOn() throws IOException {
    Path kubeconfig = kubeconfig();
    Program.Run run =
        Program.here(
            "get", "releases", "--agent-namespace", "ops", "--kubeconfig", kubeconfig.toString());
    assertEquals(0, run.exitCode(), run::stderr);
    assertTrue(run.stdout().contains("shop-1.2.3"), run::stdout);
    assertEquals(
        List.of("/api/v1/namespaces/ops/services/autohelm:http/proxy/api/v1/releases"), asked);
    Program.Run none = Program.here("get", "sources", "--kubeconfig", kubeconfig.toString());
    assertEquals(2, none.exitCode());
    assertEquals(
        "Error: no agent answers: service autohelm/autohelm:http: no such thing; --agent or"
            + " AUTOHELM_AGENT may name another address\n",
        none.stderr());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "diff drift web/none | ADDRESS | the agent knows no release web/none",
        "get releases --source none | ADDRESS/none | ADDRESS/none/api/v1/sources is not there",
        "get releases | nonsense | expected an address such as http://localhost:8080 for the agent,"
            + " met nonsense",
        "get releases | http://no-such-host.invalid | no agent answers at"
            + " http://no-such-host.invalid: nobody knows the host no-such-host.invalid",
        "status | http://127.0.0.1:9 | no agent answers at http://127.0.0.1:9: connection refused",
        "get release a/b/c | ADDRESS | expected NAME or NAMESPACE/NAME of a release, met a/b/c",
        "diff drift Shop! | ADDRESS | expected NAME or NAMESPACE/NAME of a release, met Shop!",
      })
  void whatIsWrongIsTold(String command, String agent, String expected) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    arguments.addAll(List.of("--agent", agent.replace("ADDRESS", address)));
    Program.Run run = Program.here(arguments.toArray(String[]::new));
    assertEquals("Error: " + expected.replace("ADDRESS", address) + "\n", run.stderr());
    assertEquals(2, run.exitCode());
  }

  private Path kubeconfig() throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [ { name: here, context: { cluster: here, user: me } } ]
        clusters: [ { name: here, cluster: { server: "%s" } } ]
        users: [ { name: me, user: { token: abc } } ]
        """
            .formatted(address));
  }
}
