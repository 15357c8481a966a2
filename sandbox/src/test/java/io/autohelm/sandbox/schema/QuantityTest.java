package io.autohelm.sandbox.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts as Kubernetes' own parser prints them. */
final class QuantityTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "1, 1",
    "1000m, 1",
    "0.5, 500m",
    "1500m, 1500m",
    "100m, 100m",
    "1Gi, 1Gi",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "0.5Gi, 512Mi",
    "1024, 1024",
    "1k, 1k",
    "1000, 1k",
    "1e3, 1e3",
    "512Ki, 512Ki",
    "0, 0",
    "0.1Ki, 102400m",
    "123Mi, 123Mi",
    "2048Ki, 2Mi",
    "1E, 1E",
    "0.0001, 100u",
    "-1, -1",
    "1.25, 1250m",
    "10n, 10n",
    "nonsense, nonsense",
  })
  void canonical(String given, String expected) {
    assertEquals(expected, Quantity.canonical(given));
  }
}
