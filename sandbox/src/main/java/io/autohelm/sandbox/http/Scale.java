package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** The scale subresource: the number of replicas, shown in one form for every kind. */
final class Scale {
  private Scale() {}

  static ObjectNode of(ObjectNode object) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String name :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      JsonNode value = Json.at(object, "metadata", name);
      if (!value.isMissingNode()) {
        metadata.set(name, value);
      }
    }
    scale.putObject("spec").put("replicas", Json.at(object, "spec", "replicas").asInt());
    ObjectNode status = scale.putObject("status");
    status.put("replicas", Json.at(object, "status", "replicas").asInt());
    List<String> labels = new ArrayList<>();
    Json.at(object, "spec", "selector", "matchLabels")
        .properties()
        .forEach(label -> labels.add(label.getKey() + "=" + label.getValue().asText()));
    if (!labels.isEmpty()) {
      status.put("selector", String.join(",", labels));
    }
    return scale;
  }

  /** The change to the object that a change of its scale means. */
  static ObjectNode patch(JsonNode scale) {
    ObjectNode patch = Json.object();
    String revision = Json.text(scale, "metadata", "resourceVersion");
    if (!revision.isEmpty()) {
      patch.putObject("metadata").put("resourceVersion", revision);
    }
    patch.putObject("spec").put("replicas", Json.at(scale, "spec", "replicas").asInt());
    return patch;
  }
}
