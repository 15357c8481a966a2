package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeclaredTest {
  /** Releases as {@code file:name}. */
  private static Declared declared(String releases, String broken) {
    return new Declared(
        words(releases).stream().map(DeclaredTest::release).toList(),
        words(broken).stream().map(file -> new Problem(file, 1, "", "broken")).toList());
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
  }

  private static DesiredRelease release(String text) {
    String[] parts = text.split(":", -1);
    return new DesiredRelease(
        new ReleaseId("web", parts[1]),
        parts[0],
        1,
        new ChartChoice.InCommit("chart"),
        Map.of(),
        List.of(),
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        List.of(),
        DriftMode.CORRECT,
        false,
        true,
        true,
        10);
  }

  @ParameterizedTest
  @CsvSource({
    "a:x b:y, '', a:x b:y, '',  a:x b:y", // nothing changed
    "a:x b:y, '', a:x,     '',  a:x", // b is gone
    "a:x b:y, '', a:x,     b,   a:x b:y", // b is broken
    "b:y b:z, '', a:x,     b,   a:x b:y b:z", // all that a broken file held stays
    "b:y,     '', a:y,     b,   a:y", // another file declares it now
    "a:x,     '', '',      a,   a:x",
    "'',      '', '',      a,   ''" // it never held any
  })
  void aBrokenFileKeepsWhatItHeld(
      String before, String brokenBefore, String now, String broken, String expected) {
    Declared kept =
        declared(orNull(now), orNull(broken))
            .keepingWhatBroke(declared(orNull(before), orNull(brokenBefore)));
    assertEquals(declared(orNull(expected), null).releases(), kept.releases());
    assertEquals(words(orNull(broken)).size(), kept.problems().size());
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
