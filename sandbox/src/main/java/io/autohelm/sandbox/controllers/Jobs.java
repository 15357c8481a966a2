package io.autohelm.sandbox.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.Json;
import java.util.List;

/** Jobs: one pod for each completion, and the conditions when all have ended. */
final class Jobs {
  private final Cluster cluster;

  Jobs(Cluster cluster) {
    this.cluster = cluster;
  }

  void look(String namespace, String name) {
    ObjectNode job = cluster.get("batch/jobs", namespace, name).orElseGet(Json::object);
    if (job.isEmpty()
        || Json.at(job, "metadata").has("deletionTimestamp")
        || Json.at(job, "spec", "suspend").asBoolean()
        || Json.at(job, "status").has("completionTime")
        || finished(job)) {
      return;
    }
    int wanted = Math.max(1, Json.at(job, "spec", "completions").asInt(1));
    List<ObjectNode> pods = cluster.owned("/pods", job);
    for (int i = pods.size(); i < wanted; i++) {
      ObjectNode pod = Cluster.pod(Json.at(job, "spec", "template"));
      Json.child(pod, "metadata").put("generateName", name + "-");
      for (String mark : List.of(Cluster.FAILS, Cluster.NEVER_READY)) {
        if (Cluster.has(job, mark)) {
          Json.child(pod, "metadata", "annotations").put(mark, "true");
        }
      }
      cluster.create(job, pod);
    }
    int succeeded = count(pods, "Succeeded");
    int failed = count(pods, "Failed");
    int active = Math.max(pods.size(), wanted) - succeeded - failed;
    cluster.status(
        job,
        status -> {
          if (!status.has("startTime")) {
            status.put("startTime", cluster.now());
          }
          number(status, "active", active);
          number(status, "succeeded", succeeded);
          number(status, "failed", failed);
          status.put("ready", count(pods, "Running")).put("terminating", 0);
          status.putObject("uncountedTerminatedPods");
          if (succeeded >= wanted) {
            finish(status, true);
          } else if (failed > 0 && active == 0) {
            finish(status, false);
          }
        });
  }

  private void finish(ObjectNode status, boolean well) {
    String reason = well ? "CompletionsReached" : "BackoffLimitExceeded";
    String message =
        well
            ? "Reached expected number of succeeded pods"
            : "Job has reached the specified backoff limit";
    cluster.condition(status, well ? "SuccessCriteriaMet" : "FailureTarget", true, reason, message);
    cluster.condition(status, well ? "Complete" : "Failed", true, reason, message);
    for (JsonNode condition : status.path("conditions")) {
      ((ObjectNode) condition).put("lastProbeTime", cluster.now());
    }
    if (well) {
      status.put("completionTime", cluster.now());
    }
  }

  private static boolean finished(ObjectNode job) {
    return Json.at(job, "status", "conditions")
        .valueStream()
        .anyMatch(condition -> Json.text(condition, "type").equals("Failed"));
  }

  private static int count(List<ObjectNode> pods, String phase) {
    return (int)
        pods.stream().filter(pod -> Json.text(pod, "status", "phase").equals(phase)).count();
  }

  private static void number(ObjectNode status, String name, int value) {
    if (value == 0) {
      status.remove(name);
    } else {
      status.put(name, value);
    }
  }
}
