package io.autohelm.agent.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.autohelm.agent.reconcile.PlannedRelease.Change;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedCrd;
import io.autohelm.agent.reconcile.PlannedRelease.PlannedObject;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.render.KubeVersion;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class WarningsTest {
  private static final KubeObject CRD =
      KubeObject.parseAll(
              """
              apiVersion: apiextensions.k8s.io/v1
              kind: CustomResourceDefinition
              metadata: { name: gadgets.example.org }
              """)
          .get(0);

  static Stream<Arguments> versions() {
    String budget = "policy/v1beta1 PodDisruptionBudget";
    return Stream.of(
        arguments(budget, "v1.19.3", List.of()),
        arguments(
            budget,
            "v1.20.0",
            List.of(
                "api-deprecated policy/v1beta1 PodDisruptionBudget (x) is deprecated since"
                    + " Kubernetes 1.21 and gone in 1.25; use policy/v1 PodDisruptionBudget")),
        arguments(
            budget,
            "v1.24.0-gke.1",
            List.of(
                "api-gone policy/v1beta1 PodDisruptionBudget (x) is gone in Kubernetes 1.25, the"
                    + " next minor version; use policy/v1 PodDisruptionBudget")),
        arguments(
            budget,
            "v1.25.0",
            List.of(
                "api-gone policy/v1beta1 PodDisruptionBudget (x) is not served since Kubernetes"
                    + " 1.25; use policy/v1 PodDisruptionBudget")),
        arguments("policy/v1 PodDisruptionBudget", "v1.40.0", List.of()),
        arguments(
            "v1 ComponentStatus",
            "v1.30.0",
            List.of(
                "api-deprecated v1 ComponentStatus (x) is deprecated since Kubernetes 1.19; nothing"
                    + " takes its place")));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void tellsOfVersionsThatGo(String kind, String cluster, List<String> expected) {
    int blank = kind.indexOf(' ');
    KubeObject object =
        KubeObject.parseAll(
                "apiVersion: %s\nkind: %s\nmetadata: { name: x }"
                    .formatted(kind.substring(0, blank), kind.substring(blank + 1)))
            .get(0);
    assertEquals(expected, told(List.of(), List.of(object, object), List.of(), cluster));
  }

  static Stream<Arguments> definitions() {
    return Stream.of(
        arguments(new PlannedObject(Change.ADDED, null, CRD), List.of()),
        arguments(
            new PlannedObject(Change.REMOVED, CRD, null),
            List.of(
                "crd-removed CRD gadgets.example.org would be removed, and every object of its"
                    + " kind")),
        arguments(
            new PlannedObject(Change.CHANGED, CRD, CRD),
            List.of("crd-changed CRD gadgets.example.org changes")));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void tellsOfDefinitionsInTemplates(PlannedObject object, List<String> expected) {
    assertEquals(expected, told(List.of(object), List.of(), List.of(), "v1.30.0"));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        arguments(null, true, List.of()),
        arguments(
            null,
            false,
            List.of(
                "crd-not-applied CRD gadgets.example.org of the chart is not in the cluster, and is"
                    + " not made: crds is Skip")),
        arguments(
            CRD,
            true,
            List.of("crd-changed CRD gadgets.example.org changes: a field goes; so does another")),
        arguments(
            CRD,
            false,
            List.of(
                "crd-not-applied CRD gadgets.example.org of the chart differs from the cluster's,"
                    + " which stays as it is: only crds: CreateReplace changes it")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void tellsOfDefinitionsInTheFolderCrds(
      @Nullable KubeObject live, boolean isApplied, List<String> expected) {
    PlannedCrd crd =
        new PlannedCrd(CRD, live, isApplied, List.of("a field goes", "so does another"));
    assertEquals(expected, told(List.of(), List.of(), List.of(crd), "v1.30.0"));
  }

  private static List<String> told(
      List<PlannedObject> objects,
      List<KubeObject> rendered,
      List<PlannedCrd> crds,
      String cluster) {
    return Warnings.of(objects, rendered, crds, KubeVersion.parse(cluster)).stream()
        .map(warning -> warning.kind() + " " + warning.message())
        .toList();
  }
}
