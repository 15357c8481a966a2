package io.autohelm.engine.kube;

import io.autohelm.engine.action.ClusterException;
import io.autohelm.engine.manifest.KubeObject;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an API server answered.
 *
 * @param attempt at which attempt, from 1 on; behind the first it is not known whether an earlier
 *     one was carried out and only its answer lost
 */
record KubeResponse(int code, String body, @Nullable String retryAfterHeader, int attempt) {
  private static final Pattern MANAGER = Pattern.compile("conflict with \"([^\"]*)\"");

  /** The beginnings of messages that name fields and no values. */
  private static final Pattern WITHOUT_VALUES =
      Pattern.compile(
          "failed to create typed patch object \\([^()]{0,400}\\):\\s[^,]{0,400}(?=, got )"
              + "|failed to convert new object \\([^()]{0,400}\\) to proper version: unable to convert"
              + " unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64"
              + " data at input byte [0-9]+$");

  KubeResponse(int code, String body, @Nullable String retryAfterHeader) {
    this(code, body, retryAfterHeader, 1);
  }

  KubeResponse at(int other) {
    return new KubeResponse(code, body, retryAfterHeader, other);
  }

  boolean isSuccess() {
    return code >= 200 && code < 300;
  }

  boolean isNotFound() {
    return code == 404;
  }

  /** Whether the same request may succeed a moment later. */
  boolean isTransient() {
    return code == 429 || code == 502 || code == 503 || code == 504;
  }

  /**
   * Whether the server has not settled yet what was changed just before, so that the same request
   * may succeed now: a quota that two changed at once, or a kind whose CRD it has accepted and does
   * not serve yet.
   */
  boolean isTooEarly() {
    boolean isQuotaConflict =
        code == 409
            && body.contains("Operation cannot be fulfilled on resourcequotas")
            && body.contains("the object has been modified");
    boolean isNotServed =
        code == 404 && body.contains("the server could not find the requested resource");
    return isQuotaConflict || isNotServed;
  }

  Duration retryAfter(int attempt) {
    try {
      if (retryAfterHeader != null) {
        return Duration.ofSeconds(Math.min(10, Long.parseLong(retryAfterHeader.strip())));
      }
    } catch (NumberFormatException e) {
      // An HTTP date: waiting as without the header is good enough.
    }
    return Duration.ofMillis(100L << (2 * attempt));
  }

  /** The answer as an object. */
  KubeObject object() {
    return new KubeObject(tree());
  }

  @SuppressWarnings("unchecked") // a JSON object's keys are strings
  Map<String, @Nullable Object> tree() {
    try {
      if (Json.parseExact(body) instanceof Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
      }
    } catch (YamlException e) {
      throw new ClusterException(
          ClusterException.Reason.UNREACHABLE,
          "the API server answered with something that is not JSON",
          e);
    }
    throw new ClusterException(
        ClusterException.Reason.UNREACHABLE,
        "the API server answered with something that is not an object");
  }

  /**
   * The refusal as an exception.
   *
   * @param what was asked, for the message; empty where the server's words are enough
   * @param isSecret whether the server's words may repeat what must not be shown
   */
  ClusterException refusal(String what, boolean isSecret) {
    Map<String, @Nullable Object> status = status();
    String message = status.get("message") instanceof String text ? text : "HTTP status " + code;
    if (isSecret && code != 403 && code != 404 && code != 409) {
      String bare =
          "HTTP status " + code + " " + status.getOrDefault("reason", "") + causes(status);
      message = withoutValues(message).orElse(bare);
    }
    boolean exists = "AlreadyExists".equals(status.get("reason"));
    String text = what.isEmpty() ? message : what + ": " + message;
    return exists
        ? new ClusterException(ClusterException.Reason.EXISTS, text)
        : new ClusterException(reason(message), text, conflicts(status));
  }

  /** What the server says of mistakes of types, up to where it begins to quote. */
  private static Optional<String> withoutValues(String message) {
    Matcher matcher = WITHOUT_VALUES.matcher(message);
    return matcher.lookingAt() ? Optional.of(matcher.group()) : Optional.empty();
  }

  /** What the server says of a refusal; nothing where that is not JSON. */
  private Map<String, @Nullable Object> status() {
    try {
      return tree();
    } catch (ClusterException e) {
      return Map.of();
    }
  }

  /** Who owns the fields that stand in the way of an apply. */
  private static List<ClusterException.FieldConflict> conflicts(
      Map<String, @Nullable Object> status) {
    List<ClusterException.FieldConflict> conflicts = new ArrayList<>();
    for (Map<?, ?> cause : causeList(status)) {
      if ("FieldManagerConflict".equals(cause.get("reason"))) {
        Matcher manager = MANAGER.matcher(String.valueOf(cause.get("message")));
        conflicts.add(
            new ClusterException.FieldConflict(
                manager.find() ? manager.group(1) : "", String.valueOf(cause.get("field"))));
      }
    }
    return conflicts;
  }

  private static List<Map<?, ?>> causeList(Map<String, @Nullable Object> status) {
    List<Map<?, ?>> causes = new ArrayList<>();
    if (status.get("details") instanceof Map<?, ?> details
        && details.get("causes") instanceof List<?> list) {
      for (Object cause : list) {
        if (cause instanceof Map<?, ?> map) {
          causes.add(map);
        }
      }
    }
    return causes;
  }

  /** The fields that the server complains of, without the values. */
  private static String causes(Map<String, @Nullable Object> status) {
    List<String> fields = new ArrayList<>();
    for (Map<?, ?> cause : causeList(status)) {
      if (cause.get("field") != null) {
        fields.add(String.valueOf(cause.get("field")));
      }
    }
    return fields.isEmpty() ? "" : " at " + String.join(", ", fields);
  }

  /** Whether what was refused would have been made in a namespace that is being deleted. */
  boolean isTerminating() {
    return code == 403
        && causeList(status()).stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.get("reason")));
  }

  private ClusterException.Reason reason(String message) {
    return switch (code) {
      case 401, 403 ->
          isTerminating() ? ClusterException.Reason.TERMINATING : ClusterException.Reason.FORBIDDEN;
      case 409 -> ClusterException.Reason.CONFLICT;
      case 400, 413, 415, 422 -> ClusterException.Reason.INVALID;
      case 429, 502, 503, 504 -> ClusterException.Reason.UNREACHABLE;
      // Schema errors of server-side apply arrive as 500.
      case 500 ->
          message.contains("failed to create typed patch object")
                  || message.contains("failed to convert new object")
              ? ClusterException.Reason.INVALID
              : ClusterException.Reason.OTHER;
      default -> ClusterException.Reason.OTHER;
    };
  }
}
