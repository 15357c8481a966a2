package io.autohelm.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch for the secret can fail, whatever the secret looks like. */
final class CanaryWatchTest {
  private static final Canary CANARY = new Canary("kanariselftest0123456789");

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<String> forms() {
    String secret = CANARY.text();
    return Stream.of(
        secret,
        CANARY.word(),
        "password is wrong: " + secret + "!",
        base64(secret),
        base64("a" + secret),
        base64("ab" + secret),
        base64("bot:" + secret),
        base64(base64(secret)),
        base64("x" + base64("ab" + secret)),
        Base64.getUrlEncoder()
            .encodeToString(("{\"data\":\"" + secret + "\"}").getBytes(StandardCharsets.UTF_8)),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        secret.replace("\\", "\\\\").replace("\"", "\\\""),
        secret.replace("&", "\\u0026").replace("<", "&lt;"),
        java.util.HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFormIsFoundAndNotRepeated(String form) {
    CanaryWatch watch = new CanaryWatch(CANARY);
    watch.look("a test", "line one\nbefore " + form + " after\nline three");
    AssertionError error =
        assertThrows(AssertionError.class, () -> CanaryExtension.judge(watch), form);
    assertTrue(error.getMessage().startsWith("a test shows the secret"), error.getMessage());
    assertTrue(error.getMessage().contains("before "), error.getMessage());
    assertFalse(CANARY.shownIn(error.getMessage()).isPresent(), error.getMessage());
    CanaryExtension.judge(watch);
  }

  @Test
  void whatIsPrintedIsLookedIntoLineByLineAndStillPrinted() {
    CanaryWatch watch = new CanaryWatch(CANARY);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out =
        watch.over("standard output", new PrintStream(printed, true, StandardCharsets.UTF_8));
    out.print("nothing here\nkanari");
    assertEquals(List.of(), watch.takeFindings());
    out.println("selftest0123456789");
    assertEquals(1, watch.takeFindings().size());
    assertEquals(
        "nothing here\nkanariselftest0123456789\n", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void otherTextsAreLeftAlone() {
    CanaryWatch watch = new CanaryWatch(CANARY);
    watch.look("a test", "kanari and selftest, and 0123456789");
    watch.look("a test", null);
    CanaryExtension.judge(watch);
  }
}
