package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.action.Patience;
import io.autohelm.engine.health.FailFast;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a wait does when its server ends, breaks, forgets, refuses or goes away. */
final class ObjectWaitTest {
  private static final String DISCOVERY =
      """
      {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1",
      "resources":[{"resource":"pods","scope":"Namespaced","responseKind":{"kind":"Pod"}}]}]}]}
      """;
  private static final String REFUSED = "{\"kind\":\"Status\",\"message\":\"not for you\"}";
  private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

  /** Answers to watches, lists and gets: a code, a blank and a body; three dots stay open. */
  private final BlockingQueue<String> watches = new LinkedBlockingQueue<>();

  private final BlockingQueue<String> lists = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> gets = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private KubeConnection connection;

  @BeforeEach
  void open() throws IOException {
    start(0);
    connection =
        KubeConnection.ofText(
            """
            apiVersion: v1
            kind: Config
            current-context: x
            contexts: [{ name: x, context: { cluster: x, user: x } }]
            clusters: [{ name: x, cluster: { server: "http://127.0.0.1:%d" } }]
            users: [{ name: x, user: { token: t } }]
            """
                .formatted(server.getAddress().getPort()),
            Clock.systemUTC());
  }

  private void start(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    connection.close();
    threads.shutdownNow();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      if (path.endsWith("/pods/p")) {
        asked.add("get");
        send(exchange, gets.take());
      } else if (path.endsWith("/events")) {
        send(exchange, "200 {\"items\":[]}");
      } else if (!path.endsWith("/pods")) {
        send(exchange, "200 " + DISCOVERY);
      } else if (query.contains("watch=1")) {
        asked.add("watch from " + query.replaceAll(".*resourceVersion=", ""));
        send(exchange, watches.take());
      } else {
        asked.add("list");
        send(exchange, lists.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, String script)
      throws IOException, InterruptedException {
    String body = script.substring(4);
    exchange.sendResponseHeaders(Integer.parseInt(script.substring(0, 3)), 0);
    OutputStream out = exchange.getResponseBody();
    out.write(body.replace("...", "").getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (body.endsWith("...")) {
      Thread.sleep(60_000);
    }
  }

  private static String pod(String version, String status) {
    return """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","resourceVersion":"%s"},"status":%s}"""
        .formatted(version, status);
  }

  private static final String PENDING = "{\"phase\":\"Pending\"}";
  private static final String READY =
      "{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}";
  private static final String SUCCEEDED = "{\"phase\":\"Succeeded\"}";

  private static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
  }

  private static KubeObject applied() {
    return KubeObject.parseAll(pod("5", PENDING)).get(0);
  }

  private void awaitReady() {
    connection.cluster().awaitReady(List.of(applied()), PATIENCE);
  }

  private void wasAsked(String... expected) {
    assertEquals(List.of(expected), List.copyOf(asked));
  }

  @Test
  void whatIsReadyByItsAnswerCostsNothing() {
    KubeObject ready = KubeObject.parseAll(pod("5", READY)).get(0);
    connection.cluster().awaitReady(List.of(ready), PATIENCE);
    wasAsked();
  }

  @Test
  void oneWatchFromTheAppliedVersionIsEnough() {
    watches.add(
        "200 " + event("MODIFIED", pod("6", PENDING)) + event("MODIFIED", pod("7", READY)) + "...");
    awaitReady();
    wasAsked("watch from 5");
  }

  @Test
  void aStreamThatEndsOrBreaksGoesOnWhereItStood() {
    watches.add("200 " + event("MODIFIED", pod("6", PENDING)));
    watches.add("200 " + event("MODIFIED", pod("8", PENDING)) + "{\"type\":");
    watches.add("200 " + event("MODIFIED", pod("9", READY)) + "...");
    awaitReady();
    wasAsked("watch from 5", "watch from 6", "watch from 8");
  }

  @Test
  void whatTheServerHasForgottenIsListed() {
    watches.add("200 {\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410}}\n");
    lists.add(
        "200 {\"metadata\":{\"resourceVersion\":\"20\"},\"items\":[" + pod("12", PENDING) + "]}");
    watches.add("200 " + event("MODIFIED", pod("21", READY)) + "...");
    awaitReady();
    wasAsked("watch from 5", "list", "watch from 20");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    watches.add("429 " + REFUSED);
    watches.add("503 " + REFUSED);
    watches.add("200 " + event("MODIFIED", pod("9", READY)) + "...");
    awaitReady();
    wasAsked("watch from 5", "watch from 5", "watch from 5");
  }

  @Test
  void whereWatchingIsForbiddenItAsks() {
    watches.add("403 " + REFUSED);
    gets.add("200 " + pod("6", PENDING));
    gets.add("200 " + pod("7", READY));
    awaitReady();
    wasAsked("watch from 5", "get", "get");
  }

  @Test
  void credentialsThatAreRenewedEndNoWait() {
    // The client itself tries once more with fresh credentials.
    for (int i = 0; i < 2; i++) {
      watches.add("401 " + REFUSED);
      gets.add("401 " + REFUSED);
    }
    gets.add("200 " + pod("7", READY));
    awaitReady();
    wasAsked("watch from 5", "watch from 5", "get", "get", "get");
  }

  @Test
  void whatMayNotBeSeenAtAllEndsTheWait() {
    watches.add("403 " + REFUSED);
    for (int i = 0; i < 3; i++) {
      gets.add("403 " + REFUSED);
    }
    ClusterException failure = assertThrows(ClusterException.class, this::awaitReady);
    assertEquals(ClusterException.Reason.FORBIDDEN, failure.reason());
    assertEquals("wait for Pod/n/p: not for you", failure.getMessage());
  }

  @Test
  void aServerThatIsStoppedAndStartedEndsNoWait() throws Exception {
    watches.add("200 " + event("MODIFIED", pod("6", PENDING)) + "...");
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(this::awaitReady);
    assertEquals("watch from 5", asked.poll(10, TimeUnit.SECONDS));
    while (!watches.isEmpty()) {
      Thread.sleep(10); // the answer must have been taken before its server goes
    }
    int port = server.getAddress().getPort();
    threads.shutdownNow();
    server.stop(0);
    Thread.sleep(1500);
    watches.add("200 " + event("MODIFIED", pod("7", READY)) + "...");
    threads = Executors.newCachedThreadPool();
    start(port);
    waiting.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aServerThatStaysAwayIsToldWhenTimeIsUp() {
    server.stop(0);
    ClusterException failure =
        assertThrows(
            ClusterException.class,
            () ->
                connection
                    .cluster()
                    .awaitReady(
                        List.of(applied()),
                        Patience.of(Duration.ofSeconds(2)).withFailFast(FailFast.NEVER)));
    assertEquals(ClusterException.Reason.TIMEOUT, failure.reason());
    assertTrue(
        failure
            .getMessage()
            .startsWith(
                "not ready within 2 s: Pod/n/p (is pending); the newest state is not known: "),
        failure.getMessage());
  }

  @Test
  void aHookThatIsRemovedAsSoonAsItHasEndedIsSeenToEnd() {
    watches.add("200 " + event("DELETED", pod("6", SUCCEEDED)) + "...");
    connection.cluster().awaitHook(applied(), PATIENCE);
    wasAsked("watch from 5");
  }

  @Test
  void aHookThatIsRemovedBeforeFails() {
    watches.add("200 " + event("DELETED", pod("6", PENDING)) + "...");
    ClusterException failure =
        assertThrows(
            ClusterException.class, () -> connection.cluster().awaitHook(applied(), PATIENCE));
    assertEquals("Pod/n/p was deleted before it had ended", failure.getMessage());
  }

  @Test
  void whatGoesIsSeenToGo() {
    lists.add(
        "200 {\"metadata\":{\"resourceVersion\":\"20\"},\"items\":[" + pod("12", PENDING) + "]}");
    watches.add("200 " + event("DELETED", pod("21", PENDING)) + "...");
    connection.cluster().awaitGone(List.of(applied()), PATIENCE);
    wasAsked("list", "watch from 20");
  }
}
