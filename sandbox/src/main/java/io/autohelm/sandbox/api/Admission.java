package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What happens between decoding and storing: defaults, allocations, and the checks that matter. */
final class Admission {
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?");

  /** Counters that the types always print. */
  private static final Map<String, List<String>> COUNTED =
      Map.of(
          "replicasets.apps", List.of("replicas"),
          "horizontalpodautoscalers.autoscaling", List.of("desiredReplicas"),
          "poddisruptionbudgets.policy",
              List.of("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"),
          "statefulsets.apps", List.of("replicas", "availableReplicas"),
          "daemonsets.apps",
              List.of(
                  "currentNumberScheduled",
                  "desiredNumberScheduled",
                  "numberMisscheduled",
                  "numberReady"));

  private final ObjectStore store;
  private final Addresses addresses;

  Admission(ObjectStore store) {
    this.store = store;
    this.addresses = new Addresses(store);
  }

  /** Folds and defaults, as decoding does on the real server. */
  void complete(Place place, ObjectNode fresh, ObjectNode live) {
    ResourceType type = place.type();
    if (type.is("", "secrets")) {
      foldSecret(fresh);
    }
    if (type.is("", "services")) {
      Addresses.keep(fresh, live);
    }
    if (type.is("", "namespaces")) {
      Json.child(fresh, "metadata", "labels").put("kubernetes.io/metadata.name", place.name());
    }
    if (type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      CustomKinds.complete(fresh);
    }
    if (type.is("apps", "daemonsets")) {
      numberTemplates(fresh, live);
    }
    Defaults.fill(type, fresh);
    if (type.custom()) {
      JsonNode schema = Json.at(type.definition(), "schema", "openAPIV3Schema");
      CustomRules.fill(fresh, schema);
    }
    Json.child(fresh, "metadata");
  }

  /** Daemon sets count the changes of their template in an annotation that the server keeps. */
  private static void numberTemplates(ObjectNode fresh, ObjectNode live) {
    String annotation = "deprecated.daemonset.template.generation";
    long number = Json.at(live, "metadata", "annotations", annotation).asLong(0);
    boolean same = Json.at(live, "spec", "template").equals(Json.at(fresh, "spec", "template"));
    Json.child(fresh, "metadata", "annotations")
        .put(annotation, Long.toString(number == 0 || !same ? number + 1 : number));
  }

