package io.autohelm.sandbox.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** Deployments, replica sets, stateful sets and daemon sets, down to their pods. */
final class Workloads {
  private static final String HASH = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final Cluster cluster;

  Workloads(Cluster cluster) {
    this.cluster = cluster;
  }

  void deployment(String namespace, String name) {
    ObjectNode deployment = living("apps/deployments", namespace, name);
    if (deployment.isEmpty()) {
      return;
    }
    JsonNode template = Json.at(deployment, "spec", "template");
    String hash = hash(template);
    int replicas = Json.at(deployment, "spec", "replicas").asInt();
    ObjectNode current = Json.object();
    int revision = 0;
    for (ObjectNode set : cluster.owned("apps/replicasets", deployment)) {
      revision = Math.max(revision, Json.at(set, "metadata", "annotations", REVISION).asInt());
      if (Json.text(set, "metadata", "labels", HASH).equals(hash)) {
        current = set;
      } else {
        scale(set, 0);
      }
    }
    if (current.isEmpty()) {
      cluster.create(deployment, replicaSet(deployment, hash, replicas, revision + 1));
    } else {
      scale(current, replicas);
    }
    int ready = Math.min(replicas, Json.at(current, "status", "readyReplicas").asInt());
    String set = name + "-" + hash;
    cluster.status(
        deployment,
        status -> {
          status.set("observedGeneration", Json.at(deployment, "metadata", "generation"));
          counts(status, replicas, ready);
          number(status, "updatedReplicas", replicas);
          number(status, "unavailableReplicas", replicas - ready);
          boolean available = ready == replicas;
          cluster.condition(
              status,
              "Available",
              available,
              available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
              available
                  ? "Deployment has minimum availability."
                  : "Deployment does not have minimum availability.");
          cluster.condition(
              status,
              "Progressing",
              true,
              available ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
              "ReplicaSet \""
                  + set
                  + (available ? "\" has successfully progressed." : "\" is progressing."));
        });
  }

  private static ObjectNode replicaSet(
      ObjectNode deployment, String hash, int replicas, int revision) {
    ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    ObjectNode metadata = set.putObject("metadata");
    metadata.put("name", Json.text(deployment, "metadata", "name") + "-" + hash);
    metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
    ObjectNode spec = set.putObject("spec").put("replicas", replicas);
    spec.set("selector", Json.at(deployment, "spec", "selector").deepCopy());
    Json.child(spec, "selector", "matchLabels").put(HASH, hash);
    spec.set("template", Json.at(deployment, "spec", "template").deepCopy());
    Json.child(spec, "template", "metadata", "labels").put(HASH, hash);
    metadata.set("labels", Json.at(spec, "template", "metadata", "labels").deepCopy());
    if (Cluster.has(deployment, Cluster.NEVER_READY)) {
      Json.child(spec, "template", "metadata", "annotations").put(Cluster.NEVER_READY, "true");
    }
    return set;
  }

  private void scale(ObjectNode set, int replicas) {
    cluster.update(set, copy -> Json.child(copy, "spec").put("replicas", replicas));
  }

  void replicaSet(String namespace, String name) {
    ObjectNode set = living("apps/replicasets", namespace, name);
    if (set.isEmpty()) {
      return;
    }
    int replicas = Json.at(set, "spec", "replicas").asInt();
    List<ObjectNode> pods = pods(set);
    for (int i = replicas; i < pods.size(); i++) {
      cluster.delete(pods.get(i));
    }
    for (int i = pods.size(); i < replicas; i++) {
      ObjectNode pod = Cluster.pod(Json.at(set, "spec", "template"));
      Json.child(pod, "metadata").put("generateName", name + "-");
      cluster.create(set, pod);
    }
    status(set, "fullyLabeledReplicas", Math.min(replicas, ready(pods)), replicas);
  }

  void statefulSet(String namespace, String name) {
    ObjectNode set = living("apps/statefulsets", namespace, name);
    if (set.isEmpty()) {
      return;
    }
    JsonNode template = Json.at(set, "spec", "template");
    String revision = name + "-" + hash(template);
    int replicas = Json.at(set, "spec", "replicas").asInt();
    List<ObjectNode> current = replaced(set, "controller-revision-hash", revision);
    for (ObjectNode pod : current) {
      String podName = Json.text(pod, "metadata", "name");
      if (Integer.parseInt(podName.substring(name.length() + 1)) >= replicas) {
        cluster.delete(pod);
      }
    }
    for (int i = 0; i < replicas; i++) {
      String podName = name + "-" + i;
      boolean exists =
          current.stream().anyMatch(pod -> Json.text(pod, "metadata", "name").equals(podName));
      if (!exists) {
        claims(set, namespace, podName);
        ObjectNode pod = Cluster.pod(template);
        marked(pod, set, podName, "controller-revision-hash", revision);
        Json.child(pod, "metadata", "labels").put("statefulset.kubernetes.io/pod-name", podName);
        cluster.create(set, pod);
      }
    }
    int ready = Math.min(replicas, ready(current));
    cluster.status(
        set,
        status -> {
          status.set("observedGeneration", Json.at(set, "metadata", "generation"));
          counts(status, replicas, ready);
          number(status, "currentReplicas", replicas);
          number(status, "updatedReplicas", replicas);
          status.put("availableReplicas", ready);
          status.put("collisionCount", 0);
          status.put("currentRevision", revision).put("updateRevision", revision);
        });
  }

