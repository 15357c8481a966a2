package io.autohelm.engine.values;

import io.autohelm.engine.chart.ChartException;
import io.autohelm.engine.chart.ValuesText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that a user gives, layer by layer: a later layer wins, tables are merged, lists are
 * replaced.
 */
public final class ValuesLayers {
  private ValuesLayers() {}

  /**
   * Reads one layer from YAML text; nothing but comments is the empty layer.
   *
   * @param where what to call the text in an error, for example the file's name
   * @throws ValuesException when it is not YAML or not a table
   */
  public static Map<String, @Nullable Object> read(String text, String where) {
    try {
      return ValuesText.read(text);
    } catch (ChartException e) {
      throw new ValuesException("failed to parse " + where + ": " + e.getMessage(), e);
    }
  }

  /**
   * A layer from a tree with exact integers: every number becomes a Double, as Helm reads values.
   *
   * @param tree not changed
   */
  public static Map<String, @Nullable Object> ofExact(Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> layer = new LinkedHashMap<>();
    tree.forEach((key, value) -> layer.put(key, inexact(value)));
    return layer;
  }

  private static @Nullable Object inexact(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    Map<String, @Nullable Object> table = Tables.table(value);
    if (table != null) {
      return ofExact(table);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(inexact(item)));
      return items;
    }
    return value;
  }

  /**
   * Merges the layers, the first lowest; nulls stay, for they remove defaults later. The layers are
   * not changed.
   */
  public static Map<String, @Nullable Object> merge(List<Map<String, @Nullable Object>> layers) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> layer : layers) {
      lay(layer, merged);
    }
    return merged;
  }

  private static void lay(
      Map<String, @Nullable Object> above, Map<String, @Nullable Object> below) {
    above.forEach(
        (key, value) -> {
          Map<String, @Nullable Object> table = Tables.table(value);
          Map<String, @Nullable Object> existing = Tables.table(below.get(key));
          if (table != null) {
            Map<String, @Nullable Object> merged =
                existing == null ? new LinkedHashMap<>() : new LinkedHashMap<>(existing);
            lay(table, merged);
            below.put(key, merged);
          } else {
            below.put(key, value);
          }
        });
  }
}
