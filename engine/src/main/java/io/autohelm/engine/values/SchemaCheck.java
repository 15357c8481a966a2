package io.autohelm.engine.values;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.gotemplate.GoValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds coalesced values against the {@code values.schema.json} of a chart and of each of its
 * sub-charts, in Helm's words. Schemas are kept compiled, those used last; one object serves many
 * threads.
 */
public final class SchemaCheck {
  private static final int KEPT = 64;

  private final SchemaReferences references;
  private final Map<ChartFile, ChartSchema> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ChartFile, ChartSchema> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param reach which references are followed
   */
  public SchemaCheck(SchemaReach reach) {
    this(new SchemaReferences(reach));
  }

  SchemaCheck(SchemaReferences references) {
    this.references = references;
  }

  /**
   * Checks.
   *
   * @param chart whose sub-charts are those that take part
   * @param values of the chart, with each sub-chart's under its name
   * @throws ValuesException if values and schema do not fit, or a schema is none
   */
  public void check(Chart chart, Map<String, @Nullable Object> values) {
    StringBuilder problems = new StringBuilder();
    List<String> refused = new ArrayList<>();
    collect(chart, values, "", problems, refused);
    if (problems.length() > 0) {
      throw new ValuesException(
          "values don't meet the specifications of the schema(s) in the following chart(s):\n"
              + problems,
          refused);
    }
  }

  private void collect(
      Chart chart,
      Map<String, @Nullable Object> values,
      String scope,
      StringBuilder problems,
      List<String> refused) {
    ChartFile schema = chart.schema();
    if (schema != null) {
      String problem = problem(schema, values);
      if (!problem.isEmpty()) {
        problems.append(chart.name()).append(":\n").append(problem);
        refused.addAll(RefusedPaths.of(problem, values, scope));
      }
    }
    for (Chart child : chart.dependencies()) {
      Object below = values.get(child.name());
      String path = scope + ValuesOrigins.escaped(child.name());
      if (below instanceof Map<?, ?> table) {
        @SuppressWarnings("unchecked") // a values tree's maps have string keys
        Map<String, @Nullable Object> own = (Map<String, @Nullable Object>) table;
        collect(child, own, path + ".", problems, refused);
      } else if (below != null) {
        problems
            .append(child.name())
            .append(":\ninvalid type for values: expected object (map), got ")
            .append(GoValues.typeName(below))
            .append('\n');
        refused.add(path);
      }
    }
  }

  /**
   * What Helm says of values that do not fit one schema, or that the schema is none; empty where
   * all is well. Sub-charts are not looked at.
   */
  public String problem(ChartFile file, Map<String, @Nullable Object> values) {
    try {
      return compiled(file).problem(values);
    } catch (SchemaException e) {
      return String.valueOf(e.getMessage());
    } catch (StackOverflowError e) {
      return "unable to validate schema: values or schema are nested too deeply";
    }
  }

  private ChartSchema compiled(ChartFile file) {
    synchronized (compiled) {
      ChartSchema known = compiled.get(file);
      if (known != null) {
        return known;
      }
    }
    ChartSchema schema = ChartSchema.compile(file.text(), references);
    synchronized (compiled) {
      compiled.put(file, schema);
    }
    return schema;
  }
}
