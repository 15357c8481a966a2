package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.schema.Shape;
import io.autohelm.sandbox.wire.Json;
import java.util.List;

/** The defaults that clients meet in the kinds which charts use. */
final class Defaults {
  private Defaults() {}

  /**
   * What every object of the kind contains without anybody saying it: structs that the types hold
   * by value. Creators do not come to own these.
   */
  static ObjectNode unsaid(Shape shape) {
    ObjectNode result = Json.object();
    unsaid(result, shape);
    return result;
  }

  private static void unsaid(ObjectNode into, Shape shape) {
    for (String name : List.of("metadata", "spec", "template", "jobTemplate")) {
      if (shape.fields().containsKey(name) && shape.field(name).form() == Shape.Form.STRUCT) {
        unsaid(into.putObject(name), shape.field(name));
      }
    }
    for (String name :
        List.of(
            "strategy",
            "updateStrategy",
            "resources",
            "podSelector",
            "roleRef",
            "scaleTargetRef",
            "names")) {
      if (shape.fields().containsKey(name) && shape.field(name).form() == Shape.Form.STRUCT) {
        into.putObject(name);
      }
    }
    if (shape.fields().containsKey("containers")) {
      into.putArray("containers");
    }
  }

  static void fill(ResourceType type, ObjectNode object) {
    switch (type.qualifiedName()) {
      case "services" -> service(Json.child(object, "spec"));
      case "pods" -> {
        pod(Json.child(object, "spec"), "Always");
        if (!object.path("spec").has("enableServiceLinks")) {
          Json.child(object, "spec").put("enableServiceLinks", true);
        }
      }
      case "deployments.apps" -> deployment(Json.child(object, "spec"));
      case "statefulsets.apps" -> statefulSet(Json.child(object, "spec"));
      case "daemonsets.apps" -> daemonSet(Json.child(object, "spec"));
      case "replicasets.apps" -> {
        text(Json.child(object, "spec"), "replicas", 1);
        template(Json.child(object, "spec"), "Always");
      }
      case "jobs.batch" -> job(Json.child(object, "spec"));
      case "cronjobs.batch" -> cronJob(Json.child(object, "spec"));
      case "persistentvolumes" -> {
        text(Json.child(object, "spec"), "volumeMode", "Filesystem");
        text(Json.child(object, "spec"), "persistentVolumeReclaimPolicy", "Retain");
        hostPath(Json.child(object, "spec"));
      }
      case "priorityclasses.scheduling.k8s.io" ->
          text(object, "preemptionPolicy", "PreemptLowerPriority");
      case "endpointslices.discovery.k8s.io" -> endpointSlice(object);
      case "endpoints" -> endpoints(object);
      case "limitranges" -> limits(Json.child(object, "spec"));
      case "persistentvolumeclaims" -> text(Json.child(object, "spec"), "volumeMode", "Filesystem");
      case "horizontalpodautoscalers.autoscaling" ->
          text(Json.child(object, "spec"), "minReplicas", 1);
      case "networkpolicies.networking.k8s.io" -> networkPolicy(Json.child(object, "spec"));
      case "storageclasses.storage.k8s.io" -> {
        text(object, "reclaimPolicy", "Delete");
        text(object, "volumeBindingMode", "Immediate");
      }
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          binding(object);
      default -> {}
    }
  }

  private static void binding(ObjectNode object) {
    text(Json.child(object, "roleRef"), "apiGroup", "rbac.authorization.k8s.io");
    for (JsonNode subject : object.path("subjects")) {
      if (!Json.text(subject, "kind").equals("ServiceAccount")) {
        text((ObjectNode) subject, "apiGroup", "rbac.authorization.k8s.io");
      }
    }
  }

  private static void hostPath(ObjectNode holder) {
    if (holder.path("hostPath") instanceof ObjectNode path && !path.has("type")) {
      path.put("type", "");
    }
  }

  private static void protocols(JsonNode ports) {
    objects(ports).forEach(port -> text(port, "protocol", "TCP"));
  }

