package io.autohelm.sandbox.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.wire.ApiFailure;
import java.util.ArrayList;
import java.util.List;

/** RFC 6902 on trees. */
final class JsonPatch {
  private JsonPatch() {}

  static JsonNode apply(JsonNode document, JsonNode operations) {
    if (!operations.isArray()) {
      throw ApiFailure.badRequest("a JSON patch is a list of operations");
    }
    JsonNode result = document;
    for (JsonNode operation : operations) {
      result = step(result, operation);
    }
    return result;
  }

  private static JsonNode step(JsonNode document, JsonNode operation) {
    String path = operation.path("path").asText();
    JsonNode value = operation.path("value").deepCopy();
    String from = operation.path("from").asText();
    return switch (operation.path("op").asText()) {
      case "add" -> add(document, path, value);
      case "remove" -> remove(document, path, "remove");
      case "replace" ->
          path.isEmpty() ? value : add(remove(document, path, "replace"), path, value);
      case "move" -> {
        JsonNode moved = document.at(from).deepCopy();
        yield add(remove(document, from, "move"), path, moved);
      }
      case "copy" -> add(document, path, document.at(from).deepCopy());
      case "test" -> {
        if (!document.at(path).equals(value)) {
          throw ApiFailure.unprocessable("testing value " + path + " failed: test failed");
        }
        yield document;
      }
      default -> throw ApiFailure.badRequest("unknown JSON patch operation: " + operation);
    };
  }

  private static JsonNode add(JsonNode document, String path, JsonNode value) {
    if (path.isEmpty()) {
      return value;
    }
    List<String> steps = steps(path);
    String last = steps.get(steps.size() - 1);
    JsonNode parent = parent(document, steps, "add", path);
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode list) {
      if (last.equals("-")) {
        list.add(value);
      } else {
        list.insert(index(last, list.size() + 1, "add", path), value);
      }
    } else {
      throw missing("add", path);
    }
    return document;
  }

  private static JsonNode remove(JsonNode document, String path, String operation) {
    List<String> steps = steps(path);
    String last = steps.get(steps.size() - 1);
    JsonNode parent = parent(document, steps, operation, path);
    if (parent instanceof ObjectNode object && object.has(last)) {
      object.remove(last);
    } else if (parent instanceof ArrayNode list) {
      list.remove(index(last, list.size(), operation, path));
    } else {
      throw missing(operation, path);
    }
    return document;
  }

  private static JsonNode parent(
      JsonNode document, List<String> steps, String operation, String path) {
    JsonNode here = document;
    for (String step : steps.subList(0, steps.size() - 1)) {
      here =
          here.isArray() ? here.path(index(step, here.size(), operation, path)) : here.path(step);
    }
    return here;
  }

  private static int index(String step, int limit, String operation, String path) {
    try {
      int index = Integer.parseInt(step);
      if (index >= 0 && index < limit) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw missing(operation, path);
    }
    throw missing(operation, path);
  }

  private static ApiFailure missing(String operation, String path) {
    return ApiFailure.unprocessable(
        "the server rejected our request due to an error in our request: "
            + operation
            + " operation does not apply: doc is missing path: "
            + path);
  }

  private static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    int from = 1;
    while (from <= pointer.length()) {
      int slash = pointer.indexOf('/', from);
      int end = slash < 0 ? pointer.length() : slash;
      steps.add(pointer.substring(from, end).replace("~1", "/").replace("~0", "~"));
      from = end + 1;
    }
    return steps.isEmpty() ? List.of("") : steps;
  }
}
