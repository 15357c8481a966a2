package io.autohelm.sandbox.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.autohelm.sandbox.schema.Shape.Field;
import io.autohelm.sandbox.schema.Shape.Form;
import io.autohelm.sandbox.wire.ApiFailure;
import io.autohelm.sandbox.wire.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Kubernetes' protobuf bodies into JSON trees. Typed Go clients (Helm's release storage is
 * one) send them; answers may always be JSON.
 */
public final class Protobuf {
  private static final byte[] MAGIC = {'k', '8', 's', 0};

  /**
   * Fields that are on the wire only if somebody set them. All others are always there, with zero
   * meaning nothing.
   */
  private static final Set<String> ZERO_COUNTS =
      Set.of(
          "activeDeadlineSeconds",
          "allowPrivilegeEscalation",
          "automountServiceAccountToken",
          "backoffLimit",
          "completions",
          "defaultMode",
          "enableServiceLinks",
          "failedJobsHistoryLimit",
          "fsGroup",
          "gracePeriodSeconds",
          "immutable",
          "minReplicas",
          "mode",
          "optional",
          "orphanDependents",
          "parallelism",
          "partition",
          "privileged",
          "readOnlyRootFilesystem",
          "replicas",
          "revisionHistoryLimit",
          "runAsGroup",
          "runAsNonRoot",
          "runAsUser",
          "successfulJobsHistoryLimit",
          "suspend",
          "terminationGracePeriodSeconds",
          "tolerationSeconds",
          "ttlSecondsAfterFinished");

  private final ByteBuffer in;

