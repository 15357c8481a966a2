package io.autohelm.agent.declaration;

import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.values.SchemaCheck;
import io.autohelm.engine.values.SchemaReach;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The published schema of declarations: each field of it, in a document that holds it. */
final class SchemaWalk {
  static final Path FILE = Path.of("../docs/schema/declarations.json");

  private final String text;
  private final Map<String, Object> root;
  private final SchemaCheck check = new SchemaCheck(SchemaReach.ITSELF);

  /**
   * A field, or an item of a list.
   *
   * @param path as problems name it, indexes included
   * @param schema what the schema says of it, references followed
   * @param holder a document that is valid but for the value that is given
   */
  record Field(String path, Map<String, Object> schema, Function<Object, Object> holder) {
    String text(Object value) {
      return Yaml.print(holder.apply(value));
    }

    boolean isTable() {
      return schema.get("properties") instanceof Map;
    }

    @Override
    public String toString() {
      return path;
    }
  }

  SchemaWalk() {
    try {
      text = Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    root = table(Json.parseExact(text));
  }

  /** The files that the samples refer to, and one with a declaration. */
  static FilesInMemory files(String declaration) {
    return new FilesInMemory(
        Map.of(
            "charts/shop/Chart.yaml",
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            "values/common.yaml",
            "a: 1\n",
            "keys/pubring.gpg",
            "keys",
            "teams/red.yaml",
            "name: red\n",
            "apps/shop.yaml",
            declaration));
  }

  /** What the schema finds wrong with a document; empty where nothing is. */
  String problem(Object document) {
    ChartFile schema =
        new ChartFile("values.schema.json", text.getBytes(StandardCharsets.UTF_8), null);
    return check.problem(schema, table(document));
  }

  /** Every field of every kind, tables and lists included. */
  List<Field> fields() {
    List<Field> found = new ArrayList<>();
    for (String kind : kinds()) {
      Map<String, Object> schema = table(table(root.get("$defs")).get(kind));
      Map<String, Object> head = new LinkedHashMap<>();
      head.put("apiVersion", "autohelm.io/v1");
      head.put("kind", kind);
      collect(new Field("", schema, value -> with(head, table(value))), found);
    }
    return found;
  }

  /** The whole documents, as fields without a name. */
  List<Field> documents() {
    List<Field> found = new ArrayList<>();
    for (String kind : kinds()) {
      found.add(
          new Field(
              "",
              table(table(root.get("$defs")).get(kind)),
              value -> with(Map.of("apiVersion", "autohelm.io/v1", "kind", kind), table(value))));
    }
    return found;
  }

  List<String> kinds() {
    return strings(table(table(root.get("properties")).get("kind")).get("enum"));
  }

  private static Map<String, Object> with(Map<String, Object> below, Map<String, Object> above) {
    Map<String, Object> all = new LinkedHashMap<>(below);
    all.putAll(above);
    return all;
  }

  private void collect(Field holder, List<Field> found) {
    table(holder.schema().get("properties"))
        .forEach(
            (name, schema) -> {
              if (schema instanceof Map) {
                Map<String, Object> here = resolved(schema);
                Field field =
                    new Field(
                        holder.path().isEmpty() ? name : holder.path() + "." + name,
                        here,
                        value ->
                            holder.holder().apply(with(beside(holder, name), entry(name, value))));
                found.add(field);
                below(field, found);
              }
            });
  }

  private static Map<String, Object> entry(String name, Object value) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(name, value);
    return entry;
  }

  private void below(Field field, List<Field> found) {
    if (field.isTable()) {
      collect(field, found);
    } else if (field.schema().get("items") instanceof Map<?, ?> items) {
      Field item =
          new Field(
              field.path() + "[0]",
              resolved(items),
              value -> {
                List<Object> list = new ArrayList<>();
                list.add(value);
                return field.holder().apply(list);
              });
      found.add(item);
      below(item, found);
    }
  }

  /** The fields that must or may stand beside one. */
  private Map<String, Object> beside(Field holder, String name) {
    for (Object example : list(holder.schema().get("examples"))) {
      if (table(example).containsKey(name)) {
        return table(example);
      }
    }
    return required(holder.schema());
  }

  private Map<String, Object> required(Map<String, Object> schema) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (String name : strings(schema.get("required"))) {
      if (table(schema.get("properties")).get(name) instanceof Map<?, ?> field) {
        all.put(name, sample(resolved(field)));
      }
    }
    return all;
  }

  /** A valid value. */
  Object sample(Map<String, Object> schema) {
    if (schema.containsKey("const")) {
      return schema.get("const");
    }
    for (String list : List.of("examples", "enum")) {
      if (schema.get(list) instanceof List<?> values) {
        return values.get(0);
      }
    }
    Object type = schema.get("type") instanceof List<?> types ? types.get(0) : schema.get("type");
    return switch (String.valueOf(type)) {
      case "boolean" -> true;
      case "integer" -> schema.get("minimum");
      case "array" -> List.of(sample(resolved(schema.get("items"))));
      case "object" -> required(schema);
      case "string" -> "text";
      default -> throw new IllegalStateException("no sample for " + schema);
    };
  }

  /** With what it refers to; its own words win. */
  Map<String, Object> resolved(Object schema) {
    Map<String, Object> here = table(schema);
    if (here.get("$ref") instanceof String reference) {
      String name = reference.substring("#/$defs/".length());
      Map<String, Object> all =
          with(resolved(table(root.get("$defs")).get(name)), Map.of("$is", name));
      return with(all, here);
    }
    return here;
  }

  /** The names of a table's fields. */
  static Set<String> names(Map<String, Object> schema) {
    return new TreeSet<>(table(schema.get("properties")).keySet());
  }

  @SuppressWarnings("unchecked") // JSON's objects have string keys
  static Map<String, Object> table(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : Map.of();
  }

  static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  static List<String> strings(Object value) {
    return list(value).stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }
}
