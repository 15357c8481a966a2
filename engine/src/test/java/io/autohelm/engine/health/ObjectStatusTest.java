package io.autohelm.engine.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.autohelm.engine.manifest.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ObjectStatusTest {
  private static final Map<String, String> RECORDED = HealthCases.recorded();

  static List<HealthCases.Case> cases() {
    return HealthCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anObjectIsJudgedAsByKstatus(HealthCases.Case each) {
    ObjectStatus status = ObjectStatus.of(each.object(), HealthCases.NOW);
    assertEquals(RECORDED.get(each.name()), HealthCases.word(status));
    assertEquals(status.isCurrent(), status.message().isEmpty(), "a message says why not");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatMerelyExistsIsNeverAwaited(HealthCases.Case each) {
    ObjectStatus status = ObjectStatus.of(each.object(), HealthCases.NOW);
    boolean isOdd = each.object().tree().containsKey("status");
    if (ObjectStatus.isMereExistence(each.object()) && !isOdd) {
      assertFalse(status.state() == ObjectStatus.State.IN_PROGRESS, each.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Job fresh, IN_PROGRESS",
    "Job running, IN_PROGRESS",
    "Job complete, CURRENT",
    "Job failed, FAILED",
    "Job past its deadline, FAILED",
    "Job about to fail, IN_PROGRESS",
    "Job suspended, IN_PROGRESS",
    "Pod fresh, IN_PROGRESS",
    "Pod running and ready, IN_PROGRESS",
    "Pod succeeded, CURRENT",
    "Pod failed, FAILED",
    "Pod unknown, IN_PROGRESS",
    "ConfigMap, CURRENT",
    "Deployment fresh, CURRENT",
    "ConfigMap that is being deleted, CURRENT"
  })
  void aHookMustHaveRun(String name, ObjectStatus.State expected) {
    KubeObject object = HealthCases.object(name);
    assertEquals(expected, ObjectStatus.ofRun(object).state());
    if (object.kind().equals("Job")) {
      assertEquals(expected, ObjectStatus.withJobs(object, HealthCases.NOW).state());
    }
  }
}
