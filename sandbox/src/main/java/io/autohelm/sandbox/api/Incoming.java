package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.schema.Conformity;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** What clients send, before anything is done with it. */
final class Incoming {
  private Incoming() {}

  /**
   * Checks the body against the place and its kind and makes it as a typed server would have read
   * it. Gives what is to be warned of.
   */
  static List<String> decode(Place place, ObjectNode fresh, Writing writing) {
    ResourceType type = place.type();
    if (!fresh.has("apiVersion") && !fresh.has("kind")) {
      fresh.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    }
    if (!Json.text(fresh, "apiVersion").equals(type.apiVersion())) {
      throw ApiFailure.badRequest(
          "the API version in the data ("
              + Json.text(fresh, "apiVersion")
              + ") does not match the expected API version ("
              + type.apiVersion()
              + ")");
    }
    if (!Json.text(fresh, "kind").equals(type.kind())) {
      throw ApiFailure.badRequest(
          "the kind in the data ("
              + Json.text(fresh, "kind")
              + ") does not match the expected kind ("
              + type.kind()
              + ")");
    }
    checkIdentity(place, fresh);
    String refused =
        type.kind()
            + " in version \""
            + type.version()
            + "\" cannot be handled as a "
            + type.kind()
            + ": ";
    List<String> problems = Conformity.problems(fresh, type.shape(), false);
    if (!problems.isEmpty()) {
      if (type.custom()) {
        throw invalid(place, problems);
      }
      throw ApiFailure.badRequest(refused + "json: cannot unmarshal " + problems.get(0));
    }
    List<String> warnings = new ArrayList<>();
    if (!writing.validation().equals("Ignore")) {
      for (String field : Conformity.unknownFields(fresh, type.shape())) {
        warnings.add("unknown field \"" + field + "\"");
      }
    }
    if (writing.validation().equals("Strict") && !warnings.isEmpty()) {
      throw ApiFailure.badRequest(
          (type.custom() ? "" : refused) + "strict decoding error: " + String.join(", ", warnings));
    }
    Conformity.normalize(fresh, type.shape());
    return warnings;
  }

  private static ApiFailure invalid(Place place, List<String> problems) {
    List<Cause> causes = new ArrayList<>();
    for (String problem : problems) {
      int colon = problem.indexOf(": ");
      causes.add(
          new Cause(
              "FieldValueTypeInvalid",
              "Invalid value: " + problem.substring(colon + 2),
              problem.substring(1, colon)));
    }
    return ApiFailure.invalid(place.type().group(), place.type().kind(), place.name(), causes);
  }

  /** Namespace and name must be those of the path; what is missing is filled in. */
  static void checkIdentity(Place place, ObjectNode fresh) {
    ObjectNode metadata = Json.child(fresh, "metadata");
    String namespace = Json.text(metadata, "namespace");
    if (!namespace.isEmpty() && !namespace.equals(place.namespace())) {
      throw ApiFailure.badRequest(
          place.namespace().isEmpty()
              ? "namespace may not be set on a cluster-scoped object"
              : "the namespace of the provided object does not match the namespace sent on the"
                  + " request");
    }
    if (!place.namespace().isEmpty()) {
      metadata.put("namespace", place.namespace());
    }
    String name = Json.text(metadata, "name");
    if (!place.name().isEmpty() && name.isEmpty()) {
      metadata.put("name", place.name());
    } else if (!place.name().isEmpty() && !name.equals(place.name())) {
      throw ApiFailure.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + place.name()
              + ")");
    }
  }

  /** A write that names a revision or uid is meant for that state of that object alone. */
  static void checkPreconditions(Place place, ObjectNode live, ObjectNode fresh) {
    ResourceType type = place.type();
    String revision = Json.text(fresh, "metadata", "resourceVersion");
    if (!revision.isEmpty() && !revision.equals(Json.text(live, "metadata", "resourceVersion"))) {
      throw ApiFailure.conflict(
          type.group(),
          type.plural(),
          place.name(),
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    String uid = Json.text(fresh, "metadata", "uid");
    String liveUid = Json.text(live, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(liveUid)) {
      throw ApiFailure.conflict(
          type.group(),
          type.plural(),
          place.name(),
          "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + liveUid);
    }
  }
}
