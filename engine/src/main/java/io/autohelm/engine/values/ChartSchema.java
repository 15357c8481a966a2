package io.autohelm.engine.values;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import io.autohelm.engine.gotemplate.GoQuote;
import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.YamlException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One values.schema.json, compiled. */
final class ChartSchema {
  static final String LOCATION = "file:///values.schema.json";

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config;
  private final JsonSchema schema;

  private ChartSchema(JsonSchemaFactory factory, SchemaValidatorsConfig config, JsonSchema schema) {
    this.factory = factory;
    this.config = config;
    this.schema = schema;
  }

  /**
   * Reads and checks a schema.
   *
   * @throws SchemaException if it is none
   */
  static ChartSchema compile(String text, SchemaReferences references) {
    JsonNode root = read(text);
    SchemaDraft draft = references.draft(root);
    SchemaReferences.Session session = references.session(root);
    JsonSchemaFactory factory = draft.factory(session);
    SchemaValidatorsConfig config = config(draft.assertsFormats());
    checkAgainst(draft, root, session);
    session.checkReferences(root, LOCATION);
    if (root instanceof ObjectNode object && object.has("$schema")) {
      // Under whichever of its names the edition goes.
      object.put("$schema", draft.iri());
    }
    try {
      JsonSchema schema = factory.getSchema(SchemaLocation.of(LOCATION), root, config);
      return new ChartSchema(factory, config, schema);
    } catch (JsonSchemaException e) {
      throw failure(e);
    }
  }

  static JsonNode read(String text) {
    if (text.isBlank()) {
      throw new SchemaException("EOF");
    }
    try {
      Json.parse(text);
    } catch (YamlException e) {
      String message = String.valueOf(e.getMessage());
      throw new SchemaException(
          message.equals("unexpected end of JSON input")
              ? "unexpected EOF"
              : message.endsWith("after top-level value")
                  ? "invalid character after top-level value"
                  : message,
          e);
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SchemaException("invalid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The schema of schemas judges, with the format of regular expressions asserted. */
  private static void checkAgainst(
      SchemaDraft draft, JsonNode root, SchemaReferences.Session session) {
    JsonSchemaFactory factory = draft.factory(session);
    SchemaValidatorsConfig config = config(true);
    JsonSchema meta = factory.getSchema(SchemaLocation.of(draft.iri()), config);
    String problems = new SchemaFindings(factory, config).text(meta, root);
    if (!problems.isEmpty()) {
      throw new SchemaException(
          GoQuote.quote(LOCATION + "#")
              + " is not valid against metaschema: jsonschema validation failed with '"
              + draft.shownIri()
              + "'\n"
              + problems);
    }
  }

  private static SchemaValidatorsConfig config(boolean formats) {
    return SchemaValidatorsConfig.builder()
        .formatAssertionsEnabled(formats)
        .regularExpressionFactory(ChartSchema::expression)
        .preloadJsonSchema(false)
        .cacheRefs(false)
        .build();
  }

  private static RegularExpression expression(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      return value -> pattern.matcher(value).find();
    } catch (PatternSyntaxException e) {
      throw new SchemaException("invalid regex " + GoQuote.quote(text) + ": " + e.getMessage(), e);
    }
  }

  private static SchemaException failure(JsonSchemaException e) {
    return e.getCause() instanceof SchemaException known
        ? known
        : new SchemaException("unable to validate schema: " + e.getMessage(), e);
  }

  /** What Helm prints of values that do not fit, or nothing. */
  String problem(Map<String, @Nullable Object> values) {
    try {
      String text = new SchemaFindings(factory, config).text(schema, node(values));
      return text.isEmpty() ? "" : text + "\n";
    } catch (JsonSchemaException e) {
      throw failure(e);
    }
  }

  static Set<ValidationMessage> findings(JsonSchema schema, JsonNode instance) {
    SchemaRefKeyword.Steps steps = new SchemaRefKeyword.Steps(schema);
    return schema.validate(
        instance, context -> context.getCollectorContext().add(SchemaRefKeyword.STEPS, steps));
  }

  /** A values tree as the validator wants it; whole numbers are integers, as for Helm's. */
  static JsonNode node(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value == null) {
      return nodes.nullNode();
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = nodes.objectNode();
      map.forEach((key, item) -> object.set(String.valueOf(key), node(item)));
      return object;
    }
    if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode(list.size());
      list.forEach(item -> array.add(node(item)));
      return array;
    }
    if (value instanceof Boolean truth) {
      return nodes.booleanNode(truth);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    return nodes.textNode(value.toString());
  }

  private static JsonNode number(Number number) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    double floating = number.doubleValue();
    if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(floating)) {
        return nodes.numberNode(floating);
      }
      if (floating == Math.rint(floating)) {
        return Math.abs(floating) < 1e18
            ? nodes.numberNode((long) floating)
            : nodes.numberNode(new BigDecimal(floating).toBigInteger());
      }
      return nodes.numberNode(new BigDecimal(Double.toString(floating)));
    }
    BigDecimal exact = new BigDecimal(number.toString());
    return exact.scale() <= 0 ? nodes.numberNode(exact.toBigInteger()) : nodes.numberNode(exact);
  }
}
