package io.autohelm.agent.declaration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.autohelm.agent.drift.IgnoreRules;
import io.autohelm.engine.patch.PatchTarget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriftReaderTest {
  private static Declared read(String drift) {
    return new DeclarationReader()
        .read(
            new FilesInMemory(
                Map.of(
                    "charts/shop/Chart.yaml",
                    "name: shop",
                    "apps/shop.yaml",
                    "apiVersion: autohelm.io/v1\nkind: Release\nmetadata: { name: shop }\n"
                        + "spec:\n  chart: { path: charts/shop }\n  driftDetection:\n    "
                        + drift.replace("\n", "\n    ")
                        + "\n")),
            "",
            Map.of());
  }

  @ParameterizedTest
  @CsvSource({"off, OFF", "warn, WARN", "correct, CORRECT", "disabled, OFF", "enabled, CORRECT"})
  void modesHaveOurNamesAndFluxs(String word, DriftMode expected) {
    assertEquals(expected, read("mode: " + word).releases().get(0).drift());
  }

  @Test
  void rulesAreRead() {
    Declared declared =
        read(
            """
            ignore:
              - paths: [/spec/replicas, ""]
                target: { kind: Deployment, name: "web-.*", labelSelector: "app=shop" }
              - managers: ["hpa*"]
              - target: { kind: Job }
            """);
    assertEquals(List.of(), declared.problems());
    assertEquals(
        new IgnoreRules(
            List.of(
                new IgnoreRules.Rule(
                    new PatchTarget("", "", "Deployment", "web-.*", "", "app=shop", ""),
                    List.of("/spec/replicas", ""),
                    List.of()),
                new IgnoreRules.Rule(null, List.of(), List.of("hpa*")),
                new IgnoreRules.Rule(PatchTarget.of("Job", ""), List.of(""), List.of()))),
        declared.releases().get(0).ignored());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mode: often; 7; driftDetection.mode; expected one of off, warn, correct, disabled, enabled, met often",
        "modes: warn; 7; driftDetection.modes; unknown field. did you mean mode?",
        "ignore: 7; 7; driftDetection.ignore; expected a list, met 7",
        "ignore: [{ paths: [spec] }]; 7; driftDetection.ignore[0].paths[0];"
            + " expected a JSON pointer such as /spec/replicas, met spec",
        "ignore: [{ path: [/a] }]; 7; driftDetection.ignore[0].path;"
            + " unknown field. did you mean paths?",
        "ignore: [{ paths: [/a], target: { kind: '(' } }]; 7; driftDetection.ignore[0].target;"
            + " expected a regular expression, met (: missing closing )",
      })
  void mistakesAreToldWithTheirPlace(String drift, int line, String path, String message) {
    Problem problem = read(drift).problems().get(0);
    assertEquals("apps/shop.yaml", problem.file());
    assertEquals(line, problem.line());
    assertEquals("spec." + path, problem.path());
    assertEquals(message.replace("field. did", "field; did"), problem.message());
  }
}
