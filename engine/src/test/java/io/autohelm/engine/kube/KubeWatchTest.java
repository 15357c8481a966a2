package io.autohelm.engine.kube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a watch does when its server ends, breaks, forgets or refuses it. */
final class KubeWatchTest {
  private static final String DISCOVERY =
      """
      {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":""},"versions":[{"version":"v1",
      "resources":[{"resource":"configmaps","scope":"Namespaced","responseKind":{"kind":"ConfigMap"}}]}]}]}
      """;
  private static final String LIST =
      """
      {"metadata":{"resourceVersion":"%s"},"items":[{"metadata":{"name":"a","resourceVersion":"1"}}]}
      """;

  private final BlockingQueue<String> streams = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile String listVersion = "5";
  private volatile int refusal;
  private HttpServer server;
  private KubeConnection connection;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
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

  @AfterEach
  void close() {
    connection.close();
    threads.shutdownNow();
    server.stop(0);
  }

  /** A stream ends with its script; a script that ends with three dots stays open. */
  private void answer(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      if (!path.endsWith("/configmaps")) {
        send(exchange, 200, DISCOVERY);
      } else if (refusal > 0) {
        asked.add("refused");
        send(exchange, refusal, "{\"kind\":\"Status\",\"message\":\"not for you\"}");
      } else if (!query.contains("watch=1")) {
        asked.add("list");
        send(exchange, 200, LIST.formatted(listVersion));
      } else {
        asked.add("watch from " + query.replaceAll(".*resourceVersion=", ""));
        String script = streams.take();
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(script.replace("...", "").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (script.endsWith("...")) {
          Thread.sleep(60_000);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String event(String type, String name, String version) {
    return "{\"type\":\"%s\",\"object\":{\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\"}}}\n"
        .formatted(type, name, version);
  }

  private ObjectWatches.Watch watch() {
    return connection
        .watches()
        .open(
            new ObjectWatches.Target("v1", "ConfigMap", ""),
            new ObjectWatches.Listener() {
              @Override
              public void listed(List<KubeObject> objects) {
                heard.add("listed " + objects.stream().map(KubeObject::id).toList());
              }

              @Override
              public void changed(KubeObject object) {
                heard.add("changed " + object.name());
              }

              @Override
              public void gone(KubeObject object) {
                heard.add("gone " + object.name());
              }

              @Override
              public void up() {
                heard.add("up");
              }

              @Override
              public void down(ClusterException reason) {
                heard.add("down " + reason.reason());
              }
            });
  }

  private static void next(BlockingQueue<String> queue, String... expected)
      throws InterruptedException {
    for (String one : expected) {
      String next = queue.poll(20, TimeUnit.SECONDS);
      assertNotNull(next, () -> "never came: " + one);
      assertEquals(one, next);
    }
  }

  @Test
  void aStreamThatEndsGoesOnWhereItStood() throws Exception {
    streams.add(event("ADDED", "b", "6") + event("DELETED", "a", "7") + event("BOOKMARK", "", "9"));
    streams.add(event("MODIFIED", "b", "10") + "...");
    try (ObjectWatches.Watch watch = watch()) {
      next(heard, "listed [ConfigMap/a]", "up", "changed b", "gone a", "up", "changed b");
      next(asked, "list", "watch from 5", "watch from 9");
      assertNotNull(watch);
    }
    assertTrue(heard.isEmpty());
  }

  @Test
  void whatTheServerHasForgottenIsListedAgain() throws Exception {
    streams.add("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410}}\n");
    streams.add("...");
    try (ObjectWatches.Watch watch = watch()) {
      next(heard, "listed [ConfigMap/a]", "up", "listed [ConfigMap/a]", "up");
      next(asked, "list", "watch from 5", "list", "watch from 5");
      assertNotNull(watch);
    }
  }

  @Test
  void aRefusalIsToldOnceAndNotRepeatedAtOnce() throws Exception {
    refusal = 403;
    try (ObjectWatches.Watch watch = watch()) {
      next(heard, "down FORBIDDEN");
      next(asked, "refused");
      assertNotNull(watch);
    }
    assertTrue(heard.isEmpty());
    assertTrue(asked.isEmpty());
  }

  @Test
  void aServerThatIsGoneIsTriedAgain() throws Exception {
    streams.add("not JSON\n");
    streams.add(event("MODIFIED", "a", "8") + "...");
    try (ObjectWatches.Watch watch = watch()) {
      next(heard, "listed [ConfigMap/a]", "up", "down OTHER");
      next(heard, "listed [ConfigMap/a]", "up", "changed a");
      assertNotNull(watch);
    }
  }
}
