package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.autohelm.sandbox.api.Writing;
import io.autohelm.sandbox.schema.Protobuf;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One HTTP request, read. */
final class Request {
  /** How a client wants objects shown. */
  enum Form {
    OBJECT,
    TABLE,
    METADATA
  }

  private static final Pattern AMPERSAND = Pattern.compile("&");
  private static final int LONGEST_MANAGER = 128;

  private final HttpExchange exchange;
  private final Map<String, String> query = new HashMap<>();
  private final byte[] body;

  Request(HttpExchange exchange) throws IOException {
    this.exchange = exchange;
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      AMPERSAND
          .splitAsStream(raw)
          .forEach(
              pair -> {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                query.putIfAbsent(
                    decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
              });
    }
    this.body = exchange.getRequestBody().readAllBytes();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String method() {
    return exchange.getRequestMethod();
  }

  /** The path's parts, decoded, without empty ones. */
  List<String> path() {
    return Arrays.stream(exchange.getRequestURI().getRawPath().split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(part -> decoded(part.replace("+", "%2B")))
        .toList();
  }

  String query(String name) {
    return query.getOrDefault(name, "");
  }

  /** A whole number; 0 where nothing is said. */
  int number(String name) {
    String text = query(name);
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest(name + " is no number: " + text);
    }
  }

  boolean flag(String name) {
    String value = query(name);
    return value.equals("true") || value.equals("1");
  }

  String header(String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** A client that wants to watch over a web socket; it falls back when told it cannot. */
  boolean wantsWebSocket() {
    return header("Upgrade").equalsIgnoreCase("websocket");
  }

  /** The content type without parameters. */
  String mediaType() {
    String type = header("Content-Type");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** The body as a tree; an empty object where there is none. */
  JsonNode body() {
    if (body.length == 0) {
      return Json.object();
    }
    if (Protobuf.isProtobuf(body)) {
      return Protobuf.decode(body);
    }
    String type = mediaType();
    if (!type.isEmpty() && !type.contains("json") && !type.contains("yaml")) {
      throw ApiFailure.unsupportedMediaType(type, "application/json");
    }
    if (type.contains("yaml") && body[0] != '{') {
      throw ApiFailure.unsupportedMediaType("YAML that is not JSON", "application/json");
    }
    return Json.read(body);
  }

  /** The body, which must be an object. */
  ObjectNode object() {
    if (body() instanceof ObjectNode object && !object.isEmpty()) {
      return object;
    }
    throw ApiFailure.badRequest("the body must be a JSON object");
  }

  boolean dryRun() {
    String asked = query("dryRun");
    if (!asked.isEmpty() && !asked.equals("All")) {
      throw ApiFailure.unprocessable(
          "dryRun: Unsupported value: [\"" + asked + "\"]: supported values: \"All\"");
    }
    return !asked.isEmpty();
  }

  Writing writing() {
    String manager = query("fieldManager");
    boolean apply = mediaType().startsWith("application/apply-patch");
    if (manager.isEmpty() && !apply) {
      String agent = header("User-Agent");
      int slash = agent.indexOf('/');
      manager = slash < 0 ? agent : agent.substring(0, slash);
      manager = manager.substring(0, Math.min(manager.length(), LONGEST_MANAGER));
      manager = manager.isEmpty() ? "unknown" : manager;
    }
    String validation = query("fieldValidation");
    return new Writing(
        manager, dryRun(), flag("force"), validation.isEmpty() ? "Warn" : validation);
  }

  /** The first form in {@code Accept} that can be given; 406 if there is none. */
  Form form() {
    String accept = header("Accept");
    if (accept.isBlank()) {
      return Form.OBJECT;
    }
    for (String clause : accept.split(",", -1)) {
      String range = clause.strip();
      int semicolon = range.indexOf(';');
      String type = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
      if (type.equals("application/json") || type.equals("*/*") || type.equals("application/*")) {
        if (range.contains("as=Table")) {
          return Form.TABLE;
        }
        return range.contains("as=PartialObjectMetadata") ? Form.METADATA : Form.OBJECT;
      }
    }
    throw ApiFailure.notAcceptable("application/json");
  }

  boolean accepts(String fragment) {
    return header("Accept").contains(fragment);
  }
}
