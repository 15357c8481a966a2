package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.fields.FieldSet;
import io.autohelm.sandbox.fields.Ownership;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.kinds.ResourceTypes;
import io.autohelm.sandbox.patch.Patches;
import io.autohelm.sandbox.schema.Conformity;
import io.autohelm.sandbox.store.ObjectStore;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The verbs that write objects. Each is one step for everybody else; results are never changed. */
public final class Operations {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final Set<String> GENERATED_GROUPS =
      Set.of("apps", "batch", "networking.k8s.io", "policy", "flowcontrol.apiserver.k8s.io");
  private static final Set<String> GENERATED =
      Set.of(
          "pods",
          "replicationcontrollers",
          "customresourcedefinitions",
          "endpointslices",
          "priorityclasses",
          "mutatingwebhookconfigurations",
          "validatingwebhookconfigurations",
          "validatingadmissionpolicies",
          "mutatingadmissionpolicies");

  /** Kinds of which a PUT makes what is not there. */
  private static final Set<String> CREATED_BY_UPDATE =
      Set.of(
          "services",
          "endpoints",
          "events",
          "limitranges",
          "leases.coordination.k8s.io",
          "roles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io");

  private static final Set<String> UNGENERATED =
      Set.of("controllerrevisions", "ipaddresses", "servicecidrs");

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Clock clock;
  private final RandomGenerator chance;
  private final Admission admission;
  private final Deletion deletion;

  /** Operations on these objects; the clock stamps them, chance names them. */
  public Operations(ObjectStore store, ResourceTypes types, Clock clock, RandomGenerator chance) {
    this.store = store;
    this.types = types;
    this.clock = clock;
    this.chance = chance;
    this.admission = new Admission(store);
    this.deletion = new Deletion(store, types, clock);
  }

  /** The object; 404 if there is none. */
  public ObjectNode get(Place place) {
    return store
        .get(place.type().bucket(), place.namespace(), place.name())
        .orElseThrow(() -> place.type().notFound(place.name()));
  }

  /** Creates the object of the body in the place's namespace. */
  public Written create(Place place, ObjectNode body, Writing writing) {
    return store.atomically(
        () -> {
          ObjectNode fresh = body.deepCopy();
          List<String> warnings = Incoming.decode(place, fresh, writing);
          ObjectNode metadata = Json.child(fresh, "metadata");
          Place named = named(place, metadata);
          return create(named, fresh, writing, warnings);
        });
  }

  private Place named(Place place, ObjectNode metadata) {
    String prefix = Json.text(metadata, "generateName");
    if (Json.text(metadata, "name").isEmpty() && !prefix.isEmpty()) {
      StringBuilder name = new StringBuilder(prefix);
      for (int i = 0; i < 5; i++) {
        // Kubernetes' alphabet for generated names: nothing that spells words.
        name.append("bcdfghjklmnpqrstvwxz2456789".charAt(chance.nextInt(27)));
      }
      metadata.put("name", name.toString());
    }
    return Place.of(place.type(), place.namespace(), Json.text(metadata, "name"));
  }

  private Written create(Place place, ObjectNode fresh, Writing writing, List<String> warnings) {
    ResourceType type = place.type();
    ObjectNode metadata = Json.child(fresh, "metadata");
    if (!Json.text(metadata, "resourceVersion").isEmpty()) {
      throw ApiFailure.internal("resourceVersion should not be set on objects to be created");
    }
    complete(place, fresh, Json.object());
    ObjectNode unsaid = Defaults.unsaid(type.shape());
    Ownership.update(unsaid, fresh, type.shape(), writer(place, writing), ignored(place), now());
    return store(place, Json.object(), fresh, writing, warnings);
  }

  /** Replaces the object or the part of it that the subresource stands for. */
  public Written update(Place place, ObjectNode body, Writing writing) {
    return store.atomically(
        () -> {
          boolean creates =
              place.subresource().isEmpty()
                  && CREATED_BY_UPDATE.contains(place.type().qualifiedName())
                  && store.get(place.type().bucket(), place.namespace(), place.name()).isEmpty();
          if (creates) {
            return create(place, body, writing);
          }
          ObjectNode live = get(place);
          ObjectNode fresh = body.deepCopy();
          List<String> warnings = Incoming.decode(place, fresh, writing);
          if (place.type().custom() && Json.text(fresh, "metadata", "resourceVersion").isEmpty()) {
            throw ApiFailure.invalid(
                place.type().group(),
                place.type().plural(),
                place.name(),
                List.of(
                    new Cause(
                        "FieldValueInvalid",
                        "Invalid value: 0: must be specified for an update",
                        "metadata.resourceVersion")));
          }
          return replace(place, live, fresh, writing, warnings);
        });
  }

  private Written replace(
      Place place, ObjectNode live, ObjectNode fresh, Writing writing, List<String> warnings) {
    Incoming.checkPreconditions(place, live, fresh);
    keepOtherParts(place, live, fresh);
    complete(place, fresh, live);
    Ownership.update(
        live, fresh, place.type().shape(), writer(place, writing), ignored(place), now());
    return store(place, live, fresh, writing, warnings);
  }

