package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.Json;
import java.util.HashSet;
import java.util.Set;

/** Cluster addresses and node ports of services. */
final class Addresses {
  private final ObjectStore store;

  Addresses(ObjectStore store) {
    this.store = store;
  }

  /** A write that does not name the addresses keeps the allocated ones. */
  static void keep(ObjectNode fresh, ObjectNode live) {
    if (live.isEmpty() || Json.text(fresh, "spec", "type").equals("ExternalName")) {
      return;
    }
    ObjectNode spec = Json.child(fresh, "spec");
    for (String name : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
      JsonNode had = Json.at(live, "spec", name);
      if (!spec.has(name) && !had.isMissingNode()) {
        spec.set(name, had);
      }
    }
    JsonNode had = Json.at(live, "spec", "ports");
    for (JsonNode port : spec.path("ports")) {
      for (JsonNode old : had) {
        boolean same = old.path("port").equals(port.path("port"));
        if (same && !port.has("nodePort") && old.has("nodePort") && exposed(spec)) {
          ((ObjectNode) port).set("nodePort", old.path("nodePort"));
        }
      }
    }
  }

  private static boolean exposed(JsonNode spec) {
    String type = Json.text(spec, "type");
    return type.equals("NodePort") || type.equals("LoadBalancer");
  }

  void allocate(ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    Set<String> usedIps = new HashSet<>();
    Set<Integer> usedPorts = new HashSet<>();
    for (ObjectNode other : store.list("/services", "")) {
      usedIps.add(Json.text(other, "spec", "clusterIP"));
      Json.at(other, "spec", "ports").forEach(port -> usedPorts.add(port.path("nodePort").asInt()));
    }
    if (Json.text(spec, "clusterIP").isEmpty()) {
      int number = 10;
      while (usedIps.contains(ip(number))) {
        number++;
      }
      spec.put("clusterIP", ip(number));
    }
    spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    if (!spec.has("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", "SingleStack");
    }
    if (exposed(spec)) {
      int number = 30000;
      for (JsonNode port : spec.path("ports")) {
        if (port.path("nodePort").asInt() == 0) {
          while (usedPorts.contains(number)) {
            number++;
          }
          usedPorts.add(number);
          ((ObjectNode) port).put("nodePort", number);
        }
      }
    }
  }

  private static String ip(int number) {
    return "10.96." + number / 256 + "." + number % 256;
  }
}
