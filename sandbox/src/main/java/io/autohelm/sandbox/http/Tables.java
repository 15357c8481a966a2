package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tables, which {@code kubectl get} prints as they are. */
final class Tables {
  private record Column(String name, Function<JsonNode, String> cell) {}

  private final Clock clock;
  private final Map<String, List<Column>> known;

  Tables(Clock clock) {
    this.clock = clock;
    this.known = known();
  }

  private static Column at(String name, String... path) {
    return new Column(name, object -> Json.text(object, path));
  }

  private static Column count(String name, String... path) {
    return new Column(name, object -> Integer.toString(Json.at(object, path).asInt()));
  }

  private static Column size(String name, String... path) {
    return new Column(name, object -> Integer.toString(Json.at(object, path).size()));
  }

  private static Column ready(String name, String wanted) {
    return new Column(
        name,
        object ->
            Json.at(object, "status", "readyReplicas").asInt()
                + "/"
                + Json.at(object, "spec", wanted).asInt());
  }

  private static Map<String, List<Column>> known() {
    return Map.ofEntries(
        Map.entry(
            "pods",
            List.of(
                new Column("Ready", Tables::podReady),
                at("Status", "status", "phase"),
                new Column("Restarts", object -> "0"))),
        Map.entry(
            "deployments.apps",
            List.of(
                ready("Ready", "replicas"),
                count("Up-to-date", "status", "updatedReplicas"),
                count("Available", "status", "availableReplicas"))),
        Map.entry("statefulsets.apps", List.of(ready("Ready", "replicas"))),
        Map.entry(
            "replicasets.apps",
            List.of(
                count("Desired", "spec", "replicas"),
                count("Current", "status", "replicas"),
                count("Ready", "status", "readyReplicas"))),
        Map.entry(
            "daemonsets.apps",
            List.of(
                count("Desired", "status", "desiredNumberScheduled"),
                count("Current", "status", "currentNumberScheduled"),
                count("Ready", "status", "numberReady"))),
        Map.entry(
            "services",
            List.of(
                at("Type", "spec", "type"),
                at("Cluster-IP", "spec", "clusterIP"),
                new Column("External-IP", Tables::externalIp),
                new Column("Port(s)", Tables::ports))),
        Map.entry("secrets", List.of(at("Type", "type"), size("Data", "data"))),
        Map.entry("configmaps", List.of(size("Data", "data"))),
        Map.entry("namespaces", List.of(at("Status", "status", "phase"))),
        Map.entry(
            "jobs.batch",
            List.of(
                new Column(
                    "Status",
                    job ->
                        Json.at(job, "status", "succeeded").asInt() > 0 ? "Complete" : "Running"),
                new Column(
                    "Completions",
                    job ->
                        Json.at(job, "status", "succeeded").asInt()
                            + "/"
                            + Json.at(job, "spec", "completions").asInt(1)))),
        Map.entry(
            "events",
            List.of(
                at("Type", "type"),
                at("Reason", "reason"),
                at("Object", "involvedObject", "name"),
                at("Message", "message"))),
        Map.entry(
            "persistentvolumeclaims",
            List.of(
                at("Status", "status", "phase"),
                at("Volume", "spec", "volumeName"),
                at("StorageClass", "spec", "storageClassName"))),
        Map.entry(
            "customresourcedefinitions.apiextensions.k8s.io",
            List.of(at("Created At", "metadata", "creationTimestamp"))));
  }

  private static String podReady(JsonNode pod) {
    int ready = 0;
    for (JsonNode status : Json.at(pod, "status", "containerStatuses")) {
      ready += status.path("ready").asBoolean() ? 1 : 0;
    }
    return ready + "/" + Json.at(pod, "spec", "containers").size();
  }

  private static String externalIp(JsonNode service) {
    String ip = Json.text(Json.at(service, "status", "loadBalancer", "ingress").path(0), "ip");
    return ip.isEmpty() ? "<none>" : ip;
  }

  private static String ports(JsonNode service) {
    List<String> ports = new ArrayList<>();
    for (JsonNode port : Json.at(service, "spec", "ports")) {
      String node = port.has("nodePort") ? ":" + Json.text(port, "nodePort") : "";
      ports.add(Json.text(port, "port") + node + "/" + Json.text(port, "protocol"));
    }
    return String.join(",", ports);
  }

  ObjectNode table(
      ResourceType type,
      List<ObjectNode> objects,
      ObjectNode metadata,
      String includeObject,
      boolean withColumns) {
    List<Column> columns = columns(type);
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    ArrayNode definitions = table.putArray("columnDefinitions");
    if (withColumns) {
      for (Column column : columns) {
        definitions
            .addObject()
            .put("name", column.name())
            .put("type", "string")
            .put("format", column.name().equals("Name") ? "name" : "")
            .put("description", "")
            .put("priority", 0);
      }
    } else {
      table.putNull("columnDefinitions");
    }
    ArrayNode rows = table.putArray("rows");
    for (ObjectNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells");
      columns.forEach(column -> cells.add(column.cell().apply(object)));
      if (includeObject.equals("Object")) {
        row.set("object", object);
      } else if (!includeObject.equals("None")) {
        row.set("object", Forms.metadataOnly(object));
      }
    }
    return table;
  }

  private List<Column> columns(ResourceType type) {
    List<Column> columns = new ArrayList<>();
    columns.add(at("Name", "metadata", "name"));
    columns.addAll(known.getOrDefault(type.qualifiedName(), List.of()));
    for (JsonNode column : type.definition().path("additionalPrinterColumns")) {
      String path = Json.text(column, "jsonPath");
      boolean date = Json.text(column, "type").equals("date");
      if (column.path("priority").asInt() == 0 && !path.contains("[")) {
        String[] names = path.substring(path.startsWith(".") ? 1 : 0).split("\\.", -1);
        columns.add(
            new Column(
                Json.text(column, "name"),
                object -> date ? age(Json.text(object, names)) : Json.text(object, names)));
      }
    }
    boolean aged = columns.stream().anyMatch(column -> column.name().equals("Age"));
    boolean described = !type.definition().path("additionalPrinterColumns").isEmpty();
    if (!aged && !described && !type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      columns.add(
          new Column("Age", object -> age(Json.text(object, "metadata", "creationTimestamp"))));
    }
    return columns;
  }

  private String age(String since) {
    try {
      Duration age = Duration.between(Instant.parse(since), clock.instant());
      long seconds = Math.max(0, age.toSeconds());
      if (seconds < 120) {
        return seconds + "s";
      }
      if (seconds < 600) {
        return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
      }
      if (seconds < 3 * 3600) {
        return seconds / 60 + "m";
      }
      return seconds < 48 * 3600 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    } catch (DateTimeParseException e) {
      return "<unknown>";
    }
  }
}