  /** Patches by media type; an apply creates what does not exist. */
  public Written patch(Place place, String mediaType, JsonNode body, Writing writing) {
    return store.atomically(
        () -> {
          if (mediaType.equals(APPLY)) {
            return apply(place, body, writing);
          }
          if (writing.force()) {
            throw badOptions("force: Forbidden: may not be specified for non-apply patch", "force");
          }
          ObjectNode live = get(place);
          ObjectNode shown = versioned(live, place.type());
          ObjectNode fresh =
              Patches.patch(mediaType, shown, body, place.type().shape(), !place.type().custom());
          List<String> warnings = Incoming.decode(place, fresh, writing);
          return replace(place, live, fresh, writing, warnings);
        });
  }

  private Written apply(Place place, JsonNode body, Writing writing) {
    ResourceType type = place.type();
    if (!(body instanceof ObjectNode given)) {
      throw ApiFailure.badRequest("the applied configuration must be an object");
    }
    if (writing.manager().isEmpty()) {
      throw badOptions("fieldManager: Required value: is required for apply patch", "fieldManager");
    }
    ObjectNode applied = given.deepCopy();
    if (!Json.text(applied, "apiVersion").equals(type.apiVersion())) {
      throw ApiFailure.badRequest(
          "Incorrect version specified in apply patch. Specified patch version: "
              + Json.text(applied, "apiVersion")
              + ", expected: "
              + type.apiVersion());
    }
    if (!Json.text(applied, "kind").equals(type.kind())) {
      throw ApiFailure.badRequest(
          "invalid object type: /" + type.apiVersion() + ", Kind=" + Json.text(applied, "kind"));
    }
    ObjectNode metadata = Json.child(applied, "metadata");
    if (metadata.has("managedFields") && !metadata.path("managedFields").isEmpty()) {
      throw ApiFailure.badRequest("metadata.managedFields must be nil");
    }
    String spoken = type.spoken(applied);
    Incoming.checkIdentity(place, applied);
    List<String> problems = Conformity.problems(applied, type.shape(), true);
    if (!problems.isEmpty()) {
      throw ApiFailure.internal(
          "failed to create typed patch object ("
              + spoken
              + "): "
              + (problems.size() == 1
                  ? problems.get(0)
                  : "errors:\n  " + String.join("\n  ", problems)));
    }
    var stored = store.get(type.bucket(), place.namespace(), place.name());
    if (stored.isEmpty() && !place.subresource().isEmpty()) {
      throw type.notFound(place.name());
    }
    ObjectNode live = stored.orElseGet(Json::object);
    if (!live.isEmpty()) {
      Incoming.checkPreconditions(place, live, applied);
    }
    applied.withObject("metadata").remove(List.of("resourceVersion", "uid"));
    ObjectNode fresh =
        Ownership.apply(
            versioned(live, type),
            applied,
            type.shape(),
            writer(place, writing),
            ignored(place),
            writing.force(),
            now());
    if (!live.isEmpty()) {
      keepOtherParts(place, live, fresh);
    }
    Conformity.normalize(fresh, type.shape());
    complete(place, fresh, live);
    return store(place, live, fresh, writing, List.of());
  }

  /** Deletes as the options say; gives the object if it lives on with finalizers, else its end. */
  public Deletion.Deleted delete(Place place, JsonNode options, boolean dryRun) {
    return store.atomically(() -> deletion.delete(place, get(place), options, dryRun));
  }

  /** What is stored, said in the version of the type. */
  public static ObjectNode versioned(ObjectNode object, ResourceType type) {
    if (object.isEmpty() || Json.text(object, "apiVersion").equals(type.apiVersion())) {
      return object;
    }
    ObjectNode copy = object.deepCopy();
    return copy.put("apiVersion", type.apiVersion());
  }

  private static ApiFailure badOptions(String message, String field) {
    int colon = message.indexOf(": ");
    return ApiFailure.invalid(
        "meta.k8s.io",
        "PatchOptions",
        "",
        List.of(new Cause(reason(message), message.substring(colon + 2), field)));
  }

  private static String reason(String message) {
    return message.contains("Forbidden") ? "FieldValueForbidden" : "FieldValueRequired";
  }

  /** An endpoint writes its part: status alone, or everything but status. */
  private static void keepOtherParts(Place place, ObjectNode live, ObjectNode fresh) {
    if (place.subresource().equals("status")) {
      JsonNode status = fresh.path("status").deepCopy();
      JsonNode managed = Json.at(fresh, "metadata", "managedFields").deepCopy();
      fresh.removeAll();
      fresh.setAll(live.deepCopy());
      set(fresh, "status", status);
      set(Json.child(fresh, "metadata"), "managedFields", managed);
    } else if (place.type().has("status")) {
      set(fresh, "status", live.path("status").deepCopy());
    }
    ObjectNode metadata = Json.child(fresh, "metadata");
    for (String name :
        List.of(
            "uid",
            "creationTimestamp",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "resourceVersion",
            "generateName")) {
      set(metadata, name, Json.at(live, "metadata", name));
    }
  }

