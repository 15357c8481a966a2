package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of objects: finalizers, dependents, namespaces and custom kinds with their objects. The
 * garbage collector works in the same step as the deletion, so that nobody sees it unfinished.
 */
public final class Deletion {
  /** What a deletion came to; {@code gone} is false while finalizers keep the object. */
  public record Deleted(ObjectNode object, boolean gone) {}

  private static final String FOREGROUND = "foregroundDeletion";
  private static final Set<String> LASTING = Set.of("default", "kube-system", "kube-public");

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Clock clock;

  Deletion(ObjectStore store, ResourceTypes types, Clock clock) {
    this.store = store;
    this.types = types;
    this.clock = clock;
  }

  Deleted delete(Place place, ObjectNode live, JsonNode options, boolean dryRun) {
    ResourceType type = place.type();
    checkPreconditions(place, live, options.path("preconditions"));
    if (type.is("", "namespaces") && LASTING.contains(place.name())) {
      throw ApiFailure.forbidden(
          "", "namespaces", place.name(), "this namespace may not be deleted");
    }
    String policy = policy(type, options);
    if (dryRun) {
      return new Deleted(live, true);
    }
    ObjectNode object = live.deepCopy();
    List<ObjectNode> dependents = dependents(live);
    boolean waits = policy.equals("Foreground") && !dependents.isEmpty();
    if (waits) {
      addFinalizer(object, FOREGROUND);
    }
    if (policy.equals("Orphan") && Json.at(object, "metadata", "finalizers").isEmpty()) {
      orphan(live);
      end(type, object);
      addFinalizer(object, "orphan");
      mark(object);
      return new Deleted(object, false);
    }
    boolean kept = !Json.at(object, "metadata", "finalizers").isEmpty();
    if (!kept && !type.is("", "namespaces")) {
      ObjectNode last = end(type, object);
      if (!policy.equals("Foreground")) {
        return new Deleted(last, true);
      }
      addFinalizer(object, FOREGROUND);
      mark(object);
      return new Deleted(object, false);
    }
    mark(object);
    if (type.is("", "namespaces")) {
      Json.child(object, "status").put("phase", "Terminating");
    }
    ObjectNode marked = object.equals(live) ? live : store.put(type.bucket(), object);
    if (waits) {
      dependents.forEach(this::deleteDependent);
    }
    if (type.is("", "namespaces")) {
      emptyNamespace(place.name());
    }
    boolean gone = store.get(type.bucket(), place.namespace(), place.name()).isEmpty();
    return new Deleted(marked, gone && !type.is("", "namespaces"));
  }

  private void mark(ObjectNode object) {
    ObjectNode metadata = Json.child(object, "metadata");
    if (metadata.has("deletionTimestamp")) {
      return;
    }
    metadata.put("deletionTimestamp", now());
    metadata.put("deletionGracePeriodSeconds", 0);
    if (metadata.has("generation")) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
  }

  private static void checkPreconditions(Place place, ObjectNode live, JsonNode wanted) {
    for (String name : List.of("uid", "resourceVersion")) {
      String value = Json.text(wanted, name);
      String met = Json.text(live, "metadata", name);
      if (!value.isEmpty() && !value.equals(met)) {
        String spoken = name.equals("uid") ? "UID" : "ResourceVersion";
        throw ApiFailure.conflict(
            place.type().group(),
            place.type().plural(),
            place.name(),
            "the "
                + spoken
                + " in the precondition ("
                + value
                + ") does not match the "
                + spoken
                + " in record ("
                + met
                + "). The object might have been deleted and then recreated");
      }
    }
  }

  private static String policy(ResourceType type, JsonNode options) {
    if (options.path("orphanDependents").isBoolean()) {
      return options.path("orphanDependents").asBoolean() ? "Orphan" : "Background";
    }
    // Jobs keep their pods unless told otherwise, as they always did.
    String fallback = type.is("batch", "jobs") ? "Orphan" : "Background";
    return options.path("propagationPolicy").asText(fallback);
  }

  /** Removes the object for good, with what depends on it alone. */
  ObjectNode end(ResourceType type, ObjectNode object) {
    if (type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      String bucket =
          Json.text(object, "spec", "group") + "/" + Json.text(object, "spec", "names", "plural");
      for (ObjectNode instance : store.list(bucket, "")) {
        store.remove(bucket, instance);
      }
      types.undefine(Json.text(object, "metadata", "name"));
    }
    List<ObjectNode> dependents = dependents(object);
    ObjectNode last = store.remove(type.bucket(), object);
    dependents.forEach(this::deleteDependent);
    finishOwners(object);
    finishNamespace(Json.text(object, "metadata", "namespace"));
    return last;
  }

  private void deleteDependent(ObjectNode dependent) {
    types
        .ofKind(Json.text(dependent, "apiVersion"), Json.text(dependent, "kind"))
        .ifPresent(
            type -> {
              String namespace = Json.text(dependent, "metadata", "namespace");
              String name = Json.text(dependent, "metadata", "name");
              store
                  .get(type.bucket(), namespace, name)
                  .ifPresent(
                      live -> {
                        if (!hasLivingOwner(live)) {
                          delete(Place.of(type, namespace, name), live, Json.object(), false);
                        }
                      });
            });
  }

