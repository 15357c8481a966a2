package io.autohelm.engine.values;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.gotemplate.GoFormat;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lays a user's values over the defaults of a chart and of its sub-charts, as Helm 4 coalesces
 * them: tables are merged, everything else is replaced, {@code null} removes a default, and {@code
 * global} reaches every sub-chart.
 */
public final class Coalesce {
  private static final String GLOBAL = "global";

  /** Nulls are kept, for values that will be coalesced once more later. */
  private final boolean keepNulls;

  private final Consumer<String> warnings;

  private Coalesce(boolean keepNulls, Consumer<String> warnings) {
    this.keepNulls = keepNulls;
    this.warnings = warnings;
  }

  /**
   * The values that {@code chart} is rendered with. Neither argument is changed.
   *
   * @param warnings takes Helm's warnings, for example about a table where a scalar was expected
   * @throws ValuesException when a sub-chart's values are not a table
   */
  public static Map<String, @Nullable Object> values(
      Chart chart, Map<String, @Nullable Object> given, Consumer<String> warnings) {
    return new Coalesce(false, warnings).chart(chart, Tables.deepCopy(given), "");
  }

  /** Like {@link #values}, but nulls stay: Helm's MergeValues. */
  static Map<String, @Nullable Object> merge(
      Chart chart, Map<String, @Nullable Object> given, Consumer<String> warnings) {
    return new Coalesce(true, warnings).chart(chart, Tables.deepCopy(given), "");
  }

  /**
   * Merges {@code below} under {@code above} and gives {@code above}; nulls stay. Both may be
   * changed.
   */
  static Map<String, @Nullable Object> mergeTables(
      Map<String, @Nullable Object> above,
      Map<String, @Nullable Object> below,
      Consumer<String> warnings) {
    new Coalesce(true, warnings).tables(above, below, "", true);
    return above;
  }

  /**
   * Lays {@code above} over {@code below} as {@code helm upgrade --reuse-values} does with the
   * values of the last release.
   */
  public static Map<String, @Nullable Object> tables(
      Map<String, @Nullable Object> above, Map<String, @Nullable Object> below) {
    Map<String, @Nullable Object> result = Tables.deepCopy(above);
    new Coalesce(false, warning -> {}).tables(result, Tables.deepCopy(below), "", false);
    return result;
  }

  private Map<String, @Nullable Object> chart(
      Chart chart, Map<String, @Nullable Object> given, String prefix) {
    defaults(chart, given, prefix);
    for (Chart sub : chart.dependencies()) {
      String name = sub.name();
      if (!given.containsKey(name)) {
        given.put(name, new LinkedHashMap<>());
      }
      Object existing = given.get(name);
      Map<String, @Nullable Object> scope = Tables.table(existing);
      if (scope == null) {
        // Helm prints the value with the verb for booleans, hence the odd form.
        throw new ValuesException(
            "type mismatch on " + name + ": " + asGoPrintsForBooleanVerb(existing));
      }
      String subPrefix = concat(prefix, chart.name());
      globals(scope, given, subPrefix);
      given.put(name, chart(sub, scope, subPrefix));
    }
    return given;
  }

  private static String asGoPrintsForBooleanVerb(@Nullable Object value) {
    if (value == null) {
      return "%!t(<nil>)";
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof List<?> list) {
      StringBuilder printed = new StringBuilder("[");
      for (Object item : list) {
        printed.append(printed.length() > 1 ? " " : "").append(asGoPrintsForBooleanVerb(item));
      }
      return printed.append(']').toString();
    }
    String type =
        value instanceof Double ? "float64" : value instanceof Number ? "int64" : "string";
    String text = value.toString();
    return "%!t("
        + type
        + "="
        + (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text)
        + ")";
  }