  private static void set(ObjectNode object, String name, JsonNode value) {
    if (value.isMissingNode()) {
      object.remove(name);
    } else {
      object.set(name, value);
    }
  }

  /** Everything that the server adds before it knows who owns what. */
  private void complete(Place place, ObjectNode fresh, ObjectNode live) {
    if (place.subresource().isEmpty()) {
      admission.complete(place, fresh, live);
    }
  }

  private Ownership.Writer writer(Place place, Writing writing) {
    String version = place.type().apiVersion();
    boolean nameless = place.type().custom() && place.subresource().equals("scale");
    return new Ownership.Writer(writing.manager(), version, nameless ? "" : place.subresource());
  }

  private static FieldSet ignored(Place place) {
    ObjectNode ignored = Json.object();
    if (place.subresource().equals("status")) {
      ignored.putObject("f:spec");
      ignored.putObject("f:metadata").putObject("f:labels");
    } else if (place.type().has("status")) {
      ignored.putObject("f:status");
    }
    return FieldSet.ofJson(ignored);
  }

  private Written store(
      Place place, ObjectNode live, ObjectNode fresh, Writing writing, List<String> warnings) {
    ResourceType type = place.type();
    boolean created = live.isEmpty();
    admission.validate(place, fresh, live);
    if (created) {
      requireAbsent(place);
    }
    ObjectNode metadata = Json.child(fresh, "metadata");
    if (created) {
      metadata.put("uid", UUID.nameUUIDFromBytes(randomBytes()).toString());
      metadata.put("creationTimestamp", now());
      if (generates(type)) {
        metadata.put("generation", 1);
      }
      admission.begin(place, fresh);
    } else if (generates(type) && !desired(live).equals(desired(fresh))) {
      metadata.put("generation", Json.at(live, "metadata", "generation").asLong(0) + 1);
    }
    ObjectNode ordered = ordered(fresh);
    if (!created && Ownership.sameButForTimes(live, ordered)) {
      return new Written(versioned(live, type), false, warnings);
    }
    if (writing.dryRun()) {
      return new Written(ordered, created, warnings);
    }
    boolean ends =
        metadata.has("deletionTimestamp")
            && metadata.path("finalizers").isEmpty()
            && !type.is("", "namespaces");
    if (ends) {
      return new Written(deletion.end(type, ordered), false, warnings);
    }
    ObjectNode stored = store.put(type.bucket(), ordered);
    if (type.is("apiextensions.k8s.io", "customresourcedefinitions")) {
      types.define(stored);
      if (created) {
        establish(type, stored);
      }
    }
    if (type.is("", "namespaces")) {
      deletion.finishNamespace(place.name());
    }
    return new Written(stored, created, warnings);
  }

  /** The names of a definition are accepted at once, by the server itself. */
  private void establish(ResourceType type, ObjectNode definition) {
    ObjectNode accepted = definition.deepCopy();
    CustomKinds.establish(accepted);
    Place place = new Place(type, "", Json.text(definition, "metadata", "name"), "status");
    Ownership.update(
        definition,
        accepted,
        type.shape(),
        writer(place, Writing.as("kube-apiserver")),
        ignored(place),
        now());
    store.put(type.bucket(), accepted);
  }

  private void requireAbsent(Place place) {
    ResourceType type = place.type();
    var there = store.get(type.bucket(), place.namespace(), place.name());
    if (there.isPresent()) {
      throw Json.at(there.get(), "metadata").has("deletionTimestamp")
          ? ApiFailure.stillEnding(type.group(), type.plural(), place.name())
          : ApiFailure.alreadyExists(type.group(), type.plural(), place.name());
    }
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[16];
    chance.nextBytes(bytes);
    return bytes;
  }

  private static boolean generates(ResourceType type) {
    return type.custom()
        || (GENERATED_GROUPS.contains(type.group()) && !UNGENERATED.contains(type.plural()))
        || GENERATED.contains(type.plural());
  }

  private static ObjectNode desired(ObjectNode object) {
    return object.deepCopy().without(List.of("apiVersion", "metadata", "status"));
  }

  /** The usual order of fields, which people expect to read. */
  private static ObjectNode ordered(ObjectNode object) {
    ObjectNode result = Json.object();
    for (String name : List.of("apiVersion", "kind")) {
      result.set(name, object.path(name));
    }
    ObjectNode metadata = Json.child(object, "metadata");
    JsonNode managed = metadata.remove("managedFields");
    ObjectNode sorted = result.putObject("metadata");
    for (String name :
        List.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp")) {
      if (metadata.has(name)) {
        sorted.set(name, metadata.path(name));
      }
    }
    for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
      sorted.set(entry.getKey(), entry.getValue());
    }
    if (managed != null) {
      sorted.set("managedFields", managed);
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      result.set(entry.getKey(), entry.getValue());
    }
    result.set("metadata", sorted);
    return Objects.requireNonNull(result);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