  private static void foldSecret(ObjectNode secret) {
    JsonNode plain = secret.remove("stringData");
    if (plain != null && !plain.isEmpty()) {
      ObjectNode data = Json.child(secret, "data");
      for (Map.Entry<String, JsonNode> entry : plain.properties()) {
        byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
    if (Json.text(secret, "type").isEmpty()) {
      secret.put("type", "Opaque");
    }
  }

  /** What the server allocates, and the state in which an object begins. */
  void begin(Place place, ObjectNode fresh) {
    ResourceType type = place.type();
    if (type.has("status") && !type.is("", "pods") && !type.is("", "nodes")) {
      fresh.remove("status");
    }
    if (type.is("", "services")) {
      addresses.allocate(fresh);
      Json.child(fresh, "status", "loadBalancer");
    } else if (type.is("", "namespaces")) {
      Json.child(fresh, "spec").putArray("finalizers").add("kubernetes");
      Json.child(fresh, "status").put("phase", "Active");
    } else if (type.is("", "persistentvolumeclaims") || type.is("", "persistentvolumes")) {
      Json.child(fresh, "status").put("phase", "Pending");
    } else if (type.is("networking.k8s.io", "ingresses")) {
      Json.child(fresh, "status", "loadBalancer");
    } else if (type.is("", "pods")) {
      ObjectNode spec = Json.child(fresh, "spec");
      for (String name : List.of("serviceAccountName", "serviceAccount")) {
        if (!spec.has(name)) {
          spec.put(name, "default");
        }
      }
      spec.put("priority", spec.path("priority").asInt());
      spec.put("preemptionPolicy", spec.path("preemptionPolicy").asText("PreemptLowerPriority"));
      Json.child(fresh, "status").put("phase", "Pending").put("qosClass", "BestEffort");
    } else if (type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      Json.child(fresh, "status").putNull("conditions");
    } else if (type.is("batch", "jobs")) {
      labelJob(fresh);
    }
    if (type.has("status") && !type.custom()) {
      ObjectNode status = Json.child(fresh, "status");
      COUNTED.getOrDefault(type.qualifiedName(), List.of()).forEach(count -> status.put(count, 0));
    }
  }

  private static void labelJob(ObjectNode job) {
    String uid = Json.text(job, "metadata", "uid");
    String name = Json.text(job, "metadata", "name");
    ObjectNode labels = Json.child(job, "spec", "template", "metadata", "labels");
    for (String prefix : List.of("", "batch.kubernetes.io/")) {
      labels.put(prefix + "controller-uid", uid);
      labels.put(prefix + "job-name", name);
    }
    Json.child(job, "spec", "selector", "matchLabels")
        .put("batch.kubernetes.io/controller-uid", uid);
    if (Json.at(job, "metadata", "labels").isEmpty()) {
      Json.child(job, "metadata").set("labels", labels.deepCopy());
    }
  }

  /** 403, 404 or 422 for what must not be stored. */
  void validate(Place place, ObjectNode fresh, ObjectNode live) {
    ResourceType type = place.type();
    List<Cause> wrong = new ArrayList<>();
    if (live.isEmpty()) {
      checkNamespace(place);
      checkName(fresh, wrong);
    }
    checkLabels(fresh, wrong);
    if (type.custom()) {
      JsonNode schema = Json.at(type.definition(), "schema", "openAPIV3Schema");
      wrong.addAll(CustomRules.violations(fresh, schema));
    }
    if (type.is("", "secrets") || type.is("", "configmaps")) {
      checkKeys(fresh.path("data"), wrong);
      checkImmutable(fresh, live, wrong);
    }
    if (type.group().equals("apps") && !Json.at(fresh, "spec", "template").isMissingNode()) {
      WorkloadRules.check(fresh, live, wrong);
    }
    if (type.is("", "pods")) {
      WorkloadRules.checkPod(fresh.path("spec"), "spec", wrong);
    }
    if (type.is("", "services")) {
      checkPorts(fresh.path("spec"), wrong);
    }
    if (type.is("batch", "jobs")) {
      WorkloadRules.checkPod(
          Json.at(fresh, "spec", "template", "spec"), "spec.template.spec", wrong);
    }
    if (type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      CustomKinds.check(fresh, wrong);
    }
    if (!wrong.isEmpty()) {
      throw ApiFailure.invalid(type.group(), type.kind(), place.name(), wrong);
    }
  }

  private void checkNamespace(Place place) {
    if (!place.type().namespaced()) {
      return;
    }
    ObjectNode namespace =
        store
            .get("/namespaces", "", place.namespace())
            .orElseThrow(() -> ApiFailure.notFound("", "namespaces", place.namespace()));
    if (Json.at(namespace, "metadata").has("deletionTimestamp")) {
      throw ApiFailure.forbidden(
          place.type().group(),
          place.type().plural(),
          place.name(),
          "unable to create new content in namespace "
              + place.namespace()
              + " because it is being terminated");
    }
  }

  private static void checkName(ObjectNode fresh, List<Cause> wrong) {
    String name = Json.text(fresh, "metadata", "name");
    if (name.isEmpty()) {
      wrong.add(
          new Cause(
              "FieldValueRequired",
              "Required value: name or generateName is required",
              "metadata.name"));
    } else if (name.length() > 253 || name.contains("/")) {
      wrong.add(invalid("metadata.name", name, "must be no more than 253 characters, without '/'"));
    } else if (!SUBDOMAIN.matcher(name).matches()
        && !Json.text(fresh, "apiVersion").startsWith("rbac.")) {
      wrong.add(
          invalid(
              "metadata.name",
              name,
              "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                  + " '-' or '.', and must start and end with an alphanumeric character (e.g."
                  + " 'example.com', regex used for validation is '"
                  + SUBDOMAIN.pattern().replace("\\\\", "\\")
                  + "')"));
    }
  }

  private static void checkLabels(ObjectNode fresh, List<Cause> wrong) {
    for (Map.Entry<String, JsonNode> label : Json.at(fresh, "metadata", "labels").properties()) {
      String value = label.getValue().asText();
      if (!LABEL_VALUE.matcher(value).matches()) {
        wrong.add(
            invalid(
                "metadata.labels",
                value,
                "a valid label must be an empty string or consist of alphanumeric characters, '-',"
                    + " '_' or '.', and must start and end with an alphanumeric character"));
      }
    }
  }

  private static void checkKeys(JsonNode data, List<Cause> wrong) {
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      if (!KEY.matcher(entry.getKey()).matches()) {
        wrong.add(
            invalid(
                "data[" + entry.getKey() + "]",
                entry.getKey(),
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                    + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is"
                    + " '[-._a-zA-Z0-9]+')"));
      }
    }
  }

  private static void checkImmutable(ObjectNode fresh, ObjectNode live, List<Cause> wrong) {
    boolean frozen = live.path("immutable").asBoolean();
    if (frozen && !live.path("data").equals(fresh.path("data"))) {
      wrong.add(
          new Cause(
              "FieldValueForbidden",
              "Forbidden: field is immutable when `immutable` is set",
              "data"));
    }
    String type = Json.text(live, "type");
    if (!type.isEmpty() && !type.equals(Json.text(fresh, "type"))) {
      wrong.add(invalid("type", Json.text(fresh, "type"), "field is immutable"));
    }
  }

  private static void checkPorts(JsonNode spec, List<Cause> wrong) {
    JsonNode ports = spec.path("ports");
    boolean free =
        Json.text(spec, "clusterIP").equals("None")
            || Json.text(spec, "type").equals("ExternalName");
    if (ports.isEmpty() && !free) {
      wrong.add(new Cause("FieldValueRequired", "Required value", "spec.ports"));
    }
    for (int i = 0; i < ports.size(); i++) {
      if (ports.size() > 1 && Json.text(ports.path(i), "name").isEmpty()) {
        String where = "spec.ports[" + i + "].name";
        wrong.add(new Cause("FieldValueRequired", "Required value", where));
      }
    }
  }

  static Cause invalid(String field, Object value, String why) {
    String shown = value instanceof JsonNode ? value.toString() : "\"" + value + "\"";
    return new Cause("FieldValueInvalid", "Invalid value: " + shown + ": " + why, field);
  }
}
