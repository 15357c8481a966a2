package io.autohelm.agent.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.agent.declaration.ReleaseId;
import io.autohelm.agent.reconcile.Consents.Prospect;
import io.autohelm.agent.reconcile.Decision.Step;
import io.autohelm.engine.manifest.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsentsTest {
  private static final ReleaseId SHOP = new ReleaseId("web", "shop");
  private static final Limits LIMITS =
      new Limits(10, 50, 2, Set.of("Namespace", "PersistentVolumeClaim"), false);

  private static List<KubeObject.Id> objects(String kinds) {
    List<KubeObject.Id> objects = new ArrayList<>();
    for (String kind : kinds.isEmpty() ? new String[0] : kinds.split(" ", -1)) {
      objects.add(new KubeObject.Id("", kind, "web", "o" + objects.size()));
    }
    return objects;
  }

  @ParameterizedTest(name = "{0} that removes [{1}], whole {2}: {3}")
  @CsvSource({
    "UPGRADE,   '',                                false, UPGRADE",
    "UPGRADE,   ConfigMap Secret,                  false, UPGRADE",
    "UPGRADE,   ConfigMap Secret ConfigMap,        false, WAIT_FOR_CONFIRMATION",
    "UPGRADE,   PersistentVolumeClaim,             false, WAIT_FOR_CONFIRMATION",
    "UNINSTALL, ConfigMap Secret ConfigMap,        true,  UNINSTALL",
    "UNINSTALL, ConfigMap Secret Namespace Secret, true,  WAIT_FOR_CONFIRMATION",
  })
  void deletionsAreAskedFor(Step step, String removed, boolean isWhole, Step expected) {
    Prospect prospect = new Prospect(SHOP, "", objects(removed));
    Decision decision = Decision.of(step, "why");
    assertEquals(
        expected,
        new Consents(LIMITS, false, digest -> false).over(decision, prospect, isWhole).step());
    assertEquals(
        step, new Consents(LIMITS, false, digest -> true).over(decision, prospect, isWhole).step());
    assertEquals(step, Consents.ALL.over(decision, prospect, isWhole).step());
  }

  @Test
  void onlyWhatIsPreciousIsNamedUnlessItIsTooMuch() {
    Prospect prospect = new Prospect(SHOP, "", objects("ConfigMap PersistentVolumeClaim"));
    List<String> asked = new ArrayList<>();
    Decision decision =
        new Consents(LIMITS, false, digest -> !asked.add(digest))
            .over(Decision.of(Step.UPGRADE, "why"), prospect);
    assertEquals(
        "waits for consent to "
            + asked.get(0)
            + ": to upgrade would remove PersistentVolumeClaim/web/o1",
        decision.reason());
  }

  @ParameterizedTest(name = "{0}, agreed to {1}: {2}")
  @CsvSource({
    "INSTALL,   sha256:1, INSTALL",
    "INSTALL,   sha256:2, WAIT_FOR_APPROVAL",
    "UPGRADE,   sha256:1, UPGRADE", // who agreed to the plan agreed to what it removes
    "UPGRADE,   '',       WAIT_FOR_APPROVAL",
    "REAPPLY,   '',       WAIT_FOR_CONFIRMATION",
  })
  void plansAreAskedFor(Step step, String agreed, Step expected) {
    Decision decision =
        new Consents(LIMITS, true, agreed::equals)
            .over(
                Decision.of(step, "chart or values have changed"),
                new Prospect(SHOP, "sha256:1", objects("Namespace")));
    assertEquals(expected, decision.step());
    if (expected == Step.WAIT_FOR_APPROVAL) {
      assertTrue(
          decision.reason().startsWith("waits for consent to plan sha256:1 to "),
          decision.reason());
      assertTrue(decision.reason().endsWith("; it would remove Namespace/web/o0"));
    }
  }
}