  private Protobuf(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the body starts as Kubernetes' protobuf does. */
  public static boolean isProtobuf(byte[] body) {
    return body.length >= 4 && Arrays.equals(body, 0, 4, MAGIC, 0, 4);
  }

  /** Decodes an enveloped object; 400 if it is malformed or of an unknown kind. */
  public static ObjectNode decode(byte[] body) {
    try {
      return decodeChecked(body);
    } catch (RuntimeException e) {
      if (e instanceof ApiFailure) {
        throw e;
      }
      throw ApiFailure.badRequest("the protobuf body cannot be decoded: " + e);
    }
  }

  private static ObjectNode decodeChecked(byte[] body) {
    Map<Integer, byte[]> envelope = chunks(Arrays.copyOfRange(body, 4, body.length));
    Map<Integer, byte[]> typeMeta = chunks(envelope.getOrDefault(1, new byte[0]));
    String apiVersion = utf8(typeMeta.getOrDefault(1, new byte[0]));
    String kind = utf8(typeMeta.getOrDefault(2, new byte[0]));
    int slash = apiVersion.indexOf('/');
    Structures table = Structures.builtIn();
    Shape shape =
        kind.equals("DeleteOptions")
            ? table.named("meta.v1.DeleteOptions")
            : table.of(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                kind);
    if (shape.name().isEmpty()) {
      throw ApiFailure.badRequest("no protobuf layout is known for " + apiVersion + " " + kind);
    }
    ObjectNode result = Json.object().put("apiVersion", apiVersion).put("kind", kind);
    result.setAll(new Protobuf(envelope.getOrDefault(2, new byte[0])).message(shape));
    return result;
  }

  private ObjectNode message(Shape shape) {
    Map<Integer, Map.Entry<String, Field>> byNumber = new HashMap<>();
    for (Map.Entry<String, Field> field : shape.fields().entrySet()) {
      byNumber.put(field.getValue().number(), field);
    }
    ObjectNode result = Json.object();
    while (in.hasRemaining()) {
      long tag = varint();
      int wire = (int) (tag & 7);
      Map.Entry<String, Field> field = byNumber.get((int) (tag >>> 3));
      if (field == null) {
        skip(wire);
      } else {
        put(result, field.getKey(), field.getValue().shape(), wire);
      }
    }
    return result;
  }

  private void put(ObjectNode into, String name, Shape shape, int wire) {
    if (wire == 0) {
      long number = varint();
      if (number == 0 && !ZERO_COUNTS.contains(name)) {
        return;
      }
      if (shape.form() == Form.BOOLEAN) {
        into.put(name, number != 0);
      } else {
        into.set(name, number(number));
      }
    } else if (name.startsWith("@")) {
      into.setAll(new Protobuf(chunk()).message(shape)); // what JSON holds inline
    } else if (shape.form() == Form.LIST) {
      ArrayNode list = Json.list(into, name);
      JsonNode item = value(chunk(), shape.element());
      if (item != null) {
        list.add(item);
      }
    } else if (shape.form() == Form.MAP) {
      Protobuf entry = new Protobuf(chunk());
      entry.mapEntry(Json.child(into, name), shape.element());
    } else {
      JsonNode value = wire == 2 ? value(chunk(), shape) : fixed(wire);
      boolean blank = value == null || (value.isTextual() && value.asText().isEmpty());
      if (value != null && !blank) {
        into.set(name, value);
      }
    }
  }

  private void mapEntry(ObjectNode into, Shape values) {
    String key = "";
    JsonNode value = values.form() == Form.STRUCT ? Json.object() : Json.read("\"\"");
    while (in.hasRemaining()) {
      long tag = varint();
      if (tag >>> 3 == 1) {
        key = utf8(chunk());
      } else if ((tag & 7) == 2) {
        JsonNode read = value(chunk(), values);
        value = read == null ? value : read;
      } else {
        value = number(varint());
      }
    }
    into.set(key, value);
  }

  /** Null where the empty message stands for nothing (a zero time). */
  private static @Nullable JsonNode value(byte[] bytes, Shape shape) {
    return switch (shape.name()) {
      case "meta.v1.Time", "meta.v1.MicroTime" -> time(bytes);
      case "resource.Quantity" -> text(utf8(chunks(bytes).getOrDefault(1, new byte[0])));
      case "util.intstr.IntOrString" -> new Protobuf(bytes).intOrString();
      default -> plain(bytes, shape);
    };
  }

  private static @Nullable JsonNode plain(byte[] bytes, Shape shape) {
    return switch (shape.form()) {
      case STRUCT -> new Protobuf(bytes).message(shape);
      case BYTES -> text(Base64.getEncoder().encodeToString(bytes));
      case NUMBER -> number(new Protobuf(bytes).varint());
      case ANY -> {
        byte[] raw = chunks(bytes).get(1);
        yield raw == null ? null : Json.read(raw);
      }
      default -> text(utf8(bytes));
    };
  }

  private JsonNode intOrString() {
    long type = 0;
    long number = 0;
    String text = "";
    while (in.hasRemaining()) {
      long tag = varint();
      switch ((int) (tag >>> 3)) {
        case 1 -> type = varint();
        case 2 -> number = varint();
        case 3 -> text = utf8(chunk());
        default -> skip((int) (tag & 7));
      }
    }
    return type == 0 ? number(number) : text(text);
  }

  private static @Nullable JsonNode time(byte[] bytes) {
    Protobuf message = new Protobuf(bytes);
    long seconds = 0;
    while (message.in.hasRemaining()) {
      long tag = message.varint();
      long value = message.varint();
      if (tag >>> 3 == 1) {
        seconds = value;
      }
    }
    return bytes.length == 0 ? null : text(Instant.ofEpochSecond(seconds).toString());
  }

  private static JsonNode number(long value) {
    ObjectNode holder = Json.object();
    if (value == (int) value) {
      return holder.put("n", (int) value).path("n");
    }
    return holder.put("n", value).path("n");
  }

  private static JsonNode text(String value) {
    return Json.object().put("t", value).path("t");
  }

  private static Map<Integer, byte[]> chunks(byte[] bytes) {
    Map<Integer, byte[]> result = new HashMap<>();
    Protobuf message = new Protobuf(bytes);
    while (message.in.hasRemaining()) {
      long tag = message.varint();
      if ((tag & 7) == 2) {
        result.put((int) (tag >>> 3), message.chunk());
      } else {
        message.skip((int) (tag & 7));
      }
    }
    return result;
  }

  private JsonNode fixed(int wire) {
    return wire == 1
        ? Json.object().put("n", in.getDouble()).path("n")
        : Json.object().put("n", in.getFloat()).path("n");
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw ApiFailure.badRequest("the protobuf body has an endless number");
  }

  private byte[] chunk() {
    byte[] bytes = new byte[Math.toIntExact(varint())];
    in.get(bytes);
    return bytes;
  }

  private void skip(int wire) {
    switch (wire) {
      case 0 -> varint();
      case 1 -> in.position(in.position() + 8);
      case 2 -> chunk();
      case 5 -> in.position(in.position() + 4);
      default -> throw ApiFailure.badRequest("the protobuf body has wire type " + wire);
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
