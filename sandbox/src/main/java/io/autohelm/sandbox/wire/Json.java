package io.autohelm.sandbox.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON trees: reading, printing, and walking without null checks. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** An empty array. */
  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Reads one JSON value; what cannot be read is a 400 for the client. */
  public static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      throw ApiFailure.badRequest("the body is not JSON: " + e.getMessage());
    }
  }

  /** Reads one JSON value from text; see {@link #read(byte[])}. */
  public static JsonNode read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints compactly. */
  public static String print(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory is always printable", e);
    }
  }

  /** Prints compactly as UTF-8. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory is always printable", e);
    }
  }

  /** The value below the names; a missing node where there is none. */
  public static JsonNode at(JsonNode node, String... names) {
    JsonNode here = node;
    for (String name : names) {
      here = here.path(name);
    }
    return here;
  }

  /** The text below the names; empty where there is none. */
  public static String text(JsonNode node, String... names) {
    return at(node, names).asText("");
  }

  /** The object below the names, made where it is missing or not an object. */
  public static ObjectNode child(ObjectNode node, String... names) {
    ObjectNode here = node;
    for (String name : names) {
      here = here.get(name) instanceof ObjectNode next ? next : here.putObject(name);
    }
    return here;
  }

  /** The array under the name, made where it is missing or not an array. */
  public static ArrayNode list(ObjectNode node, String name) {
    return node.get(name) instanceof ArrayNode list ? list : node.putArray(name);
  }
}
