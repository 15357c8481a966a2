package io.autohelm.sandbox.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.Json;

/** Claims are bound, balancers have addresses, namespaces their service account. */
final class Others {
  private final Cluster cluster;

  Others(Cluster cluster) {
    this.cluster = cluster;
  }

  void claim(String namespace, String name) {
    cluster
        .get("/persistentvolumeclaims", namespace, name)
        .filter(claim -> !Json.text(claim, "status", "phase").equals("Bound"))
        .ifPresent(
            claim -> {
              if (Json.text(claim, "spec", "volumeName").isEmpty()) {
                String volume = "pvc-" + Json.text(claim, "metadata", "uid");
                cluster.update(claim, copy -> Json.child(copy, "spec").put("volumeName", volume));
                return; // the write brings us back
              }
              cluster.status(
                  claim,
                  status -> {
                    status.put("phase", "Bound");
                    status.set("accessModes", Json.at(claim, "spec", "accessModes").deepCopy());
                    Json.child(status, "capacity")
                        .setAll(
                            Json.at(claim, "spec", "resources", "requests").isObject()
                                ? (ObjectNode)
                                    Json.at(claim, "spec", "resources", "requests").deepCopy()
                                : Json.object());
                  });
            });
  }

  void service(String namespace, String name) {
    cluster
        .get("/services", namespace, name)
        .filter(service -> Json.text(service, "spec", "type").equals("LoadBalancer"))
        .filter(service -> Json.at(service, "status", "loadBalancer", "ingress").isEmpty())
        .ifPresent(
            service ->
                cluster.status(
                    service,
                    status ->
                        Json.child(status, "loadBalancer")
                            .putArray("ingress")
                            .addObject()
                            .put("ip", "192.0.2.10")
                            .put("ipMode", "VIP")));
  }

  void disruptionBudget(String namespace, String name) {
    cluster
        .get("policy/poddisruptionbudgets", namespace, name)
        .ifPresent(
            budget ->
                cluster.status(
                    budget,
                    status -> {
                      status.set("observedGeneration", Json.at(budget, "metadata", "generation"));
                      for (String count :
                          new String[] {
                            "currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"
                          }) {
                        if (!status.has(count)) {
                          status.put(count, 0);
                        }
                      }
                    }));
  }

  void namespace(String unused, String name) {
    ObjectNode namespace = cluster.get("/namespaces", "", name).orElseGet(Json::object);
    if (namespace.isEmpty() || Json.at(namespace, "metadata").has("deletionTimestamp")) {
      return;
    }
    if (cluster.get("/serviceaccounts", name, "default").isEmpty()) {
      ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
      account.putObject("metadata").put("name", "default").put("namespace", name);
      cluster.create(account);
    }
    if (cluster.get("/configmaps", name, "kube-root-ca.crt").isEmpty()) {
      ObjectNode roots = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
      roots.putObject("metadata").put("name", "kube-root-ca.crt").put("namespace", name);
      roots.putObject("data").put("ca.crt", "");
      cluster.create(roots);
    }
  }
}
