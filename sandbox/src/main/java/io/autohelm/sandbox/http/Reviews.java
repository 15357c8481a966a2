package io.autohelm.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.kinds.ResourceType;
import io.autohelm.sandbox.wire.Json;
import org.jspecify.annotations.Nullable;

/** Questions about rights: everybody may do everything. */
final class Reviews {
  private Reviews() {}

  /** The answered question; null if the resource is none of them. */
  static @Nullable ObjectNode answer(ResourceType type, ObjectNode question) {
    ObjectNode result = question.deepCopy();
    result.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    ObjectNode status = Json.object();
    switch (type.plural()) {
      case "selfsubjectaccessreviews", "subjectaccessreviews", "localsubjectaccessreviews" ->
          status.put("allowed", true).put("reason", "the sandbox allows everything");
      case "selfsubjectrulesreviews" -> {
        ObjectNode rule = status.putArray("resourceRules").addObject();
        rule.putArray("verbs").add("*");
        rule.putArray("apiGroups").add("*");
        rule.putArray("resources").add("*");
        status.putArray("nonResourceRules");
        status.put("incomplete", false);
      }
      case "selfsubjectreviews" -> user(status.putObject("userInfo"));
      case "tokenreviews" -> user(status.put("authenticated", true).putObject("user"));
      case "bindings" -> status.put("status", "Success");
      default -> {
        return null;
      }
    }
    return result.set("status", status);
  }

  private static void user(ObjectNode user) {
    user.put("username", "sandbox").putArray("groups").add("system:masters");
  }

  static ObjectNode token(ObjectNode request) {
    ObjectNode result = request.deepCopy();
    result
        .putObject("status")
        .put("token", "sandbox")
        .put("expirationTimestamp", "2099-01-01T00:00:00Z");
    return result;
  }
}
