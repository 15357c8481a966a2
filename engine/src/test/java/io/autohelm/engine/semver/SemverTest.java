package io.autohelm.engine.semver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.testing.Golden;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SemverTest {
  static Stream<Arguments> constraints() {
    return recorded("semver/constraints.tsv");
  }

  static Stream<Arguments> versions() {
    return recorded("semver/versions.tsv");
  }

  private static Stream<Arguments> recorded(String file) {
    return Golden.read(file)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> Arguments.of((Object[]) line.split("\t", -1)));
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("constraints")
  void answersAsMasterminds(String constraint, String version, String answer) {
    assertEquals(
        answer,
        orError(
            () -> {
              Constraint wanted = Constraint.parse(constraint);
              Version met = Version.parse(version);
              List<String> refusals = wanted.refusals(met);
              assertEquals(wanted.allows(met), refusals.isEmpty());
              return refusals.isEmpty() ? "yes" : String.join("; ", refusals);
            }));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("versions")
  void readsVersionsAsMasterminds(String text, String strict, String lenient) {
    assertEquals(strict, orError(() -> Version.strict(text).toString()));
    assertEquals(
        lenient,
        orError(
            () -> {
              Version version = Version.parse(text);
              return String.join(
                  " ",
                  version.toString(),
                  version.nextPatch().original(),
                  version.nextMinor().original(),
                  version.nextMajor().original());
            }));
  }

  private static String orError(Supplier<String> answer) {
    try {
      return answer.get();
    } catch (SemverException failure) {
      return "!" + failure.getMessage();
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "1.2.3,        <, 1.2.4",
    "1.2.3-alpha,  <, 1.2.3",
    "1.2.3-9,      <, 1.2.3-10", // numbers by value,
    "1.2.3-10,     <, 1.2.3-a", // and before words
    "1.2.3-a,      <, 1.2.3-a.b",
    "1.2.3+a,      =, 1.2.3+b", // metadata has no precedence
    "v1.2,         =, 1.2.0",
    "18446744073709551615.0.0, >, 9223372036854775807.0.0",
  })
  void ordersByPrecedence(String left, String relation, String right) {
    int order = Version.parse(left).compareTo(Version.parse(right));
    assertEquals(
        switch (relation) {
          case "<" -> -1;
          case ">" -> 1;
          default -> 0;
        },
        Integer.signum(order));
  }

  @Test
  void admitsPrereleasesForAWholeGroup() {
    Constraint constraint = Constraint.parse("<4 || >=5.0.0-0 <6");
    assertFalse(constraint.allows(Version.parse("3.0.0-alpha")));
    assertTrue(constraint.allows(Version.parse("5.1.0-alpha")));
    assertEquals("<4 || >=5.0.0-0 <6", constraint.toString());
  }

  @Test
  void boundsWhatItReads() {
    assertThrows(SemverException.class, () -> Constraint.parse("1 ".repeat(300)));
    assertThrows(SemverException.class, () -> Constraint.parse("1||".repeat(40)));
    assertThrows(SemverException.class, () -> Version.parse("1." + "0".repeat(300)));
    assertThrows(
        SemverException.class, () -> Version.parse("18446744073709551615.0.0").nextMajor());
    assertEquals("v1.2.3-rc.1", Version.parse("v1.2.3").withPrerelease("rc.1").original());
    assertEquals("1.2.3+b", Version.parse("1.2.3").withMetadata("b").toString());
  }
}
