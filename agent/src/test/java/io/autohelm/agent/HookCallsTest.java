package io.autohelm.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What webhooks are answered over HTTP, also those that are hardly any. */
final class HookCallsTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static SamplePage page;

  @BeforeAll
  static void begin() {
    page = new SamplePage(null);
  }

  @AfterAll
  static void end() {
    page.close();
  }

  private static HttpResponse<String> call(
      String method, String path, String type, String token, int length) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(page.at(path))
            .method(
                method,
                length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString("x".repeat(length)));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!token.isEmpty()) {
      request.header("X-Gitlab-Token", token);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest(name = "{0} {1} as {2} with {3} bytes")
  @CsvSource({
    "POST, platform, '', 0",
    "POST, nobody, '', 0",
    "POST, platform, application/json, 0",
    "POST, platform, '', 2",
    "POST, nobody, '', 2",
    "POST, platform, application/x-www-form-urlencoded, 2",
    "POST, platform, multipart/form-data, 2",
    "POST, nobody, multipart/form-data, 2",
    "POST, platform, no type at all, 2",
    "POST, nobody, no type at all, 2",
    "POST, platform, application/json, 3000000",
    "POST, nobody, application/json, 3000000",
    "POST, platform/more, application/json, 2",
    "POST, '', application/json, 2",
    "GET, platform, '', 0",
    "GET, nobody, '', 0",
    "PUT, platform, application/json, 2"
  })
  void whatDoesNotProveItselfIsRefusedInOneWay(
      String method, String source, String type, int length) throws Exception {
    HttpResponse<String> answer = call(method, "/hooks/" + source, type, "", length);
    assertEquals("403 refused\n", answer.statusCode() + " " + answer.body());
    assertEquals("text/plain", answer.headers().firstValue("Content-Type").orElse(""));
  }

  @ParameterizedTest(name = "as {0} with {1} bytes")
  @CsvSource({"'', 2", "application/json, 2", "application/x-www-form-urlencoded, 2"})
  void whatProvesItselfIsTaken(String type, int length) throws Exception {
    page.nudged.clear();
    HttpResponse<String> answer =
        call("POST", "/hooks/platform", type, SamplePage.HOOK_SECRET, length);
    assertEquals("202 polled soon\n", answer.statusCode() + " " + answer.body());
    assertEquals("[platform]", page.nudged.toString());
  }
}
