package io.autohelm.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import io.autohelm.engine.gotemplate.GoStrings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the library finds, put into the tree, the order and the words in which Helm's validator
 * tells it: that one stops at the first of type, const, enum and format, and shows what is below
 * {@code anyOf} and its like indented.
 */
final class SchemaFindings {
  private static final Comparator<String> GO_ORDER = GoStrings::compare;

  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config;

  SchemaFindings(JsonSchemaFactory factory, SchemaValidatorsConfig config) {
    this.factory = factory;
    this.config = config;
  }

  /** A problem as it is shown. */
  private record Cause(List<String> place, String text, List<Cause> causes, Form form) {
    static Cause leaf(List<String> place, String text) {
      return new Cause(place, text, List.of(), Form.PLAIN);
    }
  }

  private enum Form {
    PLAIN,
    /** Stands for several, and where it stands alone only they are shown. */
    GROUP,
    /** Is not shown itself if it has one cause. */
    REFERENCE
  }

  /** The way from a schema to one below it. */
  private record Edge(String keyword, String index, String token) {}

  /** One schema as it was applied to one place of the values, with what was found there. */
  private static final class Applied {
    private final List<String> place;
    private final Map<String, List<ValidationMessage>> found = new LinkedHashMap<>();
    private final Map<Edge, Applied> below = new LinkedHashMap<>();

    Applied(List<String> place) {
      this.place = place;
    }

    Applied at(Edge edge) {
      return below.computeIfAbsent(
          edge,
          key -> {
            if (key.token().isEmpty()) {
              return new Applied(place);
            }
            List<String> longer = new ArrayList<>(place);
            longer.add(key.token().substring(1));
            return new Applied(longer);
          });
    }
  }

  /** Everything that is wrong, each line led by {@code - at}; empty if nothing is. */
  String text(JsonSchema schema, JsonNode instance) {
    StringBuilder out = new StringBuilder();
    for (Cause cause : causes(schema, instance, List.of())) {
      print(cause, 0, out);
    }
    return out.length() == 0 ? "" : out.substring(1);
  }

  private static void print(Cause cause, int indent, StringBuilder out) {
    int below = indent;
    if (cause.form() != Form.REFERENCE || cause.causes().size() != 1) {
      out.append('\n').append("  ".repeat(indent)).append("- at ");
      StringBuilder pointer = new StringBuilder();
      cause.place().forEach(token -> pointer.append('/').append(escaped(token)));
      out.append(SchemaWords.quote(pointer.toString())).append(": ").append(cause.text());
      below++;
    }
    for (Cause next : cause.causes()) {
      print(next, below, out);
    }
  }

  static String pointer(JsonNodePath path) {
    StringBuilder pointer = new StringBuilder();
    for (int i = 0; i < path.getNameCount(); i++) {
      pointer.append('/').append(escaped(String.valueOf(path.getElement(i))));
    }
    return pointer.toString();
  }

  private static String escaped(String token) {
    return token.replace("~", "~0").replace("/", "~1");
  }

  private List<Cause> causes(JsonSchema schema, JsonNode instance, List<String> prefix) {
    Applied root = new Applied(prefix);
    for (ValidationMessage message : ChartSchema.findings(schema, instance)) {
      place(root, message, schema.getEvaluationPath().getNameCount());
    }
    Cause cause = cause(root, instance, prefix.size());
    return cause == null ? List.of() : cause.form() == Form.GROUP ? cause.causes() : List.of(cause);
  }

  // Into the tree.

