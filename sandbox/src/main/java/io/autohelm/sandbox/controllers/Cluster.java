package io.autohelm.sandbox.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.api.Operations;
import io.autohelm.sandbox.api.Place;
import io.autohelm.sandbox.api.Writing;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What controllers do with objects, in the words that they need. */
final class Cluster {
  /** On a workload or its pods: never becomes ready, for trying failures out. */
  static final String NEVER_READY = "sandbox.autohelm.io/never-ready";

  /** On a Job or Pod: fails instead of completing. */
  static final String FAILS = "sandbox.autohelm.io/fails";

  private static final Writing WRITING = Writing.as("kube-controller-manager");

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Operations operations;
  private final Clock clock;

  Cluster(ObjectStore store, ResourceTypes types, Operations operations, Clock clock) {
    this.store = store;
    this.types = types;
    this.operations = operations;
    this.clock = clock;
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Optional<ObjectNode> get(String bucket, String namespace, String name) {
    return store.get(bucket, namespace, name);
  }

  /** The living objects of the bucket that the owner controls. */
  List<ObjectNode> owned(String bucket, ObjectNode owner) {
    String uid = Json.text(owner, "metadata", "uid");
    return store.list(bucket, Json.text(owner, "metadata", "namespace")).stream()
        .filter(
            object ->
                Json.at(object, "metadata", "ownerReferences")
                    .valueStream()
                    .anyMatch(reference -> Json.text(reference, "uid").equals(uid)))
        .filter(object -> !Json.at(object, "metadata").has("deletionTimestamp"))
        .toList();
  }

  private ResourceType type(ObjectNode object) {
    return types
        .ofKind(Json.text(object, "apiVersion"), Json.text(object, "kind"))
        .orElseThrow(() -> new IllegalArgumentException("not served: " + object));
  }

  private static Place place(ResourceType type, ObjectNode object, String subresource) {
    return new Place(
        type,
        Json.text(object, "metadata", "namespace"),
        Json.text(object, "metadata", "name"),
        subresource);
  }

  /** Writes the status if the change makes a difference. */
  void status(ObjectNode object, Consumer<ObjectNode> change) {
    ObjectNode copy = object.deepCopy();
    change.accept(Json.child(copy, "status"));
    if (!copy.equals(object)) {
      operations.update(place(type(object), object, "status"), copy, WRITING);
    }
  }

  /** Writes the object itself if the change makes a difference. */
  void update(ObjectNode object, Consumer<ObjectNode> change) {
    ObjectNode copy = object.deepCopy();
    change.accept(copy);
    if (!copy.equals(object)) {
      operations.update(place(type(object), object, ""), copy, WRITING);
    }
  }

  void delete(ObjectNode object) {
    operations.delete(place(type(object), object, ""), Json.object(), false);
  }

  /** Creates an object that the owner controls, in the owner's namespace. */
  void create(ObjectNode owner, ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", Json.text(owner, "apiVersion"))
        .put("kind", Json.text(owner, "kind"))
        .put("name", Json.text(owner, "metadata", "name"))
        .put("uid", Json.text(owner, "metadata", "uid"))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    String namespace = Json.text(owner, "metadata", "namespace");
    operations.create(new Place(type(object), namespace, "", ""), object, WRITING);
  }

  /** Creates an object that nobody owns, in the namespace of its metadata. */
  void create(ObjectNode object) {
    String namespace = Json.text(object, "metadata", "namespace");
    operations.create(new Place(type(object), namespace, "", ""), object, WRITING);
  }

  /** A pod as the template says it; its name is still to be set. */
  static ObjectNode pod(JsonNode template) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    pod.set("metadata", template.path("metadata").deepCopy());
    pod.set("spec", template.path("spec").deepCopy());
    Json.child(pod, "metadata");
    return pod;
  }

  static boolean has(JsonNode object, String annotation) {
    return Json.text(object, "metadata", "annotations", annotation).equals("true");
  }

  /** Sets the condition; its time changes with its status alone. */
  void condition(ObjectNode status, String type, boolean holds, String reason, String message) {
    ArrayNode conditions = Json.list(status, "conditions");
    ObjectNode found = null;
    for (JsonNode condition : conditions) {
      if (Json.text(condition, "type").equals(type)) {
        found = (ObjectNode) condition;
      }
    }
    if (found == null) {
      found = conditions.addObject().put("type", type);
    }
    String value = holds ? "True" : "False";
    if (!Json.text(found, "status").equals(value)) {
      found.put("status", value).put("lastTransitionTime", now());
    }
    found.put("reason", reason).put("message", message);
    if (reason.isEmpty()) {
      found.remove(List.of("reason", "message"));
    }
  }
}
