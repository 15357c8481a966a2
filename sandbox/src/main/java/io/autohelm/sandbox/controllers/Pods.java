package io.autohelm.sandbox.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.Json;

/** The scheduler and the kubelet: pods run at once; those that are to end, end well. */
final class Pods {
  private final Cluster cluster;

  Pods(Cluster cluster) {
    this.cluster = cluster;
  }

  void look(String namespace, String name) {
    ObjectNode pod = cluster.get("/pods", namespace, name).orElseGet(Json::object);
    String phase = Json.text(pod, "status", "phase");
    if (pod.isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
      return;
    }
    if (Json.text(pod, "spec", "nodeName").isEmpty()) {
      cluster.update(pod, copy -> Json.child(copy, "spec").put("nodeName", "sandbox"));
      return; // the write brings us back
    }
    boolean ends = !Json.text(pod, "spec", "restartPolicy").equals("Always");
    boolean runs = phase.equals("Running");
    boolean never = Cluster.has(pod, Cluster.NEVER_READY);
    if (runs && ends && !never) {
      cluster.status(pod, status -> end(pod, status));
    } else if (!runs) {
      cluster.status(pod, status -> run(pod, status, !never));
    }
  }

  private void run(ObjectNode pod, ObjectNode status, boolean ready) {
    status.put("phase", "Running").put("hostIP", "127.0.0.1").put("podIP", "10.128.0.1");
    status.put("startTime", cluster.now());
    conditions(status, ready, ready ? "" : "ContainersNotReady");
    containers(pod, status, ready)
        .forEach(
            container ->
                Json.child((ObjectNode) container, "state", "running")
                    .put("startedAt", cluster.now()));
  }

  private void end(ObjectNode pod, ObjectNode status) {
    boolean fails = Cluster.has(pod, Cluster.FAILS);
    status.put("phase", fails ? "Failed" : "Succeeded");
    conditions(status, false, fails ? "PodFailed" : "PodCompleted");
    containers(pod, status, false)
        .forEach(
            container ->
                Json.child((ObjectNode) container, "state", "terminated")
                    .put("exitCode", fails ? 1 : 0)
                    .put("reason", fails ? "Error" : "Completed")
                    .put("startedAt", Json.text(status, "startTime"))
                    .put("finishedAt", cluster.now()));
  }

  private void conditions(ObjectNode status, boolean ready, String reason) {
    cluster.condition(status, "PodScheduled", true, "", "");
    cluster.condition(status, "Initialized", true, "", "");
    cluster.condition(status, "ContainersReady", ready, reason, "");
    cluster.condition(status, "Ready", ready, reason, "");
  }

  private static ArrayNode containers(ObjectNode pod, ObjectNode status, boolean ready) {
    ArrayNode statuses = status.putArray("containerStatuses");
    for (JsonNode container : Json.at(pod, "spec", "containers")) {
      statuses
          .addObject()
          .put("name", Json.text(container, "name"))
          .put("image", Json.text(container, "image"))
          .put("imageID", "")
          .put("ready", ready)
          .put("restartCount", 0)
          .put("started", ready);
    }
    return statuses;
  }
}