  private void claims(ObjectNode set, String namespace, String podName) {
    for (JsonNode template : Json.at(set, "spec", "volumeClaimTemplates")) {
      String name = Json.text(template, "metadata", "name") + "-" + podName;
      if (cluster.get("/persistentvolumeclaims", namespace, name).isEmpty()) {
        ObjectNode claim =
            Json.object().put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
        claim.putObject("metadata").put("name", name);
        claim.set("spec", template.path("spec").deepCopy());
        cluster.create(set, claim);
      }
    }
  }

  void daemonSet(String namespace, String name) {
    ObjectNode set = living("apps/daemonsets", namespace, name);
    if (set.isEmpty()) {
      return;
    }
    JsonNode template = Json.at(set, "spec", "template");
    String revision = hash(template);
    List<ObjectNode> current = replaced(set, "controller-revision-hash", revision);
    if (current.isEmpty()) {
      ObjectNode pod = Cluster.pod(template);
      marked(pod, set, "", "controller-revision-hash", revision);
      Json.child(pod, "metadata").put("generateName", name + "-");
      cluster.create(set, pod);
    }
    int ready = Math.min(1, ready(current));
    cluster.status(
        set,
        status -> {
          status.set("observedGeneration", Json.at(set, "metadata", "generation"));
          status.put("currentNumberScheduled", 1).put("desiredNumberScheduled", 1);
          status.put("numberMisscheduled", 0).put("numberReady", ready);
          status.put("updatedNumberScheduled", 1);
          number(status, "numberAvailable", ready);
          number(status, "numberUnavailable", 1 - ready);
        });
  }

  /** The pods of the newest template; the others are deleted. */
  private List<ObjectNode> replaced(ObjectNode set, String label, String revision) {
    List<ObjectNode> current = new ArrayList<>();
    for (ObjectNode pod : pods(set)) {
      if (Json.text(pod, "metadata", "labels", label).equals(revision)) {
        current.add(pod);
      } else {
        cluster.delete(pod);
      }
    }
    return current;
  }

  private static void marked(
      ObjectNode pod, ObjectNode set, String name, String label, String revision) {
    ObjectNode metadata = Json.child(pod, "metadata");
    if (!name.isEmpty()) {
      metadata.put("name", name);
    }
    Json.child(metadata, "labels").put(label, revision);
    if (Cluster.has(set, Cluster.NEVER_READY)) {
      Json.child(metadata, "annotations").put(Cluster.NEVER_READY, "true");
    }
  }

  private void status(ObjectNode set, String labeled, int ready, int replicas) {
    cluster.status(
        set,
        status -> {
          status.set("observedGeneration", Json.at(set, "metadata", "generation"));
          status.put("replicas", replicas);
          number(status, labeled, replicas);
          number(status, "readyReplicas", ready);
          number(status, "availableReplicas", ready);
        });
  }

  private static void counts(ObjectNode status, int replicas, int ready) {
    number(status, "replicas", replicas);
    number(status, "readyReplicas", ready);
    number(status, "availableReplicas", ready);
  }

  /** Counters of zero are left out, as the real types do. */
  private static void number(ObjectNode status, String name, int value) {
    if (value == 0) {
      status.remove(name);
    } else {
      status.put(name, value);
    }
  }

  private ObjectNode living(String bucket, String namespace, String name) {
    return cluster
        .get(bucket, namespace, name)
        .filter(object -> !Json.at(object, "metadata").has("deletionTimestamp"))
        .orElseGet(Json::object);
  }

  private List<ObjectNode> pods(ObjectNode owner) {
    return cluster.owned("/pods", owner);
  }

  private static int ready(List<ObjectNode> pods) {
    int ready = 0;
    for (ObjectNode pod : pods) {
      for (JsonNode condition : Json.at(pod, "status", "conditions")) {
        boolean is = Json.text(condition, "type").equals("Ready");
        ready += is && Json.text(condition, "status").equals("True") ? 1 : 0;
      }
    }
    return ready;
  }

  /** The order of fields makes no difference. */
  private static String hash(JsonNode template) {
    return Integer.toHexString(template.hashCode() | 0x10000000);
  }
}
