package io.autohelm.sandbox.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** An answer that is not a success, told as Kubernetes tells it: a {@code Status} object. */
public final class ApiFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NO_PATH = "the server could not find the requested resource";

  /** One cause in the details of a {@code Status}. */
  public record Cause(String reason, String message, String field) {}

  private final int code;
  private final transient ObjectNode status;

  private ApiFailure(int code, String reason, String message, ObjectNode details) {
    super(message);
    this.code = code;
    ObjectNode body = Json.object();
    body.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    body.put("status", "Failure").put("message", message);
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    if (!details.isEmpty() || code == 405 || code == 406 || message.equals(NO_PATH)) {
      body.set("details", details);
    }
    body.put("code", code);
    this.status = body;
  }

  /** The HTTP status code. */
  public int code() {
    return code;
  }

  /** The {@code Status} object for the body. */
  public ObjectNode status() {
    return status;
  }

  /** 404 for an object; {@code group} is empty for the core group. */
  public static ApiFailure notFound(String group, String plural, String name) {
    return new ApiFailure(
        404,
        "NotFound",
        qualified(group, plural) + " \"" + name + "\" not found",
        details(group, plural, name));
  }

  /** 404 for a path that nothing serves. */
  public static ApiFailure noSuchPath() {
    return new ApiFailure(404, "NotFound", NO_PATH, Json.object());
  }

  /** 409 for a create of what exists. */
  public static ApiFailure alreadyExists(String group, String plural, String name) {
    return new ApiFailure(
        409,
        "AlreadyExists",
        qualified(group, plural) + " \"" + name + "\" already exists",
        details(group, plural, name));
  }

  /** 409 for a create of what is still being deleted. */
  public static ApiFailure stillEnding(String group, String plural, String name) {
    return new ApiFailure(
        409,
        "AlreadyExists",
        "object is being deleted: " + qualified(group, plural) + " \"" + name + "\" already exists",
        details(group, plural, name));
  }

  /** 409 for a write that does not fit the stored object. */
  public static ApiFailure conflict(String group, String plural, String name, String why) {
    return new ApiFailure(
        409,
        "Conflict",
        "Operation cannot be fulfilled on "
            + qualified(group, plural)
            + " \""
            + name
            + "\": "
            + why,
        details(group, plural, name));
  }

  /** 409 for a server-side apply that would take fields from other managers. */
  public static ApiFailure applyConflict(String message, List<Cause> causes) {
    return new ApiFailure(409, "Conflict", message, causes(Json.object(), causes));
  }

  /** 422 with one cause for each thing wrong. */
  public static ApiFailure invalid(String group, String kind, String name, List<Cause> causes) {
    StringBuilder all = new StringBuilder();
    for (Cause cause : causes) {
      all.append(all.length() == 0 ? "" : ", ").append(cause.field()).append(": ");
      all.append(cause.message());
    }
    String list = causes.size() > 1 ? "[" + all + "]" : all.toString();
    return new ApiFailure(
        422,
        "Invalid",
        qualified(group, kind) + " \"" + name + "\" is invalid: " + list,
        causes(details(group, kind, name), causes));
  }

  /** 422 for a patch that cannot be carried out. */
  public static ApiFailure unprocessable(String message) {
    return new ApiFailure(422, "Invalid", message, Json.object());
  }

  /** 400 for what the client said wrongly. */
  public static ApiFailure badRequest(String message) {
    return new ApiFailure(400, "BadRequest", message, Json.object());
  }

  /** 405 for a verb that the resource does not have. */
  public static ApiFailure methodNotAllowed() {
    return new ApiFailure(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  /** 406 for an answer that cannot be given in the form asked for. */
  public static ApiFailure notAcceptable(String offered) {
    return new ApiFailure(
        406,
        "NotAcceptable",
        "only the following media types are accepted: " + offered,
        Json.object());
  }

  /** 410 for a revision that the history no longer has. */
  public static ApiFailure expired(String message) {
    return new ApiFailure(410, "Expired", message, Json.object());
  }

  /** 415 for a body in a form that is not understood. */
  public static ApiFailure unsupportedMediaType(String met, String understood) {
    return new ApiFailure(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + understood
            + "; met: "
            + met,
        Json.object());
  }

  /** 403 for what the server will never do. */
  public static ApiFailure forbidden(String group, String plural, String name, String why) {
    return new ApiFailure(
        403,
        "Forbidden",
        qualified(group, plural) + " \"" + name + "\" is forbidden: " + why,
        details(group, plural, name));
  }

  /** 500 without a reason: faults that the real server did not foresee as the client's. */
  public static ApiFailure internal(String message) {
    return new ApiFailure(500, "", message, Json.object());
  }

  private static String qualified(String group, String resource) {
    return group.isEmpty() ? resource : resource + "." + group;
  }

  private static ObjectNode details(String group, String resource, String name) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!group.isEmpty()) {
      details.put("group", group);
    }
    return details.put("kind", resource);
  }

  private static ObjectNode causes(ObjectNode details, List<Cause> causes) {
    var list = details.putArray("causes");
    for (Cause cause : causes) {
      list.addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return details;
  }
}
