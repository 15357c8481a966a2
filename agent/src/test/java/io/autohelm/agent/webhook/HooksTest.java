package io.autohelm.agent.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signatures are those that {@code openssl dgst -hmac It's.a.Secret} gives for the body. */
final class HooksTest {
  private static final String SECRET = "It's a Secret to Everybody";
  private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 =
      "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  private final List<String> nudged = new ArrayList<>();

  private Hooks.Answer call(String source, Map<String, String> headers) {
    Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sent.putAll(headers);
    return new Hooks(Map.of("platform", () -> SECRET, "open", () -> ""), nudged::add)
        .call(source, sent::get, BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Hub-Signature-256, sha256=" + SHA256,
    "X-Signature, SHA256=" + SHA256,
    "X-Gitea-Signature, " + SHA256,
    "X-Gitlab-Token, It's a Secret to Everybody"
  })
  void aCallThatProvesItselfNudgesItsSource(String header, String value) {
    assertEquals(Hooks.Answer.NUDGED, call("platform", Map.of(header, value)));
    assertEquals(List.of("platform"), nudged);
  }

  @ParameterizedTest
  @CsvSource({
    "platform, X-Hub-Signature-256, sha256=757107ea",
    "platform, X-Hub-Signature-256, sha256=no",
    "platform, X-Hub-Signature-256, md5=" + SHA256,
    "platform, X-Hub-Signature-256, " + SHA256,
    "platform, X-Gitea-Signature, ''",
    "platform, X-Gitlab-Token, it's a secret to everybody",
    "platform, X-Other, " + SHA256,
    "other, X-Gitea-Signature, " + SHA256,
    "open, X-Gitlab-Token, ''"
  })
  void anyOtherIsRefused(String source, String header, String value) {
    assertEquals(Hooks.Answer.REFUSED, call(source, Map.of(header, value)));
    assertEquals(List.of(), nudged);
  }

  @Test
  void aTokenThatIsWrongIsNotMadeGoodByASignature() {
    assertEquals(
        Hooks.Answer.REFUSED,
        call("platform", Map.of("X-Gitlab-Token", "x", "X-Gitea-Signature", SHA256)));
  }

  @ParameterizedTest
  @CsvSource({
    "X-GitHub-Event, push, NUDGED",
    "X-GitHub-Event, create, NUDGED",
    "X-GitHub-Event, delete, NUDGED",
    "X-GitHub-Event, ping, PASSED_OVER",
    "X-GitHub-Event, issues, PASSED_OVER",
    "X-Gitlab-Event, Tag Push Hook, NUDGED",
    "X-Gitlab-Event, Issue Hook, PASSED_OVER"
  })
  void onlyWhatMayHaveChangedFilesNudges(String header, String event, Hooks.Answer expected) {
    assertEquals(expected, call("platform", Map.of(header, event, "X-Gitlab-Token", SECRET)));
  }
}
