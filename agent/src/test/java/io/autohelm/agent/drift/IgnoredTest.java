package io.autohelm.agent.drift;

import static io.autohelm.agent.drift.MetadataSamples.OURS;
import static io.autohelm.agent.drift.MetadataSamples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.patch.PatchTarget;
import io.autohelm.engine.yaml.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is applied when some fields are somebody else's. */
final class IgnoredTest {
  /** Ours are the container's image and arguments; the scaler has replicas, the editor paused. */
  private static final KubeObject LIVE =
      object(
          "u",
          1,
          1,
          OURS.replace("    f:replicas: {}\n", "")
              + """
              - manager: hpa-controller
                operation: Update
                subresource: scale
                apiVersion: apps/v1
                fieldsV1: { f:spec: { f:replicas: {} } }
              - manager: editor
                operation: Update
                apiVersion: apps/v1
                fieldsV1: { f:spec: { f:paused: {}, f:template: { f:spec: { f:containers: { 'k:{"name":"web"}': { f:ports: { 'k:{"containerPort":80,"protocol":"TCP"}': { f:protocol: {} } } } } } } } }
              """);

  private static final KubeObject WANTED =
      KubeObject.parseAll(
              """
              apiVersion: apps/v1
              kind: Deployment
              metadata: { name: web, namespace: shop }
              spec:
                replicas: 2
                paused: false
                template: { spec: { containers: [ { name: web, image: c, args: [q], env: [] } ] } }
              """)
          .get(0);

  private static final String CONTAINER =
      "{\"args\":[\"q\"],\"env\":[],\"image\":\"c\",\"name\":\"web\"}";

  private static String spec(String rest, String container) {
    return "{" + rest + "\"template\":{\"spec\":{\"containers\":[" + container + "]}}}";
  }

  private static String applied(String paths, String managers) {
    IgnoreRules rules =
        new IgnoreRules(
            List.of(
                new IgnoreRules.Rule(
                    null,
                    paths == null ? List.of() : List.of(paths.split(" ", -1)),
                    managers == null ? List.of() : List.of(managers.split(" ", -1)))));
    KubeObject applied = rules.of(WANTED).applied(WANTED, LIVE);
    assertEquals(WANTED.id(), applied.id());
    return Json.printRaw(applied.tree().get("spec"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      nullValues = "-",
      value = {
        // Another's field is left out, so that it stays as it is and whose it is.
        "/spec/replicas; -; \"paused\":false,; *",
        "/spec/replicas /spec/paused; -; ''; *",
        "-; hpa*; \"paused\":false,; *",
        "-; editor *-controller; ''; *",
        // A name without a star is the whole name.
        "-; hpa; \"paused\":false,\"replicas\":2,; *",
        // Ours is found by the container's name, which is the second there, and stays as it is.
        "/spec/template/spec/containers/1/image; -; \"paused\":false,\"replicas\":2,;"
            + " {\"args\":[\"q\"],\"env\":[],\"image\":\"b\",\"name\":\"web\"}",
        "/spec/template/spec/containers/0/image; -; \"paused\":false,\"replicas\":2,; *",
        "/spec/template/spec/containers/1/args; -; \"paused\":false,\"replicas\":2,;"
            + " {\"args\":[\"x\",\"z\"],\"env\":[],\"image\":\"c\",\"name\":\"web\"}",
        "/spec/nothing; nobody; \"paused\":false,\"replicas\":2,; *",
      })
  void whatIsSomebodyElsesIsNotApplied(
      String paths, String managers, String rest, String container) {
    assertEquals(
        spec(rest == null ? "" : rest, container.equals("*") ? CONTAINER : container),
        applied(paths, managers));
  }

  @Test
  void theObjectsNameCannotBeIgnored() {
    KubeObject applied = new Ignored(List.of("/metadata", "/spec"), null).applied(WANTED, LIVE);
    assertEquals(WANTED.id(), applied.id());
    assertEquals("{\"name\":\"web\",\"namespace\":\"shop\"}", Json.printRaw(applied.metadata()));
  }

  @Test
  void aRuleIsForWhatItsTargetSelects() {
    IgnoreRules rules =
        new IgnoreRules(
            List.of(
                new IgnoreRules.Rule(
                    PatchTarget.of("Deployment", "web|bank"), List.of(""), List.of()),
                new IgnoreRules.Rule(PatchTarget.of("Service", ""), List.of("/a"), List.of())));
    assertTrue(rules.of(WANTED).isAll());
    assertTrue(rules.of(KubeObject.parseAll("{apiVersion: v1, kind: Pod}").get(0)).isNothing());
  }

  @ParameterizedTest
  @CsvSource({"/spec/replicas, true", "'', true", "/a~1b~0c/0, true", "spec, false", "/a~2, false"})
  void aPathIsAJsonPointer(String path, boolean isOne) {
    assertEquals(isOne, IgnoreRules.problem(path).equals(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "labels, autohelm.io/drift, ignore, true",
    "annotations, autohelm.io/drift, ignore, true",
    "annotations, autohelm.io/drift, warn, false",
    "labels, helm.toolkit.fluxcd.io/driftDetection, disabled, true",
    "annotations, helm.toolkit.fluxcd.io/driftDetection, enabled, false",
    "annotations, kustomize.toolkit.fluxcd.io/reconcile, disabled, true",
    "annotations, argocd.argoproj.io/compare-options, IgnoreExtraneous, false",
  })
  void aMarkLeavesOneObjectOut(String where, String key, String value, boolean isOut) {
    assertEquals(isOut, OptOut.isMarked(marked(where, key, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "argocd.argoproj.io/compare-options, 'ServerSideDiff=true, IgnoreExtraneous', true",
    "argocd.argoproj.io/compare-options, ServerSideDiff=true, false",
    "autohelm.io/drift, ignore, true",
  })
  void aMarkLetsAnExtraObjectBe(String key, String value, boolean isAllowed) {
    assertEquals(isAllowed, OptOut.isAllowedExtra(marked("annotations", key, value)));
  }

  private static KubeObject marked(String where, String key, String value) {
    return KubeObject.parseAll(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, "
                + where
                + ": {"
                + key
                + ": \""
                + value
                + "\"}}}")
        .get(0);
  }
}
