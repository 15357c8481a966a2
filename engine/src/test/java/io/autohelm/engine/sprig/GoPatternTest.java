package io.autohelm.engine.sprig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autohelm.engine.gotemplate.GoError;
import io.autohelm.engine.gotemplate.GoFunction;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Go's own package answers to odd expressions. */
class GoPatternTest {
  private static final Map<String, GoFunction> FUNCTIONS =
      new SprigFunctions(Clock.systemUTC(), new SecureRandom()).table();

  static Stream<Arguments> expressions() {
    return Stream.of(
        arguments(")(b)?", "error parsing regexp: unexpected ): `)(b)?`"),
        arguments("a\\", "error parsing regexp: trailing backslash at end of expression: ``"),
        arguments("{?", "ok"),
        arguments("a{+", "ok"),
        arguments("{{2,3}1", "ok"),
        arguments("\\é", "error parsing regexp: invalid escape sequence: `\\é`"),
        arguments("\\é\\u", "error parsing regexp: invalid escape sequence: `\\é`"),
        arguments("[{1001}]", "ok"),
        arguments("\\Q{1001}\\E", "ok"),
        arguments("(a{100}){100}", "error parsing regexp: invalid repeat count: `{100}`"),
        arguments("((a{10}){10}){11}", "error parsing regexp: invalid repeat count: `{11}`"),
        arguments("(a{500}b{500}){2}", "ok"),
        arguments("a{1001}", "error parsing regexp: invalid repeat count: `{1001}`"),
        arguments("\\8{1001}", "error parsing regexp: invalid escape sequence: `\\8`"),
        arguments("a{2}{3}", "error parsing regexp: invalid nested repetition operator: `{2}{3}`"),
        arguments("(?P<n>(?P<n>", "error parsing regexp: missing closing ): `(?P<n>(?P<n>`"),
        arguments("(?P<n>a)|(?<n>b)", "ok"),
        arguments("[]a{1001}]", "ok"),
        arguments("[[:alpha:]{1001}]", "ok"));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void isTakenOrRefusedAsByGo(String regex, String expected) {
    String told = "ok";
    try {
      GoPattern.compile(regex);
    } catch (GoError e) {
      told = e.getMessage();
    }
    assertEquals(expected, told);
  }

  @Test
  void ofGroupsThatBearOneNameTheFirstThatTookPartCounts() {
    assertEquals(
        "<a><b>",
        FUNCTIONS.get("regexReplaceAll").call(List.of("(?P<n>a)|(?<n>b)", "ab", "<${n}>")));
  }

  @Test
  void aBraceThatCountsNothingIsACharacter() {
    assertEquals("x{y", FUNCTIONS.get("regexFind").call(List.of("x{?y", "ax{y")));
  }
}