  private boolean hasLivingOwner(ObjectNode object) {
    for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
      ObjectNode living = owner(object, owner);
      if (living != null && !Json.at(living, "metadata").has("deletionTimestamp")) {
        return true;
      }
    }
    return false;
  }

  private @Nullable ObjectNode owner(ObjectNode object, JsonNode reference) {
    return types
        .ofKind(Json.text(reference, "apiVersion"), Json.text(reference, "kind"))
        .flatMap(
            type ->
                store.get(
                    type.bucket(),
                    type.namespaced() ? Json.text(object, "metadata", "namespace") : "",
                    Json.text(reference, "name")))
        .filter(found -> Json.text(found, "metadata", "uid").equals(Json.text(reference, "uid")))
        .orElse(null);
  }

  private List<ObjectNode> dependents(ObjectNode owner) {
    String uid = Json.text(owner, "metadata", "uid");
    List<ObjectNode> found = new ArrayList<>();
    for (String bucket : store.buckets()) {
      for (ObjectNode object : store.list(bucket, "")) {
        for (JsonNode reference : Json.at(object, "metadata", "ownerReferences")) {
          if (Json.text(reference, "uid").equals(uid)) {
            found.add(object);
          }
        }
      }
    }
    return found;
  }

  private void orphan(ObjectNode owner) {
    String uid = Json.text(owner, "metadata", "uid");
    for (ObjectNode dependent : dependents(owner)) {
      ObjectNode copy = dependent.deepCopy();
      ObjectNode metadata = Json.child(copy, "metadata");
      ArrayNode left = Json.array();
      for (JsonNode reference : metadata.path("ownerReferences")) {
        if (!Json.text(reference, "uid").equals(uid)) {
          left.add(reference);
        }
      }
      metadata.remove("ownerReferences");
      if (!left.isEmpty()) {
        metadata.set("ownerReferences", left);
      }
      types
          .ofKind(Json.text(copy, "apiVersion"), Json.text(copy, "kind"))
          .ifPresent(type -> store.put(type.bucket(), copy));
    }
  }

  /** An owner that waits for its dependents goes with the last of them. */
  private void finishOwners(ObjectNode gone) {
    for (JsonNode reference : Json.at(gone, "metadata", "ownerReferences")) {
      ObjectNode owner = owner(gone, reference);
      if (owner == null || !removesFinalizer(owner) || !dependents(owner).isEmpty()) {
        continue;
      }
      ObjectNode copy = owner.deepCopy();
      ObjectNode metadata = Json.child(copy, "metadata");
      ArrayNode left = Json.array();
      for (JsonNode finalizer : metadata.path("finalizers")) {
        if (!finalizer.asText().equals(FOREGROUND)) {
          left.add(finalizer);
        }
      }
      metadata.remove("finalizers");
      types
          .ofKind(Json.text(copy, "apiVersion"), Json.text(copy, "kind"))
          .ifPresent(
              type -> {
                if (left.isEmpty()) {
                  end(type, copy);
                } else {
                  metadata.set("finalizers", left);
                  store.put(type.bucket(), copy);
                }
              });
    }
  }

  private static boolean removesFinalizer(ObjectNode owner) {
    for (JsonNode finalizer : Json.at(owner, "metadata", "finalizers")) {
      if (finalizer.asText().equals(FOREGROUND)) {
        return true;
      }
    }
    return false;
  }

  private void emptyNamespace(String namespace) {
    for (String bucket : store.buckets()) {
      types
          .ofBucket(bucket)
          .filter(ResourceType::namespaced)
          .ifPresent(
              type -> {
                for (ObjectNode object : store.list(bucket, namespace)) {
                  String name = Json.text(object, "metadata", "name");
                  store
                      .get(bucket, namespace, name)
                      .ifPresent(
                          live ->
                              delete(Place.of(type, namespace, name), live, Json.object(), false));
                }
              });
    }
    finishNamespace(namespace);
  }

  /** Removes the namespace if it is being deleted and nothing is left in it. */
  void finishNamespace(String namespace) {
    if (namespace.isEmpty()) {
      return;
    }
    store
        .get("/namespaces", "", namespace)
        .filter(object -> Json.at(object, "metadata").has("deletionTimestamp"))
        .filter(object -> Json.at(object, "metadata", "finalizers").isEmpty())
        .ifPresent(
            object -> {
              boolean empty =
                  store.buckets().stream()
                      .filter(bucket -> types.ofBucket(bucket).isPresent())
                      .allMatch(bucket -> store.list(bucket, namespace).isEmpty());
              if (empty) {
                store.remove("/namespaces", object);
              }
            });
  }

  private static void addFinalizer(ObjectNode object, String finalizer) {
    Json.list(Json.child(object, "metadata"), "finalizers").add(finalizer);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
