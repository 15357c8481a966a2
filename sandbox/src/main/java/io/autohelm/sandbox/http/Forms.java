package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.util.List;

/** Objects in the form that was asked for. */
final class Forms {
  private final Tables tables;

  Forms(Clock clock) {
    this.tables = new Tables(clock);
  }

  ObjectNode one(Request request, ResourceType type, ObjectNode object) {
    return switch (request.form()) {
      case OBJECT -> object;
      case METADATA -> metadataOnly(object);
      case TABLE -> {
        ObjectNode metadata = Json.object();
        metadata.set("resourceVersion", Json.at(object, "metadata", "resourceVersion"));
        yield tables.table(type, List.of(object), metadata, request.query("includeObject"), true);
      }
    };
  }

  ObjectNode list(
      Request request, ResourceType type, List<ObjectNode> objects, ObjectNode metadata) {
    return switch (request.form()) {
      case TABLE -> tables.table(type, objects, metadata, request.query("includeObject"), true);
      case METADATA -> {
        ObjectNode list =
            Json.object()
                .put("kind", "PartialObjectMetadataList")
                .put("apiVersion", "meta.k8s.io/v1");
        ArrayNode items = list.set("metadata", metadata).withArray("items");
        objects.forEach(object -> items.add(metadataOnly(object)));
        yield list;
      }
      case OBJECT -> {
        ObjectNode list =
            Json.object().put("kind", type.listKind()).put("apiVersion", type.apiVersion());
        list.set("metadata", metadata);
        ArrayNode items = list.putArray("items");
        for (ObjectNode object : objects) {
          // As typed servers do: what the list says of all its items, they do not repeat.
          items.add(
              type.custom() ? object : object.deepCopy().without(List.of("apiVersion", "kind")));
        }
        yield list;
      }
    };
  }

  /** An object in a watch event; only a stream's first table has the column definitions. */
  ObjectNode event(Request request, ResourceType type, ObjectNode object, boolean first) {
    if (request.form() != Request.Form.TABLE) {
      return one(request, type, object);
    }
    ObjectNode metadata = Json.object();
    metadata.set("resourceVersion", Json.at(object, "metadata", "resourceVersion"));
    return tables.table(type, List.of(object), metadata, request.query("includeObject"), first);
  }

  static ObjectNode metadataOnly(ObjectNode object) {
    ObjectNode result =
        Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
    return result.set("metadata", object.path("metadata"));
  }
}
