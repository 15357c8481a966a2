package io.autohelm.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure.Cause;
import io.autohelm.sandbox.wire.Json;
import java.util.List;
import java.util.Locale;

/** Custom resource definitions: names filled in, accepted at once. */
final class CustomKinds {
  private CustomKinds() {}

  static void complete(ObjectNode definition) {
    ObjectNode spec = Json.child(definition, "spec");
    ObjectNode names = Json.child(spec, "names");
    String kind = Json.text(names, "kind");
    if (!names.has("singular")) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (!names.has("listKind")) {
      names.put("listKind", kind + "List");
    }
    if (!spec.has("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
  }

  static void establish(ObjectNode definition) {
    ObjectNode status = Json.child(definition, "status");
    status.set("acceptedNames", Json.at(definition, "spec", "names").deepCopy());
    ArrayNode conditions = status.putArray("conditions");
    String now = Json.text(definition, "metadata", "creationTimestamp");
    condition(conditions, "NamesAccepted", "NoConflicts", "no conflicts found", now);
    condition(
        conditions,
        "Established",
        "InitialNamesAccepted",
        "the initial names have been accepted",
        now);
    ArrayNode versions = status.putArray("storedVersions");
    for (JsonNode version : Json.at(definition, "spec", "versions")) {
      if (version.path("storage").asBoolean()) {
        versions.add(Json.text(version, "name"));
      }
    }
  }

  private static void condition(
      ArrayNode into, String type, String reason, String message, String now) {
    into.addObject()
        .put("lastTransitionTime", now)
        .put("message", message)
        .put("reason", reason)
        .put("status", "True")
        .put("type", type);
  }

  static void check(ObjectNode definition, List<Cause> wrong) {
    JsonNode spec = definition.path("spec");
    String expected = Json.text(spec, "names", "plural") + "." + Json.text(spec, "group");
    if (!Json.text(definition, "metadata", "name").equals(expected)) {
      wrong.add(
          new Cause(
              "FieldValueInvalid",
              "Invalid value: \""
                  + Json.text(definition, "metadata", "name")
                  + "\": must be spec.names.plural+\".\"+spec.group",
              "metadata.name"));
    }
    if (spec.path("versions").isEmpty()) {
      wrong.add(new Cause("FieldValueRequired", "Required value", "spec.versions"));
    }
    for (int i = 0; i < spec.path("versions").size(); i++) {
      if (Json.at(spec.path("versions").path(i), "schema", "openAPIV3Schema").isMissingNode()) {
        String where = "spec.versions[" + i + "].schema.openAPIV3Schema";
        wrong.add(new Cause("FieldValueRequired", "Required value: schemas are required", where));
      }
    }
  }
}