  private static void endpointSlice(ObjectNode slice) {
    objects(slice.path("endpoints")).forEach(endpoint -> Json.child(endpoint, "conditions"));
    protocols(slice.path("ports"));
    for (ObjectNode port : objects(slice.path("ports"))) {
      if (!port.has("name")) {
        port.put("name", "");
      }
    }
  }

  private static void endpoints(ObjectNode endpoints) {
    objects(endpoints.path("subsets")).forEach(subset -> protocols(subset.path("ports")));
  }

  private static void limits(ObjectNode spec) {
    for (ObjectNode limit : objects(spec.path("limits"))) {
      if (Json.text(limit, "type").equals("Container") && limit.has("default")) {
        ObjectNode requests = Json.child(limit, "defaultRequest");
        limit
            .path("default")
            .properties()
            .forEach(amount -> requests.putIfAbsent(amount.getKey(), amount.getValue()));
      }
    }
  }

  private static void networkPolicy(ObjectNode spec) {
    for (String direction : List.of("ingress", "egress")) {
      objects(spec.path(direction)).forEach(rule -> protocols(rule.path("ports")));
    }
    Json.child(spec, "podSelector");
    if (!spec.has("policyTypes")) {
      var types = spec.putArray("policyTypes").add("Ingress");
      if (!spec.path("egress").isEmpty()) {
        types.add("Egress");
      }
    }
  }

