package io.autohelm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An API server as the contract sees it: bytes over HTTP, nothing in between. Each test has its
 * own, and with it its own namespace.
 */
final class Api {
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An answer. */
  record Reply(int code, JsonNode body, HttpResponse<?> http) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }

    String revision() {
      return text("/metadata/resourceVersion");
    }
  }

  private final HttpClient http;
  private final URI address;
  private final String token;
  final String namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);

  Api(HttpClient http, URI address, String token) {
    this.http = http;
    this.address = address;
    this.token = token;
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path of a namespaced kind of the core group in this test's namespace. */
  String core(String plural) {
    return "/api/v1/namespaces/" + namespace + "/" + plural;
  }

  /** The path of a kind of {@code apps/v1} in this test's namespace. */
  String apps(String plural) {
    return "/apis/apps/v1/namespaces/" + namespace + "/" + plural;
  }

  void begin() {
    post("/api/v1/namespaces", "{'metadata':{'name':'" + namespace + "'}}");
  }

  void end() {
    delete("/api/v1/namespaces/" + namespace);
  }

  Reply get(String path, String... headers) {
    return call("GET", path, "", headers);
  }

  /** Single quotes stand for double ones, so that cases are readable. */
  Reply post(String path, String body, String... headers) {
    return call("POST", path, body, headers);
  }

  Reply put(String path, JsonNode body) {
    return call("PUT", path, body.toString(), "Content-Type", "application/json");
  }

  Reply patch(String mediaType, String path, String body) {
    return call("PATCH", path, body, "Content-Type", mediaType);
  }

  Reply apply(String manager, String path, String body) {
    return patch(APPLY, path + "?fieldManager=" + manager, body);
  }

  Reply delete(String path) {
    return call("DELETE", path, "");
  }

  Reply call(String method, String path, String body, String... headers) {
    String text = body.startsWith("{'") || body.startsWith("[{'") ? body.replace('\'', '"') : body;
    HttpRequest.Builder request = request(path, headers);
    if (!text.isEmpty() && !List.of(headers).contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      boolean json =
          answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      JsonNode read = json ? json(answer.body()) : MAPPER.getNodeFactory().textNode(answer.body());
      return new Reply(answer.statusCode(), read, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!List.of(headers).contains("User-Agent")) {
      request.header("User-Agent", "contract/1.0 (java)");
    }
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Reads watch events until one is the last that the test wants. */
  List<JsonNode> watch(String path, Runnable meanwhile, Predicate<JsonNode> last) {
    try {
      var answer = http.send(request(path).build(), BodyHandlers.ofInputStream());
      List<JsonNode> events = new ArrayList<>();
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        meanwhile.run();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode event = json(line);
          events.add(event);
          if (last.test(event)) {
            break;
          }
        }
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks again until the answer is as wanted: real controllers take their time. */
  Reply await(Supplier<Reply> question, Predicate<Reply> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Reply reply = question.get();
    while (!wanted.test(reply)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came: last answer " + reply.code() + " " + reply.body());
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      reply = question.get();
    }
    return reply;
  }

  /** The managed fields of one manager; a missing node if it owns nothing. */
  static JsonNode owned(JsonNode object, String manager) {
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(manager)) {
        return entry.path("fieldsV1");
      }
    }
    return json("{}").path("none");
  }

  static ObjectNode edited(JsonNode object) {
    return Objects.requireNonNull((ObjectNode) object.deepCopy());
  }
}