  private static void place(Applied root, ValidationMessage message, int skipped) {
    List<String> path = tokens(message.getEvaluationPath());
    List<String> instance = tokens(message.getInstanceLocation());
    boolean isFalse = message.getMessageKey().equals("false");
    Applied at = root;
    int depth = 0;
    int position = skipped;
    while (position < path.size() && (isFalse || position < path.size() - 1)) {
      String keyword = path.get(position);
      String next = position + 1 < path.size() ? path.get(position + 1) : "";
      String index = "";
      boolean descends = false;
      switch (keyword) {
        case "allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies" -> index = next;
        case "properties", "patternProperties", "prefixItems" -> {
          index = next;
          descends = true;
        }
        case "items" -> {
          index = isNumber(next) ? next : "";
          descends = true;
        }
        case "additionalProperties",
            "additionalItems",
            "unevaluatedProperties",
            "unevaluatedItems" ->
            descends = true;
        default -> {}
      }
      if (!isFalse && !index.isEmpty() && position + 2 >= path.size()) {
        break;
      }
      String token = "";
      if (descends && depth < instance.size()) {
        token = "/" + instance.get(depth);
        depth++;
      }
      if (isFalse && keyword.equals("false")) {
        break;
      }
      at = at.at(new Edge(keyword, index, token));
      position += index.isEmpty() ? 1 : 2;
    }
    String keyword =
        isFalse ? "false" : position < path.size() ? path.get(position) : message.getType();
    at.found.computeIfAbsent(keyword, key -> new ArrayList<>()).add(message);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static List<String> tokens(JsonNodePath path) {
    List<String> tokens = new ArrayList<>(path.getNameCount());
    for (int i = 0; i < path.getNameCount(); i++) {
      tokens.add(String.valueOf(path.getElement(i)));
    }
    return tokens;
  }

  // Out of the tree.

  private @Nullable Cause cause(Applied at, JsonNode root, int skip) {
    for (String first : new String[] {"false", "type", "const", "enum", "format"}) {
      List<ValidationMessage> found = at.found.get(first);
      if (found != null) {
        return Cause.leaf(at.place, SchemaWords.of(first, found.get(0)));
      }
    }
    JsonNode instance = instance(root, at.place, skip);
    List<Cause> all = new ArrayList<>();
    references(at, "$ref", root, skip, all);
    words(at, all, "minProperties", "maxProperties", "required");
    dependencies(at, "dependencies", instance, all);
    below(at, root, skip, all, "dependencies");
    properties(at, root, skip, all);
    propertyNames(at, all);
    below(at, root, skip, all, "dependentSchemas");
    dependencies(at, "dependentRequired", instance, all);
    words(at, all, "minItems", "maxItems");
    uniqueItems(at, instance, all);
    below(at, root, skip, all, "prefixItems", "items");
    additionalItems(at, instance, all);
    below(at, root, skip, all, "additionalItems");
    contains(at, instance, all);
    words(at, all, "minLength", "maxLength", "pattern", "minimum", "maximum");
    words(at, all, "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    references(at, "$recursiveRef", root, skip, all);
    references(at, "$dynamicRef", root, skip, all);
    words(at, all, "not");
    branches(at, "allOf", "'allOf' failed", root, skip, all);
    branches(at, "anyOf", "'anyOf' failed", root, skip, all);
    oneOf(at, root, skip, all);
    below(at, root, skip, all, "then", "if", "else");
    unevaluated(at, instance, all);
    below(at, root, skip, all, "unevaluatedProperties", "unevaluatedItems");
    if (all.isEmpty()) {
      return null;
    }
    return all.size() == 1 ? all.get(0) : new Cause(at.place, "validation failed", all, Form.GROUP);
  }

  private static JsonNode instance(JsonNode root, List<String> place, int skip) {
    JsonNode at = root;
    for (String token : place.subList(skip, place.size())) {
      at = at.isArray() && isNumber(token) ? at.path(Integer.parseInt(token)) : at.path(token);
    }
    return at;
  }

  private static void words(Applied at, List<Cause> all, String... keywords) {
    for (String keyword : keywords) {
      List<ValidationMessage> found = at.found.get(keyword);
      if (found != null) {
        all.add(Cause.leaf(at.place, SchemaWords.of(keyword, found.get(0))));
      }
    }
  }

  private void references(Applied at, String keyword, JsonNode root, int skip, List<Cause> all) {
    words(at, all, keyword);
    for (Map.Entry<Edge, Applied> edge : at.below.entrySet()) {
      if (edge.getKey().keyword().equals(keyword)) {
        Cause cause = cause(edge.getValue(), root, skip);
        if (cause != null) {
          List<Cause> causes = cause.form() == Form.GROUP ? cause.causes() : List.of(cause);
          all.add(new Cause(at.place, "validation failed", causes, Form.REFERENCE));
        }
      }
    }
  }

  /** What sub-schemas found, in their order. */
  private List<Cause> found(Applied at, String keyword, JsonNode root, int skip) {
    List<Map.Entry<Edge, Applied>> edges = new ArrayList<>();
    for (Map.Entry<Edge, Applied> edge : at.below.entrySet()) {
      if (edge.getKey().keyword().equals(keyword)) {
        edges.add(edge);
      }
    }
    edges.sort(
        Comparator.comparing(
                (Map.Entry<Edge, Applied> edge) -> edge.getKey().token(), SchemaFindings::inOrder)
            .thenComparing(edge -> edge.getKey().index(), SchemaFindings::inOrder));
    List<Cause> causes = new ArrayList<>();
    for (Map.Entry<Edge, Applied> edge : edges) {
      Cause cause = cause(edge.getValue(), root, skip);
      if (cause != null) {
        causes.add(cause);
      }
    }
    return causes;
  }

  private static int inOrder(String a, String b) {
    boolean slashed = a.startsWith("/") && b.startsWith("/");
    String first = slashed ? a.substring(1) : a;
    String second = slashed ? b.substring(1) : b;
    if (isNumber(first) && isNumber(second) && first.length() != second.length()) {
      return Integer.compare(first.length(), second.length());
    }
    return GO_ORDER.compare(first, second);
  }

  private void below(Applied at, JsonNode root, int skip, List<Cause> all, String... keywords) {
    for (String keyword : keywords) {
      all.addAll(found(at, keyword, root, skip));
    }
  }

  private void branches(
      Applied at, String keyword, String text, JsonNode root, int skip, List<Cause> all) {
    List<Cause> causes = found(at, keyword, root, skip);
    if (!causes.isEmpty()) {
      all.add(new Cause(at.place, text, causes, Form.PLAIN));
    }
  }

  private void oneOf(Applied at, JsonNode root, int skip, List<Cause> all) {
    List<ValidationMessage> found = at.found.get("oneOf");
    if (found == null) {
      return;
    }
    @Nullable Object[] arguments = found.get(0).getArguments();
    String matched = arguments.length > 1 ? String.valueOf(arguments[1]) : "";
    if (matched.isEmpty()) {
      List<Cause> causes = found(at, "oneOf", root, skip);
      all.add(new Cause(at.place, "'oneOf' failed, none matched", causes, Form.PLAIN));
      return;
    }
    String[] indexes = matched.split(", ", 3);
    String shown = indexes[0] + ", " + indexes[1];
    all.add(Cause.leaf(at.place, "'oneOf' failed, subschemas " + shown + " matched"));
  }

  private void properties(Applied at, JsonNode root, int skip, List<Cause> all) {
    TreeSet<String> tokens = new TreeSet<>(GO_ORDER);
    for (Edge edge : at.below.keySet()) {
      switch (edge.keyword()) {
        case "properties", "patternProperties", "additionalProperties" -> tokens.add(edge.token());
        default -> {}
      }
    }
    for (String token : tokens) {
      for (String keyword :
          new String[] {"properties", "patternProperties", "additionalProperties"}) {
        for (Map.Entry<Edge, Applied> edge : at.below.entrySet()) {
          if (edge.getKey().token().equals(token) && edge.getKey().keyword().equals(keyword)) {
            Cause cause = cause(edge.getValue(), root, skip);
            if (cause != null) {
              all.add(cause);
            }
          }
        }
      }
    }
    List<ValidationMessage> more = at.found.get("additionalProperties");
    if (more != null) {
      TreeSet<String> names = new TreeSet<>(GO_ORDER);
      more.forEach(message -> names.add(message.getProperty()));
      all.add(
          Cause.leaf(
              at.place, "additional properties " + SchemaWords.joined(names) + " not allowed"));
    }
  }

  private static void dependencies(Applied at, String keyword, JsonNode instance, List<Cause> all) {
    List<ValidationMessage> found = at.found.get(keyword);
    if (found == null) {
      return;
    }
    JsonNode rules = found.get(0).getSchemaNode();
    TreeSet<String> names = new TreeSet<>(GO_ORDER);
    rules.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      List<String> missing = SchemaWords.missing(rules.get(name), instance);
      if (instance.has(name) && !missing.isEmpty()) {
        all.add(
            Cause.leaf(
                at.place,
                "properties "
                    + SchemaWords.joined(missing)
                    + " required, if "
                    + SchemaWords.quote(name)
                    + " exists"));
      }
    }
  }

  private void propertyNames(Applied at, List<Cause> all) {
    List<ValidationMessage> found = at.found.get("propertyNames");
    if (found == null) {
      return;
    }
    JsonSchema names = schema(found.get(0).getSchemaLocation().toString());
    TreeSet<String> refused = new TreeSet<>(GO_ORDER);
    found.forEach(message -> refused.add(message.getProperty()));
    for (String name : refused) {
      List<Cause> causes = causes(names, TextNode.valueOf(name), List.of());
      String text = "invalid propertyName " + SchemaWords.quote(name);
      all.add(new Cause(at.place, text, causes, Form.PLAIN));
    }
  }

  private JsonSchema schema(String location) {
    return factory.getSchema(SchemaLocation.of(location), config);
  }

  private JsonSchema parent(ValidationMessage message) {
    String location = message.getSchemaLocation().toString();
    return schema(location.substring(0, location.lastIndexOf('/')));
  }

  private static void uniqueItems(Applied at, JsonNode instance, List<Cause> all) {
    if (!at.found.containsKey("uniqueItems")) {
      return;
    }
    Map<JsonNode, Integer> first = new HashMap<>();
    for (int later = 0; later < instance.size(); later++) {
      Integer earlier = first.putIfAbsent(instance.get(later), later);
      if (earlier != null) {
        all.add(Cause.leaf(at.place, "items at " + earlier + " and " + later + " are equal"));
        return;
      }
    }
  }

  private void additionalItems(Applied at, JsonNode instance, List<Cause> all) {
    List<ValidationMessage> found = at.found.get("additionalItems");
    if (found == null) {
      return;
    }
    int described = parent(found.get(0)).getSchemaNode().path("items").size();
    String count = SchemaWords.number(instance.size() - described);
    all.add(Cause.leaf(at.place, "last " + count + " additionalItem(s) not allowed"));
  }

  private void contains(Applied at, JsonNode instance, List<Cause> all) {
    List<ValidationMessage> found = new ArrayList<>();
    for (String keyword : new String[] {"contains", "minContains", "maxContains"}) {
      found.addAll(at.found.getOrDefault(keyword, List.of()));
    }
    if (found.isEmpty()) {
      return;
    }
    JsonNode rules = parent(found.get(0)).getSchemaNode();
    String location = found.get(0).getSchemaLocation().toString();
    JsonSchema wanted = schema(location.substring(0, location.lastIndexOf('/')) + "/contains");
    List<Cause> causes = new ArrayList<>();
    List<String> matched = new ArrayList<>();
    for (int i = 0; i < instance.size(); i++) {
      List<String> place = new ArrayList<>(at.place);
      place.add(String.valueOf(i));
      List<Cause> wrong = causes(wanted, instance.get(i), place);
      if (wrong.isEmpty()) {
        matched.add(String.valueOf(i));
      } else if (wrong.size() == 1) {
        causes.add(wrong.get(0));
      } else {
        causes.add(new Cause(place, "validation failed", wrong, Form.GROUP));
      }
    }
    String at1 = String.join(" ", matched);
    String required = " items required to match contains schema, but ";
    String count = "matched " + matched.size() + " items at " + at1;
    if (rules.has("minContains")) {
      int least = rules.get("minContains").asInt();
      if (matched.size() < least) {
        String text =
            "min "
                + SchemaWords.number(least)
                + required
                + (matched.isEmpty() ? "none matched" : count);
        all.add(new Cause(at.place, text, causes, Form.PLAIN));
      }
    } else if (matched.isEmpty()) {
      all.add(new Cause(at.place, "no items match contains schema", causes, Form.PLAIN));
    }
    if (rules.has("maxContains") && matched.size() > rules.get("maxContains").asInt()) {
      String most = SchemaWords.number(rules.get("maxContains").asInt());
      all.add(Cause.leaf(at.place, "max " + most + required + count));
    }
  }

  private void unevaluated(Applied at, JsonNode instance, List<Cause> all) {
    for (ValidationMessage message : at.found.getOrDefault("unevaluatedProperties", List.of())) {
      unevaluated(at, message, message.getProperty(), instance.path(message.getProperty()), all);
    }
    for (ValidationMessage message : at.found.getOrDefault("unevaluatedItems", List.of())) {
      String index = String.valueOf(message.getArguments()[0]);
      JsonNode item = isNumber(index) ? instance.path(Integer.parseInt(index)) : instance;
      unevaluated(at, message, index, item, all);
    }
  }

  private void unevaluated(
      Applied at, ValidationMessage message, String token, JsonNode value, List<Cause> all) {
    List<String> place = new ArrayList<>(at.place);
    place.add(token);
    if (message.getSchemaNode().isBoolean()) {
      all.add(Cause.leaf(place, "false schema"));
    } else {
      all.addAll(causes(schema(message.getSchemaLocation().toString()), value, place));
    }
  }
}