  private static void service(ObjectNode spec) {
    text(spec, "sessionAffinity", "None");
    text(spec, "type", "ClusterIP");
    String type = Json.text(spec, "type");
    if (!type.equals("ExternalName")) {
      text(spec, "internalTrafficPolicy", "Cluster");
    }
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      text(spec, "externalTrafficPolicy", "Cluster");
    } else {
      // What belongs to exposed services alone goes when they are no longer exposed.
      spec.remove("externalTrafficPolicy");
      objects(spec.path("ports")).forEach(port -> port.remove("nodePort"));
    }
    if (type.equals("LoadBalancer") && !spec.has("allocateLoadBalancerNodePorts")) {
      spec.put("allocateLoadBalancerNodePorts", true);
    }
    for (ObjectNode port : objects(spec.path("ports"))) {
      text(port, "protocol", "TCP");
      if (!port.has("targetPort")) {
        port.set("targetPort", port.path("port"));
      }
    }
  }

  private static void deployment(ObjectNode spec) {
    text(spec, "replicas", 1);
    text(spec, "revisionHistoryLimit", 10);
    text(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.child(spec, "strategy");
    text(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      text(rolling, "maxUnavailable", "25%");
      text(rolling, "maxSurge", "25%");
    }
    template(spec, "Always");
  }

  private static void statefulSet(ObjectNode spec) {
    text(spec, "replicas", 1);
    text(spec, "revisionHistoryLimit", 10);
    text(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    text(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      text(Json.child(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = Json.child(spec, "persistentVolumeClaimRetentionPolicy");
    text(retention, "whenDeleted", "Retain");
    text(retention, "whenScaled", "Retain");
    for (ObjectNode claim : objects(spec.path("volumeClaimTemplates"))) {
      text(claim, "apiVersion", "v1");
      text(claim, "kind", "PersistentVolumeClaim");
      text(Json.child(claim, "spec"), "volumeMode", "Filesystem");
      text(Json.child(claim, "status"), "phase", "Pending");
    }
    template(spec, "Always");
  }

  private static void daemonSet(ObjectNode spec) {
    text(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    text(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      text(Json.child(strategy, "rollingUpdate"), "maxUnavailable", 1);
      text(Json.child(strategy, "rollingUpdate"), "maxSurge", 0);
    }
    template(spec, "Always");
  }

  private static void job(ObjectNode spec) {
    text(spec, "completionMode", "NonIndexed");
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    text(spec, "parallelism", 1);
    text(spec, "backoffLimit", 6);
    text(spec, "podReplacementPolicy", "TerminatingOrFailed");
    for (String flag : List.of("suspend", "manualSelector")) {
      if (!spec.has(flag)) {
        spec.put(flag, false);
      }
    }
    template(spec, "");
  }

  private static void cronJob(ObjectNode spec) {
    text(spec, "concurrencyPolicy", "Allow");
    text(spec, "successfulJobsHistoryLimit", 3);
    text(spec, "failedJobsHistoryLimit", 1);
    if (!spec.has("suspend")) {
      spec.put("suspend", false);
    }
    Json.child(spec, "jobTemplate", "metadata");
    if (Json.at(spec, "jobTemplate", "spec", "template").isObject()) {
      template(Json.child(spec, "jobTemplate", "spec"), "");
    }
  }

  private static void template(ObjectNode spec, String restartPolicy) {
    if (spec.path("template").isObject()) {
      Json.child(spec, "template", "metadata");
      pod(Json.child(spec, "template", "spec"), restartPolicy);
    }
  }

  private static void pod(ObjectNode spec, String restartPolicy) {
    text(spec, "dnsPolicy", "ClusterFirst");
    if (!restartPolicy.isEmpty()) {
      text(spec, "restartPolicy", restartPolicy);
    }
    text(spec, "schedulerName", "default-scheduler");
    text(spec, "terminationGracePeriodSeconds", 30);
    Json.child(spec, "securityContext");
    if (spec.has("serviceAccountName")) {
      spec.set("serviceAccount", spec.path("serviceAccountName"));
    }
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (ObjectNode container : objects(spec.path(list))) {
        container(container);
      }
    }
    for (ObjectNode volume : objects(spec.path("volumes"))) {
      for (String source : List.of("configMap", "secret", "downwardAPI", "projected")) {
        if (volume.path(source) instanceof ObjectNode mode) {
          text(mode, "defaultMode", 420);
        }
      }
      hostPath(volume);
      for (ObjectNode source : objects(Json.at(volume, "projected", "sources"))) {
        if (source.path("serviceAccountToken") instanceof ObjectNode token) {
          text(token, "expirationSeconds", 3600);
        }
      }
    }
  }

  private static void container(ObjectNode container) {
    text(container, "terminationMessagePath", "/dev/termination-log");
    text(container, "terminationMessagePolicy", "File");
    String image = Json.text(container, "image");
    String tag = image.substring(image.lastIndexOf('/') + 1);
    boolean floats = !tag.contains("@") && (!tag.contains(":") || tag.endsWith(":latest"));
    text(container, "imagePullPolicy", floats ? "Always" : "IfNotPresent");
    Json.child(container, "resources");
    for (ObjectNode port : objects(container.path("ports"))) {
      text(port, "protocol", "TCP");
    }
    for (ObjectNode variable : objects(container.path("env"))) {
      JsonNode field = Json.at(variable, "valueFrom", "fieldRef");
      if (field instanceof ObjectNode reference) {
        text(reference, "apiVersion", "v1");
      }
    }
    for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
      if (container.path(probe) instanceof ObjectNode settings) {
        text(settings, "timeoutSeconds", 1);
        text(settings, "periodSeconds", 10);
        text(settings, "successThreshold", 1);
        text(settings, "failureThreshold", 3);
        http(settings);
      }
    }
    for (String hook : List.of("postStart", "preStop")) {
      if (Json.at(container, "lifecycle", hook) instanceof ObjectNode handler) {
        http(handler);
      }
    }
  }

  private static void http(ObjectNode handler) {
    if (handler.path("httpGet") instanceof ObjectNode get) {
      text(get, "path", "/");
      text(get, "scheme", "HTTP");
    }
  }

  private static List<ObjectNode> objects(JsonNode list) {
    return list.valueStream().map(ObjectNode.class::cast).toList();
  }

  private static void text(ObjectNode object, String name, String value) {
    if (Json.text(object, name).isEmpty()) {
      object.put(name, value);
    }
  }

  private static void text(ObjectNode object, String name, int value) {
    if (!object.has(name)) {
      object.put(name, value);
    }
  }
}
