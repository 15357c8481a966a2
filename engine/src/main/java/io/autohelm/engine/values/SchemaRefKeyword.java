package io.autohelm.engine.values;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonValidator;
import com.networknt.schema.Keyword;
import com.networknt.schema.RefValidator;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationContext;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * {@code $ref}, which also notices when it goes round in a circle and counts how often one check
 * follows references: only they can make a small schema's work grow without bounds.
 */
final class SchemaRefKeyword implements Keyword {
  static final String NAME = "$ref";

  /** Where a check keeps its {@link Steps}. */
  static final String STEPS = "autohelm.steps";

  /** The key of the finding that a schema refers to itself; arguments: here, before, what. */
  static final String CYCLE = "refCycle";

  private static final int MOST_STEPS = 100_000;

  /** What one check has met on its way. */
  static final class Steps {
    private record Step(String target, JsonNodePath instance, String at) {}

    private final Deque<Step> open = new ArrayDeque<>();
    private int count;

    Steps(JsonSchema start) {
      JsonNodePath here = new JsonNodePath(start.getEvaluationPath().getPathType());
      open.push(new Step(name(start), here, ""));
    }

    private static String name(JsonSchema schema) {
      String location = schema.getSchemaLocation().toString();
      return location.contains("#") ? location : location + "#";
    }
  }

  @Override
  public String getValue() {
    return NAME;
  }

  @Override
  public JsonValidator newValidator(
      SchemaLocation schemaLocation,
      JsonNodePath evaluationPath,
      JsonNode schemaNode,
      JsonSchema parentSchema,
      ValidationContext validationContext) {
    return new Counted(schemaLocation, evaluationPath, schemaNode, parentSchema, validationContext);
  }

  private static final class Counted extends RefValidator {
    Counted(
        SchemaLocation schemaLocation,
        JsonNodePath evaluationPath,
        JsonNode schemaNode,
        JsonSchema parentSchema,
        ValidationContext validationContext) {
      super(schemaLocation, evaluationPath, schemaNode, parentSchema, validationContext);
    }

    @Override
    public Set<ValidationMessage> validate(
        ExecutionContext executionContext,
        JsonNode node,
        JsonNode rootNode,
        JsonNodePath instanceLocation) {
      if (!(executionContext.getCollectorContext().get(STEPS) instanceof Steps steps)) {
        return super.validate(executionContext, node, rootNode, instanceLocation);
      }
      if (++steps.count > MOST_STEPS) {
        throw new SchemaException(
            "unable to validate schema: more than " + MOST_STEPS + " references were followed");
      }
      JsonSchema referred = schema.getSchema();
      String target = referred == null ? "" : Steps.name(referred);
      for (Steps.Step step : steps.open) {
        if (!step.instance.equals(instanceLocation)) {
          break;
        }
        if (step.target.equals(target)) {
          return Set.of(
              message()
                  .instanceNode(node)
                  .instanceLocation(instanceLocation)
                  .messageKey(CYCLE)
                  .arguments(SchemaFindings.pointer(getEvaluationPath()), step.at, target)
                  .build());
        }
      }
      steps.open.push(
          new Steps.Step(target, instanceLocation, SchemaFindings.pointer(getEvaluationPath())));
      try {
        return super.validate(executionContext, node, rootNode, instanceLocation);
      } finally {
        steps.open.pop();
      }
    }
  }
}
