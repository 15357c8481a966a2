package io.autohelm.engine.repo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.autohelm.engine.chart.ChartMetadata;
import io.autohelm.engine.chart.Charts;
import io.autohelm.engine.yaml.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * ChartMuseum's API by its documentation: {@code GET, POST /api[/ORG/REPO]/charts}, {@code POST
 * .../prov}, {@code GET .../charts/NAME}, {@code DELETE .../charts/NAME/VERSION}, {@code GET
 * [/ORG/REPO]/index.yaml} and {@code .../charts/FILE}; below a context path if given one; for one
 * user. A tenant is whatever stands between.
 */
final class MuseumDouble implements AutoCloseable {
  private static final String USER = "Basic Ym90OnMzY3JldA==";

  private record Kept(ChartMetadata chart, ByteBuffer archive) {}

  private final HttpServer server;
  private final String root;
  private final Map<String, Kept> charts = new TreeMap<>();
  private final Map<String, byte[]> provenance = new TreeMap<>();

  private MuseumDouble(HttpServer server, String root) {
    this.server = server;
    this.root = root;
  }

  static MuseumDouble start(String root) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    MuseumDouble museum = new MuseumDouble(http, root.isEmpty() ? "" : "/" + root);
    http.createContext("/", museum::answer);
    http.start();
    return museum;
  }

  String host() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!USER.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        error(exchange, 401, "unauthorized");
      } else if (path.startsWith(root + "/api/")) {
        api(exchange, path.substring(root.length() + "/api".length()));
      } else if (path.startsWith(root)) {
        files(exchange, path.substring(root.length()));
      } else {
        error(exchange, 404, "not found");
      }
    }
  }

  private void api(HttpExchange exchange, String path) throws IOException {
    String method = exchange.getRequestMethod();
    int at = Math.max(path.lastIndexOf("/charts"), path.lastIndexOf("/prov"));
    String tenant = path.substring(0, Math.max(at, 0));
    String[] rest = path.substring(Math.max(at, 0) + 1).split("/", -1);
    boolean isForced = String.valueOf(exchange.getRequestURI().getQuery()).contains("force");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (method.equals("POST") && rest.length == 1 && rest[0].equals("charts")) {
      ChartMetadata chart = Charts.loadArchive(new ByteArrayInputStream(body)).metadata();
      String file = tenant + "/charts/" + chart.name() + "-" + chart.version() + ".tgz";
      if (charts.containsKey(file) && !isForced) {
        error(exchange, 409, "file already exists");
      } else {
        charts.put(file, new Kept(chart, ByteBuffer.wrap(body)));
        reply(exchange, 201, "{\"saved\":true}");
      }
    } else if (method.equals("POST") && rest[0].equals("prov")) {
      provenance.put(tenant + "/charts/shop-0.1.0.tgz.prov", body);
      reply(exchange, 201, "{\"saved\":true}");
    } else if (method.equals("DELETE") && rest.length == 3) {
      String file = tenant + "/charts/" + rest[1] + "-" + rest[2] + ".tgz";
      if (charts.remove(file) == null) {
        error(exchange, 404, "remove " + file + ": no such file or directory");
      } else {
        provenance.remove(file + ".prov");
        reply(exchange, 200, "{\"deleted\":true}");
      }
    } else if (method.equals("GET") && rest.length == 1) {
      reply(exchange, 200, Json.print(entries(tenant)));
    } else if (method.equals("GET") && rest.length == 2) {
      List<Object> versions = entries(tenant).get(rest[1]);
      if (versions == null) {
        error(exchange, 404, "no chart name found");
      } else {
        reply(exchange, 200, Json.print(versions));
      }
    } else {
      error(exchange, 404, "not found");
    }
  }

  private Map<String, List<Object>> entries(String tenant) {
    Map<String, List<Object>> byName = new TreeMap<>();
    charts.forEach(
        (file, kept) -> {
          if (file.startsWith(tenant + "/charts/")) {
            byName
                .computeIfAbsent(kept.chart().name(), name -> new ArrayList<>())
                .add(
                    Map.of(
                        "name",
                        kept.chart().name(),
                        "version",
                        kept.chart().version(),
                        "urls",
                        List.of(file.substring(tenant.length() + 1)),
                        "digest",
                        HexFormat.of()
                            .formatHex(ContentCache.sha256().digest(kept.archive().array()))));
          }
        });
    return byName;
  }

  private void files(HttpExchange exchange, String path) throws IOException {
    if (path.endsWith("/index.yaml")) {
      String tenant = path.substring(0, path.length() - "/index.yaml".length());
      reply(exchange, 200, Json.print(Map.of("apiVersion", "v1", "entries", entries(tenant))));
    } else if (charts.containsKey(path)) {
      reply(exchange, 200, charts.get(path).archive().array());
    } else if (provenance.containsKey(path)) {
      reply(exchange, 200, provenance.get(path));
    } else {
      error(exchange, 404, "not found");
    }
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    reply(exchange, status, Json.print(Map.of("error", message)));
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    reply(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void reply(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
