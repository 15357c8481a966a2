package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.autohelm.agent.drift.DriftedField;
import io.autohelm.agent.reconcile.ChartLag;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.agent.reconcile.Report;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API is what its description says, in both directions. */
final class ApiContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String TOKEN = "a-token-for-tests-1";

  /** Parts of answers that a schema describes and no sample has would go unnoticed. */
  private static final Set<String> SEEN = new TreeSet<>();

  private static SamplePage page;
  private static JsonNode description;
  @TempDir private static Path folder;

  @BeforeAll
  static void begin() throws IOException {
    description = JSON.readTree(Files.readString(Path.of("../docs/schema/openapi.json")));
    page = new SamplePage(Files.writeString(folder.resolve("token"), TOKEN + "\n"));
    page.tell(new Report.LeadershipChanged(true, "autohelm@a", "a word", Instant.now()));
    page.aDay();
    Instant now = Instant.now();
    page.tell(
        new Report.SourceRead(
            "signed",
            "https://gitea.example.org/a/b",
            "tag v1",
            SamplePage.COMMIT,
            now,
            "Sign",
            true,
            1,
            List.of(),
            now,
            "Ann <ann@example.org>",
            "0".repeat(40),
            Duration.ofMillis(1),
            "Ann"));
    page.tell(new Report.SourceFailed("signed", "https://x", "main", "no answer", now));
    DriftedField field = new DriftedField("/data/a", "kubectl-edit", "Update", now, "1", "2");
    page.tell(
        page.synced(
            "web/mended",
            "a-1.0.0",
            Step.REAPPLY,
            "",
            null,
            SamplePage.drifted("web", "a", field)));
  }

  @AfterAll
  static void end() {
    page.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    Set<String> routes = new TreeSet<>();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.autohelm.agent")
            .stream()
            .filter(type -> type.isAnnotatedWith(Controller.class))
            .forEach(
                type -> {
                  String below = type.getAnnotationOfType(Controller.class).value();
                  for (JavaMethod method : type.getMethods()) {
                    if (method.isAnnotatedWith(Get.class)) {
                      routes.add(
                          "get " + path(below, method.getAnnotationOfType(Get.class).value()));
                    }
                    if (method.isAnnotatedWith(Post.class)) {
                      routes.add(
                          "post " + path(below, method.getAnnotationOfType(Post.class).value()));
                    }
                  }
                });
    routes.removeIf(route -> !route.contains(" /api/"));
    Set<String> described = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    assertEquals(described, routes);
  }

  private static String path(String below, String path) {
    return below.equals("/") ? path : below + path;
  }

  @Test
  void everyAnswerIsAsDescribedAndEverythingDescribedIsAnswered() throws Exception {
    for (String name :
        List.of("web/shop", "web/cart", "pay/ledger", "pay/gateway", "obs/grafana", "web/mended")) {
      for (String part : List.of("", "/history", "/objects", "/drift", "/values", "/log")) {
        check("/api/v1/releases/" + name + part, "/api/v1/releases/{namespace}/{name}" + part, 200);
      }
    }
    check("/api/v1/releases", "/api/v1/releases", 200);
    check("/api/v1/releases?sort=colour", "/api/v1/releases", 400);
    check("/api/v1/releases/web/nobody", "/api/v1/releases/{namespace}/{name}", 404);
    check("/api/v1/agent", "/api/v1/agent", 200);
    check("/api/v1/sources", "/api/v1/sources", 200);
    check("/api/v1/sources/nobody", "/api/v1/sources/{name}", 404);
    for (String name : List.of("shops", "signed")) {
      check("/api/v1/sources/" + name, "/api/v1/sources/{name}", 200);
    }
    HttpResponse<String> accepted = post("/api/v1/releases/web/shop/sync", TOKEN, "{}");
    assertEquals(202, accepted.statusCode(), accepted.body());
    validate(accepted, "/paths/~1api~1v1~1releases~1{namespace}~1{name}~1sync/post/responses/202");
    Set<String> described = new TreeSet<>();
    description
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema
                    .getValue()
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(field -> described.add(schema.getKey() + "." + field)));
    described.removeIf(field -> field.startsWith("Order.")); // what is sent, not what is answered
    described.removeAll(SEEN);
    assertEquals(Set.of(), described, "described, but in no answer");
  }

  @Test
  void whoStandsByDoesNotSayThatThereAreNoReleases() throws Exception {
    try (SamplePage other = new SamplePage(null)) {
      other.aDay();
      other.tell(new Report.LeadershipChanged(false, "autohelm@a", "", Instant.now()));
      for (String path : List.of("/api/v1/releases", "/api/v1/releases/web/shop")) {
        HttpResponse<String> answer =
            HTTP.send(
                HttpRequest.newBuilder(other.at(path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("stands by: autohelm@a leads"), answer.body());
        validate(
            answer,
            path.endsWith("shop")
                ? "/paths/~1api~1v1~1releases~1{namespace}~1{name}/get/responses/503"
                : "/paths/~1api~1v1~1releases/get/responses/503");
      }
    }
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(page.at(path));
    return HTTP.send(
        headers.length == 0 ? request.build() : request.headers(headers).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page.at(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void check(String path, String described, int status) throws Exception {
    HttpResponse<String> answer = get(path);
    assertEquals(status, answer.statusCode(), path + ": " + answer.body());
    validate(answer, "/paths/" + described.replace("/", "~1") + "/get/responses/" + status);
  }

  private static void validate(HttpResponse<String> answer, String pointer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode schema = description.at(pointer + "/content/" + type.replace("/", "~1") + "/schema");
    assertTrue(schema.isObject(), pointer + " describes no " + type);
    ObjectNode whole = schema.deepCopy();
    whole.set("components", description.path("components"));
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    JsonNode body = JSON.readTree(answer.body());
    Set<ValidationMessage> wrong = validator.validate(body);
    assertEquals(Set.of(), wrong, answer.uri() + ": " + answer.body());
    see(body, schema);
  }

  /** Notes which described fields an answer has. */
  private static void see(JsonNode body, JsonNode schema) {
    String name = schema.path("$ref").asText().replaceAll(".*/", "");
    JsonNode real = name.isEmpty() ? schema : description.at("/components/schemas/" + name);
    if (body.isArray()) {
      body.forEach(item -> see(item, real.path("items")));
    } else if (body.isObject()) {
      for (Map.Entry<String, JsonNode> field : body.properties()) {
        if (!name.isEmpty()) {
          SEEN.add(name + "." + field.getKey());
        }
        see(field.getValue(), real.path("properties").path(field.getKey()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 14, 14",
    "?health=failed, 1, 1",
    "?health=waiting, 2, 2",
    "?namespace=web, 6, 6",
    "?q=SHOP, 1, 1",
    "?q=pay%20image, 0, 0",
    "?drifted=true, 1, 1",
    "?source=nobody, 0, 0",
    "?limit=5, 14, 5",
    "?limit=5&offset=12, 14, 2",
    "?offset=99, 14, 0"
  })
  void listsAreFilteredAndCounted(String query, int total, int shown) throws Exception {
    HttpResponse<String> answer = get("/api/v1/releases" + query);
    assertEquals(Integer.toString(total), answer.headers().firstValue("X-Total-Count").orElse(""));
    assertEquals(shown, JSON.readTree(answer.body()).size(), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "releases?limit=x | limit: expected a whole number from 0 to 1000, met x",
        "releases?limit=-1 | limit: expected a whole number from 0 to 1000, met -1",
        "releases?limit=1001 | limit: expected a whole number from 0 to 1000, met 1001",
        "releases?offset=1.5 | offset: expected a whole number from 0 on, met 1.5",
        "releases?offset=99999999999 | offset: expected a whole number from 0 on, met 99999999999",
        "releases?drifted=maybe | drifted: expected true or false, met maybe",
        "releases?health=ill | health: expected one of failed, quarantined, degraded, drifted, rolled-back, progressing, waiting, suspended, healthy, met ill",
        "releases?sort=-colour | sort: expected one of name, health, chart, lastSync, since, with - before it for the other way round, met -colour",
        "releases?heatlh=failed | heatlh: is not known: expected one of health, namespace, source, q, drifted, sort, limit, offset",
        "releases?limit=1&limit=2 | limit: is given 2 times",
        "events?release=shop | release: expected NAMESPACE/NAME, met shop",
        "events?name=shop | name: is not known: expected one of release, source",
        "sources?limit=1 | limit: is not known: there are no parameters",
      })
  void whatIsWrongInAnAddressIsTold(String address, String detail) throws Exception {
    HttpResponse<String> answer = get("/api/v1/" + address);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(detail, JSON.readTree(answer.body()).path("detail").asText());
    validate(
        answer,
        "/paths/~1api~1v1~1" + address.substring(0, address.indexOf('?')) + "/get/responses/400");
  }

  @Test
  void everyQuestionTakesTheParametersThatAreDescribed() throws Exception {
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      JsonNode get = path.getValue().path("get");
      if (get.isMissingNode()) {
        continue;
      }
      String asked = path.getKey().replace("{namespace}", "web").replaceAll("\\{name}", "shop");
      assertEquals(400, get(asked + "?no-such=1").statusCode(), asked);
      assertTrue(get.at("/responses/400").isObject(), asked + " describes no 400");
      for (JsonNode parameter : get.path("parameters")) {
        if (parameter.path("in").asText().equals("query")
            && !asked.endsWith("/events")) { // answers for ever
          String query = asked + "?" + parameter.path("name").asText() + "=";
          assertEquals(200, get(query).statusCode(), query);
        }
      }
    }
  }

  @Test
  void aWrongAddressOfThePageIsToldOnAPage() throws Exception {
    HttpResponse<String> answer = get("/?offset=x");
    assertEquals(400, answer.statusCode());
    assertTrue(
        answer.body().contains("offset: expected a whole number from 0 on, met x"), answer.body());
  }

  @Test
  void whoKnowsTheAnswerGetsAWordInsteadOfIt() throws Exception {
    for (String path : List.of("/api/v1/releases?q=shop", "/api/v1/sources")) {
      String mark = get(path).headers().firstValue("ETag").orElseThrow();
      assertEquals(304, get(path, "If-None-Match", mark).statusCode());
      page.tell(
          page.synced("web/cart", "cart-1.8.2", Step.LEAVE, "", null, new ChartLag("", "", "")));
      assertEquals(200, get(path, "If-None-Match", mark).statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "web/shop/sync | '' | {} | 401 | a token is required",
        "web/shop/sync | wrong | {} | 401 | this is not the token",
        "web/nobody/sync | right | {} | 404 | no source declares a release web/nobody",
        "web/shop/sync | right | { | 400 | the body is not JSON",
        "web/shop/sync | right | [] | 400 | the body must be an object",
        "web/shop/sync | right | {\"who\":1} | 400 | there is no field who",
        "web/shop/sync | right | {\"by\":1} | 400 | by: expected a text",
        "web/shop/rollback | right | {\"revision\":1.5} | 400 | revision: expected a number",
        "web/shop/rollback | right | {\"revision\":99} | 409 | revision 99 is not recorded",
        "web/shop/rollback | right | {\"revision\":7} | 409 | revision 7 is the newest",
        "web/shop/rollback | right | {\"revision\":6,\"by\":\"ann\"} | 202 | brought back",
        "obs/grafana/sync | right | {} | 409 | resume it first",
        "obs/grafana/resume | right | {} | 202 | kept as Git says",
        "web/shop/resume | right | {} | 409 | not suspended",
        "web/shop/suspend | right | {\"reason\":\"a look\"} | 202 | left alone",
        "pay/ledger/approve | right | {} | 400 | digest is required",
        "pay/ledger/approve | right | {\"digest\":\"sha256:1\"} | 400 | digest: expected sha256",
        "web/shop/approve | right | DIGEST | 409 | waits for nobody",
        "pay/ledger/approve | right | DIGEST | 202 | carried out now"
      })
  void ordersAreTakenOrRefusedWithAReason(
      String what, String token, String body, int status, String says) throws Exception {
    String given = token.equals("right") ? TOKEN : token;
    String sent = body.replace("DIGEST", "{\"digest\":\"" + SamplePage.DIGEST + "\"}");
    HttpResponse<String> answer = post("/api/v1/releases/" + what, given, sent);
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains(says), answer.body());
    validate(
        answer,
        "/paths/~1api~1v1~1releases~1{namespace}~1{name}~1"
            + what.substring(what.lastIndexOf('/') + 1)
            + "/post/responses/"
            + status);
  }

  @Test
  void orderedIsWhatWasAskedFor() throws Exception {
    page.orders.clear();
    post("/api/v1/releases/web/cart/rollback", TOKEN, "{\"revision\":6,\"by\":\"ann\\nx\"}");
    post("/api/v1/sources/shops/suspend", TOKEN, "{\"reason\":\"a move\"}");
    assertEquals(
        List.of("ROLLBACK web/cart ann x (page) 6 ", "SUSPEND_SOURCE shops page 0 a move"),
        page.orders.stream()
            .map(
                order ->
                    order.kind()
                        + " "
                        + order.subject()
                        + " "
                        + order.by()
                        + " "
                        + order.revision()
                        + " "
                        + order.reason())
            .toList());
    assertEquals(404, post("/api/v1/sources/nobody/sync", TOKEN, "").statusCode());
    assertEquals(202, post("/api/v1/sources/shops/resume", TOKEN, "").statusCode());
    assertTrue(page.withdrawn.contains("SUSPEND_SOURCE shops"));
  }

  @Test
  void whatChangesIsTold() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(page.at("/api/v1/events?release=web/cart"))
            .header("Last-Event-ID", "0")
            .build();
    HttpResponse<Stream<String>> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
    assertEquals("text/event-stream", answer.headers().firstValue("Content-Type").orElse(""));
    try (Stream<String> lines = answer.body()) {
      List<String> told =
          lines
              .filter(line -> line.startsWith("event:") || line.startsWith("data:"))
              .filter(line -> !line.contains("heartbeat") && !line.contains("last"))
              .limit(2)
              .toList();
      assertEquals(
          List.of("event: release", "data: {\"namespace\":\"web\",\"name\":\"cart\"}"), told);
    }
  }

  @Test
  void withoutATokenFileNothingCanBeOrdered() throws Exception {
    try (SamplePage closed = new SamplePage(null)) {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(closed.at("/api/v1/releases/web/shop/sync"))
                  .header("Authorization", "Bearer " + TOKEN)
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(403, answer.statusCode());
      assertTrue(answer.body().contains("http.tokenFile"), answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/nothing, text/html",
    "/api/v1/nothing, application/problem+json",
    "/api/v1/releases, application/json",
    "/metrics, text/plain"
  })
  void everyAnswerForbidsWhatIsNotOurs(String path, String type) throws Exception {
    HttpResponse<String> answer = get(path);
    Map<String, List<String>> headers = answer.headers().map();
    assertTrue(headers.get("content-security-policy").get(0).startsWith("default-src 'none'"));
    assertEquals(List.of("nosniff"), headers.get("x-content-type-options"));
    assertEquals(List.of("no-referrer"), headers.get("referrer-policy"));
    assertTrue(headers.get("content-type").get(0).startsWith(type), headers.toString());
  }
}
