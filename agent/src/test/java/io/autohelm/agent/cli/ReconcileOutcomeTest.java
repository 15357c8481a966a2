package io.autohelm.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a reconciliation ended where no revision was made; ReconcileIT has the others. */
final class ReconcileOutcomeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | - | the cluster has no release web/shop; is it declared?",
        "waits for db/postgres | - | the cluster has no release web/shop: waits for db/postgres",
        "not installed yet | shop.yaml:7: no such chart | release web/shop: shop.yaml:7: no such chart",
      })
  void tellsWhatTheAgentSays(String reason, String error, String expected) {
    Map<String, Object> view = new LinkedHashMap<>();
    if (reason != null) {
      view.put("reason", reason);
    }
    if (error != null) {
      view.put("error", error);
    }
    ReconcileOutcome outcome =
        ReconcileOutcome.of(
            new NamedRelease.Id("web", "shop"),
            null,
            view.isEmpty() ? Optional.empty() : Optional.of(view));
    assertEquals(new ReconcileOutcome(false, expected), outcome);
  }
}
