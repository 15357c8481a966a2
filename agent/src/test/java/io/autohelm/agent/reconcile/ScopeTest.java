package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.autohelm.agent.drift.DriftedObject;
import io.autohelm.engine.manifest.KubeObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScopeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private static KubeObject.Id id(String name) {
    return new KubeObject.Id("", "ConfigMap", "web", name);
  }

  private static List<KubeObject.Id> ids(String names) {
    return names == null
        ? List.of()
        : Arrays.stream(names.split(" ", -1)).map(ScopeTest::id).toList();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, '', true",
        "-, a b, '', true",
        "a, -, '', false",
        "a, b, b, false",
        "a, a b, b, true"
      })
  void driftElsewhereStandsAndOnlySomeLooksTell(
      String only, String standing, String elsewhere, boolean isTelling) {
    Scope scope =
        new Scope(
            Set.copyOf(ids(only)),
            ids(standing).stream().map(DriftedObject::missing).toList(),
            NOW);
    assertEquals(
        elsewhere,
        scope.elsewhere().stream()
            .map(drifted -> drifted.id().name())
            .collect(Collectors.joining(" ")));
    assertEquals(isTelling, scope.isTelling(NOW));
    assertFalse(scope.isTelling(NOW.minusMillis(1)), "drift that was put right is still shown");
  }
}