  /** The parent's globals over those of the sub-chart. */
  private void globals(
      Map<String, @Nullable Object> scope, Map<String, @Nullable Object> parent, String prefix) {
    Map<String, @Nullable Object> into;
    if (!scope.containsKey(GLOBAL)) {
      into = new LinkedHashMap<>();
    } else {
      into = Tables.table(scope.get(GLOBAL));
      if (into == null) {
        warnings.accept(
            "warning: skipping globals because destination " + GLOBAL + " is not a table.");
        return;
      }
    }
    Map<String, @Nullable Object> from = Map.of();
    if (parent.containsKey(GLOBAL)) {
      from = Tables.table(parent.get(GLOBAL));
      if (from == null) {
        warnings.accept("warning: skipping globals because source " + GLOBAL + " is not a table.");
        return;
      }
    }
    for (Map.Entry<String, @Nullable Object> entry : from.entrySet()) {
      String key = entry.getKey();
      Map<String, @Nullable Object> table = Tables.table(entry.getValue());
      if (table != null) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(table);
        if (!into.containsKey(key)) {
          into.put(key, copy);
          continue;
        }
        Map<String, @Nullable Object> existing = Tables.table(into.get(key));
        if (existing == null) {
          warnings.accept("Conflict: cannot merge map onto non-map for \"" + key + "\". Skipping.");
        } else {
          tables(copy, existing, concat(prefix, key), true);
          into.put(key, copy);
        }
      } else if (into.get(key) instanceof Map) {
        warnings.accept("key " + key + " is table. Skipping");
      } else {
        into.put(key, entry.getValue());
      }
    }
    scope.put(GLOBAL, into);
  }

  private void defaults(Chart chart, Map<String, @Nullable Object> given, String prefix) {
    String subPrefix = concat(prefix, chart.name());
    for (Map.Entry<String, @Nullable Object> entry : Tables.deepCopy(chart.values()).entrySet()) {
      String key = entry.getKey();
      Object chartValue = entry.getValue();
      Map<String, @Nullable Object> chartTable = Tables.table(chartValue);
      if (!given.containsKey(key)) {
        if (keepNulls) {
          given.put(key, chartValue);
        } else if (chartValue != null) {
          if (chartTable != null) {
            removeNulls(chartTable);
          }
          given.put(key, chartValue);
        }
        continue;
      }
      Object value = given.get(key);
      Map<String, @Nullable Object> table = Tables.table(value);
      if (value == null && !keepNulls) {
        given.remove(key);
      } else if (table != null) {
        if (chartTable == null) {
          if (chartValue != null) {
            warnings.accept(
                "warning: skipped value for " + subPrefix + "." + key + ": Not a table.");
          }
          continue;
        }
        boolean keepHere = keepNulls || isSubChart(chart, key);
        if (!keepHere) {
          removeNulls(chartTable);
        }
        tables(table, chartTable, concat(subPrefix, key), keepHere);
      }
    }
  }

  private static boolean isSubChart(Chart chart, String key) {
    return chart.dependencies().stream().anyMatch(sub -> sub.name().equals(key));
  }

  private void tables(
      Map<String, @Nullable Object> above,
      Map<String, @Nullable Object> below,
      String prefix,
      boolean keep) {
    Set<String> setBelow = new HashSet<>();
    below.forEach(
        (key, value) -> {
          if (value != null) {
            setBelow.add(key);
          }
        });
    above.forEach(
        (key, value) -> {
          if (value == null) {
            below.put(key, null);
          }
        });
    for (Map.Entry<String, @Nullable Object> entry : below.entrySet()) {
      String key = entry.getKey();
      Object value = entry.getValue();
      String fullKey = concat(prefix, key);
      boolean present = above.containsKey(key);
      Object existing = above.get(key);
      Map<String, @Nullable Object> table = Tables.table(value);
      Map<String, @Nullable Object> existingTable = Tables.table(existing);
      if (present && !keep && existing == null && setBelow.contains(key)) {
        above.remove(key);
      } else if (!present) {
        above.put(key, value);
      } else if (table != null) {
        if (existingTable != null) {
          tables(existingTable, table, fullKey, keep);
        } else {
          warnings.accept(
              "warning: cannot overwrite table with non table for "
                  + fullKey
                  + " ("
                  + goText(value)
                  + ")");
        }
      } else if (existingTable != null && value != null) {
        warnings.accept(
            "warning: destination for "
                + fullKey
                + " is a table. Ignoring non-table value ("
                + goText(value)
                + ")");
      }
    }
  }

  private static String goText(@Nullable Object value) {
    return GoFormat.text(value);
  }

  static void removeNulls(Map<String, @Nullable Object> table) {
    table.values().removeIf(value -> value == null);
    for (Object value : table.values()) {
      Map<String, @Nullable Object> below = Tables.table(value);
      if (below != null) {
        removeNulls(below);
      }
    }
  }

  private static String concat(String prefix, String key) {
    return prefix.isEmpty() ? key : prefix + "." + key;
  }
}
