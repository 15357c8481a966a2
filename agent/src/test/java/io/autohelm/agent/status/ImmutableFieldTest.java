package io.autohelm.agent.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImmutableFieldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "failed to update: Deployment.apps \"shop\" is invalid: spec.selector: Invalid value: {\"matchLabels\":{}}: field is immutable"
            + " | kubectl delete deployment.apps shop -n web",
        "Service \"shop\" is invalid: spec.clusterIPs[0]: Invalid value: [\"10.96.0.9\"]: may not change once set"
            + " | kubectl delete service shop -n web",
        "Job.batch \"move\" is invalid: spec.template: Invalid value: {...}: field is immutable"
            + " | kubectl delete job.batch move -n web",
        "StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden"
            + " | kubectl delete statefulset.apps db -n web",
        "PersistentVolumeClaim \"data\" is invalid: spec: Forbidden: spec is immutable after creation except | none",
        "Service \"a\" is invalid: spec.ports: Required value; Job.batch \"b\" is invalid: spec.template: field is immutable"
            + " | kubectl delete job.batch b -n web",
        "Service \"a\" is invalid: spec.ports: Required value | -",
        "the field is immutable | -",
      })
  void onlyAnotherObjectHelps(String error, String command) {
    String told =
        ImmutableField.of(error)
            .map(field -> field.step("web").command())
            .or(() -> ImmutableField.of(error).map(field -> "none"))
            .orElse(null);
    assertEquals(command, told);
  }
}
