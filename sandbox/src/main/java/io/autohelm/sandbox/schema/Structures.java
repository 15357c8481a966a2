package io.autohelm.sandbox.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.autohelm.sandbox.schema.Shape.Field;
import io.autohelm.sandbox.schema.Shape.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The shapes of the built-in kinds, read from the table {@code structure.txt}. */
public final class Structures {
  private static final Map<String, Form> SCALARS =
      Map.of(
          "string", Form.STRING,
          "integer", Form.NUMBER,
          "number", Form.NUMBER,
          "boolean", Form.BOOLEAN);

  private static final Structures BUILT_IN = new Structures();

  private final Map<String, Shape> types = new HashMap<>();

  private Structures() {
    var in =
        Objects.requireNonNull(
            Structures.class.getResourceAsStream("structure.txt"), "structure.txt is in the jar");
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          declare(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table of the built-in kinds. */
  public static Structures builtIn() {
    return BUILT_IN;
  }

  /** The shape of a built-in kind; {@link Shape#ANY} below standard metadata for unknown ones. */
  public Shape of(String group, String version, String kind) {
    int dot = group.indexOf('.');
    String room = group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
    Shape shape = types.get(room + "." + version + "." + kind);
    return shape == null ? open(Map.of()) : shape;
  }

  /** The shape of a type by its name in the table. */
  public Shape named(String name) {
    return types.getOrDefault(name, Shape.ANY);
  }

  /** The shape of a custom resource by the schema in its definition (missing: everything goes). */
  public Shape ofSchema(JsonNode openApiSchema) {
    if (!openApiSchema.isObject()) {
      return open(Map.of());
    }
    Shape shape = fromSchema(openApiSchema);
    if (shape.form() != Form.STRUCT) {
      return open(Map.of());
    }
    Map<String, Field> fields = standardFields();
    shape
        .fields()
        .forEach(
            (name, field) -> {
              if (!fields.containsKey(name)) {
                fields.put(name, field);
              }
            });
    return Shape.struct("", fields, shape.open() ? () -> Shape.ANY : null, false);
  }

  private Shape open(Map<String, Field> more) {
    Map<String, Field> fields = standardFields();
    fields.putAll(more);
    return Shape.struct("", fields, () -> Shape.ANY, false);
  }

  private Map<String, Field> standardFields() {
    Map<String, Field> fields = new HashMap<>();
    Shape text = Shape.scalar("", Form.STRING);
    fields.put("apiVersion", new Field(0, () -> text, null));
    fields.put("kind", new Field(0, () -> text, null));
    fields.put("metadata", new Field(0, () -> named("meta.v1.ObjectMeta"), null));
    return fields;
  }

  private void declare(String line) {
    List<String> words = words(line);
    String name = words.get(0);
    boolean atomic = name.endsWith("!");
    String key = atomic ? name.substring(0, name.length() - 1) : name;
    if (words.size() == 2 && words.get(1).startsWith(":")) {
      types.put(key, Shape.scalar(key, form(words.get(1).charAt(1))));
      return;
    }
    Map<String, Field> fields = new HashMap<>();
    for (String word : words.subList(1, words.size())) {
      int equals = word.indexOf('=');
      int hash = word.lastIndexOf('#', equals);
      int tilde = word.indexOf('~', equals);
      int number = hash < 0 ? 0 : Integer.parseInt(word.substring(hash + 1, equals));
      Supplier<Shape> type = parse(word.substring(equals + 1, tilde < 0 ? word.length() : tilde));
      fields.put(
          word.substring(0, hash < 0 ? equals : hash),
          new Field(number, type, tilde < 0 ? null : word.substring(tilde + 1)));
    }
    types.put(key, Shape.struct(key, Map.copyOf(fields), null, atomic));
  }

  private Supplier<Shape> parse(String text) {
    boolean atomic = text.endsWith("!");
    String type = atomic ? text.substring(0, text.length() - 1) : text;
    if (type.startsWith("[")) {
      int end = type.lastIndexOf(']');
      String keys = type.substring(end + 1);
      Shape list =
          Shape.list(
              parse(type.substring(1, end)), atomic, keys.isEmpty() ? List.of() : split(keys, ','));
      return () -> list;
    }
    if (type.startsWith("{")) {
      Shape map = Shape.map(parse(type.substring(1, type.lastIndexOf('}'))), atomic);
      return () -> map;
    }
    if (type.equals("?")) {
      return () -> atomic ? Shape.OPAQUE : Shape.ANY;
    }
    if (type.length() == 1) {
      Shape scalar = Shape.scalar("", form(type.charAt(0)));
      return () -> scalar;
    }
    return () -> {
      Shape shape = types.getOrDefault(type, Shape.ANY);
      return atomic ? shape.asAtomic() : shape;
    };
  }

  private static Form form(char letter) {
    return switch (letter) {
      case 's' -> Form.STRING;
      case 'n' -> Form.NUMBER;
      case 'b' -> Form.BOOLEAN;
      case 'y' -> Form.BYTES;
      default -> Form.SCALAR;
    };
  }

  private static List<String> words(String line) {
    return split(line, ' ');
  }

  private static List<String> split(String text, char mark) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, from)) {
      parts.add(text.substring(from, at));
      from = at + 1;
    }
    parts.add(text.substring(from));
    return List.copyOf(parts);
  }

  private Shape fromSchema(JsonNode schema) {
    boolean keepsUnknown = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    boolean atomic = schema.path("x-kubernetes-map-type").asText().equals("atomic");
    if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
      return open(Map.of());
    }
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return Shape.scalar("", Form.SCALAR);
    }
    String type = schema.path("type").asText();
    if (SCALARS.containsKey(type)) {
      return Shape.scalar("", SCALARS.getOrDefault(type, Form.SCALAR));
    }
    if (type.equals("array")) {
      return fromList(schema);
    }
    JsonNode values = schema.path("additionalProperties");
    if (values.isObject()) {
      Shape element = fromSchema(values);
      return Shape.map(() -> element, atomic);
    }
    if (!schema.has("properties")) {
      return keepsUnknown || !schema.has("type")
          ? (atomic ? Shape.OPAQUE : Shape.ANY)
          : Shape.struct("", Map.of(), null, atomic);
    }
    Map<String, Field> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      Shape shape = fromSchema(property.getValue());
      JsonNode fallback = property.getValue().path("default");
      fields.put(
          property.getKey(),
          new Field(0, () -> shape, fallback.isValueNode() ? fallback.asText() : null));
    }
    return Shape.struct("", Map.copyOf(fields), keepsUnknown ? () -> Shape.ANY : null, atomic);
  }

  private Shape fromList(JsonNode schema) {
    Shape element = fromSchema(schema.path("items"));
    String type = schema.path("x-kubernetes-list-type").asText("atomic");
    List<String> keys = new ArrayList<>();
    schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
    return Shape.list(() -> element, type.equals("atomic"), List.copyOf(keys));
  }
}
