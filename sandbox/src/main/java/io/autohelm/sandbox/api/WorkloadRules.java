package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mistakes in workloads that people make in charts. */
final class WorkloadRules {
  private WorkloadRules() {}

  static void check(ObjectNode fresh, ObjectNode live, List<Cause> wrong) {
    JsonNode spec = fresh.path("spec");
    JsonNode selector = spec.path("selector");
    JsonNode labels = Json.at(spec, "template", "metadata", "labels");
    if (selector.isMissingNode()) {
      wrong.add(new Cause("FieldValueRequired", "Required value", "spec.selector"));
    } else {
      boolean fits = true;
      for (Map.Entry<String, JsonNode> wanted : selector.path("matchLabels").properties()) {
        fits &= wanted.getValue().equals(labels.path(wanted.getKey()));
      }
      if (!fits) {
        wrong.add(
            Admission.invalid(
                "spec.template.metadata.labels",
                labels.isMissingNode() ? Json.object() : labels,
                "`selector` does not match template `labels`"));
      }
      if (!live.isEmpty() && !selector.equals(Json.at(live, "spec", "selector"))) {
        wrong.add(Admission.invalid("spec.selector", selector, "field is immutable"));
      }
    }
    if (Json.text(spec, "strategy", "type").equals("Recreate")
        && spec.path("strategy").has("rollingUpdate")) {
      wrong.add(
          new Cause(
              "FieldValueForbidden",
              "Forbidden: may not be specified when strategy `type` is 'Recreate'",
              "spec.strategy.rollingUpdate"));
    }
    Set<String> claims = new HashSet<>();
    spec.path("volumeClaimTemplates")
        .forEach(claim -> claims.add(Json.text(claim, "metadata", "name")));
    checkPod(Json.at(spec, "template", "spec"), "spec.template.spec", claims, wrong);
  }

  static void checkPod(JsonNode pod, String path, List<Cause> wrong) {
    checkPod(pod, path, Set.of(), wrong);
  }

  /** {@code claims} are volumes which the pods of a stateful set are given later. */
  private static void checkPod(JsonNode pod, String path, Set<String> claims, List<Cause> wrong) {
    if (pod.path("containers").isEmpty()) {
      wrong.add(new Cause("FieldValueRequired", "Required value", path + ".containers"));
    }
    Set<String> volumes = new HashSet<>(claims);
    pod.path("volumes").forEach(volume -> volumes.add(Json.text(volume, "name")));
    Set<String> names = new HashSet<>();
    for (String list : List.of("initContainers", "containers")) {
      JsonNode containers = pod.path(list);
      for (int i = 0; i < containers.size(); i++) {
        String where = path + "." + list + "[" + i + "]";
        checkContainer(containers.path(i), where, volumes, wrong);
        if (!names.add(Json.text(containers.path(i), "name"))) {
          String name = Json.text(containers.path(i), "name");
          wrong.add(
              new Cause(
                  "FieldValueDuplicate", "Duplicate value: \"" + name + "\"", where + ".name"));
        }
      }
    }
  }

  private static void checkContainer(
      JsonNode container, String path, Set<String> volumes, List<Cause> wrong) {
    for (String field : List.of("name", "image")) {
      if (Json.text(container, field).isEmpty()) {
        wrong.add(new Cause("FieldValueRequired", "Required value", path + "." + field));
      }
    }
    JsonNode mounts = container.path("volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      String name = Json.text(mounts.path(i), "name");
      if (!volumes.contains(name)) {
        String where = path + ".volumeMounts[" + i + "].name";
        wrong.add(new Cause("FieldValueNotFound", "Not found: \"" + name + "\"", where));
      }
    }
  }
}
