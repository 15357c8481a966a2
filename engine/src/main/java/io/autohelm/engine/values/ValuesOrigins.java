package io.autohelm.engine.values;

import io.autohelm.engine.chart.Chart;
import io.autohelm.engine.chart.ChartFile;
import io.autohelm.engine.chart.ValuesText;
import io.autohelm.engine.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * For each leaf of the values that a chart is rendered with: where it was written. The leaves are
 * marked and sent through the very coalescing that a rendering uses, so that the answer is what
 * happens; a rendering itself pays nothing for it.
 */
public final class ValuesOrigins {
  /** One of the things that a user gives, in the order in which they are laid over each other. */
  public sealed interface Layer {}

  /**
   * A values file.
   *
   * @param name what it is called in an {@link Origin}
   */
  public record Text(String name, String text) implements Layer {}

  /** Values that have no file of their own, such as those of a declaration. */
  public record Tree(String name, Map<String, @Nullable Object> values) implements Layer {}

  /**
   * One option of the command line.
   *
   * @param name such as {@code --set}
   * @param argument such as {@code a.b=c}
   * @param parse how it is read: one of {@link SetSyntax}
   */
  public record Option(
      String name, String argument, BiConsumer<String, Map<String, @Nullable Object>> parse)
      implements Layer {}

  /**
   * A value that is neither table nor list, or is an empty one.
   *
   * @param path keys with dots between, a dot inside a key behind a backslash, items as {@code [0]}
   * @param origin null where nobody wrote it: the empty table of a sub-chart without values
   */
  public record Leaf(String path, @Nullable Object value, @Nullable Origin origin) {}

  /** Origins of what cannot be marked: nulls, empty tables and lists; by path, the last wins. */
  private final Map<String, Origin> hollow = new HashMap<>();

  private ValuesOrigins() {}

  /**
   * The leaves of what the chart would be rendered with, sub-charts below their names, in the order
   * of the coalesced values.
   *
   * @param chart as loaded
   * @throws ValuesException when the values cannot be read or do not fit the chart
   */
  public static List<Leaf> of(Chart chart, List<Layer> layers) {
    ValuesOrigins origins = new ValuesOrigins();
    Chart marked = origins.marked(chart, chart.name(), "");
    Map<String, @Nullable Object> given = origins.given(layers);
    Chart selected = DependencySelection.select(marked, given, warning -> {});
    Map<String, @Nullable Object> values = Coalesce.values(selected, given, warning -> {});
    List<Leaf> leaves = new ArrayList<>();
    values.forEach((key, value) -> origins.collect(value, escaped(key), leaves));
    return leaves;
  }

  private void collect(@Nullable Object value, String path, List<Leaf> leaves) {
    Map<String, @Nullable Object> table = Tables.table(value);
    if (table != null && !table.isEmpty()) {
      table.forEach((key, item) -> collect(item, path + "." + escaped(key), leaves));
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), path + "[" + i + "]", leaves);
      }
    } else if (value instanceof Marked marked) {
      leaves.add(new Leaf(path, marked.value(), marked.origin()));
    } else {
      leaves.add(new Leaf(path, value, hollow.get(path)));
    }
  }

  private Chart marked(Chart chart, String folder, String scope) {
    String source = folder + "/values.yaml";
    List<ValuesText.Located> places = new ArrayList<>();
    for (ChartFile file : chart.raw()) {
      if (file.name().equals("values.yaml")) {
        places.addAll(0, ValuesText.located(file.text()));
      }
    }
    List<Chart> below = new ArrayList<>();
    for (Chart child : chart.dependencies()) {
      String name = child.name();
      below.add(marked(child, folder + "/charts/" + name, scope + escaped(name) + "."));
    }
    return chart.withValues(marked(chart.values(), source, places, scope)).withDependencies(below);
  }

  private Map<String, @Nullable Object> given(List<Layer> layers) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    for (Layer layer : layers) {
      if (layer instanceof Option option) {
        option.parse.accept(option.argument, given);
        Origin origin = new Origin(option.name + " " + option.argument, 0, "");
        given.replaceAll((key, value) -> remaining(value, origin, escaped(key)));
      } else {
        given = ValuesLayers.merge(List.of(given, layer(layer)));
      }
    }
    return given;
  }

  private Map<String, @Nullable Object> layer(Layer layer) {
    if (layer instanceof Text text) {
      Map<String, @Nullable Object> values = ValuesLayers.read(text.text, text.name);
      return marked(values, text.name, ValuesText.located(text.text), "");
    }
    Tree tree = (Tree) layer;
    return marked(tree.values, tree.name, List.of(), "");
  }

  /** What is not marked yet was written by this option. */
  private @Nullable Object remaining(@Nullable Object value, Origin option, String path) {
    Origin origin = new Origin(option.source(), 0, path);
    Map<String, @Nullable Object> table = Tables.table(value);
    if (table != null && !table.isEmpty()) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      table.forEach(
          (key, item) -> copy.put(key, remaining(item, option, path + "." + escaped(key))));
      return copy;
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        copy.add(remaining(list.get(i), option, path + "[" + i + "]"));
      }
      return copy;
    }
    if (value == null || table != null || value instanceof List) {
      hollow.putIfAbsent(path, origin);
      return value;
    }
    return value instanceof Marked ? value : new Marked(value, origin);
  }

  private Map<String, @Nullable Object> marked(
      Map<String, @Nullable Object> values,
      String source,
      List<ValuesText.Located> places,
      String scope) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          Place place = new Place(source, 0, null, 0);
          for (ValuesText.Located document : places) {
            Place here = new Place(source, document.before(), document.root(), 0).at(key);
            place = here.node == null ? place : here; // a later document wins
          }
          copy.put(key, marked(value, place, escaped(key), scope));
        });
    return copy;
  }

  private @Nullable Object marked(@Nullable Object value, Place place, String path, String scope) {
    Map<String, @Nullable Object> table = Tables.table(value);
    if (table != null && !table.isEmpty()) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      table.forEach(
          (key, item) ->
              copy.put(key, marked(item, place.at(key), path + "." + escaped(key), scope)));
      return copy;
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      List<@Nullable Object> copy = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        copy.add(marked(list.get(i), place.at(i), path + "[" + i + "]", scope));
      }
      return copy;
    }
    Origin origin = new Origin(place.source, place.line, path);
    if (value == null || table != null || value instanceof List) {
      hollow.put(scope + path, origin);
      return value;
    }
    return new Marked(value, origin);
  }

  /** A dot inside a key is written as {@code --set} wants it. */
  static String escaped(String key) {
    return key.replace("\\", "\\\\").replace(".", "\\.");
  }

  /**
   * Where a tree is read.
   *
   * @param before the lines before the document
   * @param node null where the tree goes on and the text does not
   * @param line of the key that led here, or of the nearest above it that is known
   */
  private record Place(String source, int before, @Nullable Node node, int line) {
    Place at(String key) {
      Node.Entry entry = node instanceof Node.MapNode map ? map.entries().get(key) : null;
      return entry == null
          ? new Place(source, before, null, line)
          : new Place(source, before, entry.value(), before + entry.line());
    }

    Place at(int index) {
      if (node instanceof Node.ListNode list && index < list.items().size()) {
        Node item = list.items().get(index);
        return new Place(source, before, item, before + item.line());
      }
      return new Place(source, before, null, line);
    }
  }
}
