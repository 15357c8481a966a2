package io.autohelm.agent.cli;

import io.autohelm.engine.yaml.Json;
import io.autohelm.engine.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Objects in one of the formats that programs read. */
final class HelmListing {
  private HelmListing() {}

  /**
   * Prints an object, or a list of them. JSON keeps the order of their fields as Helm does, YAML
   * sorts them.
   *
   * @param format JSON or YAML
   */
  static void print(OutputFormat format, @Nullable Object tree) {
    HelmOutput.print(format == OutputFormat.JSON ? json(tree) + "\n" : Yaml.print(tree));
  }

  /** The same tree with the keys of all tables sorted: what Go has as a map, not as a struct. */
  static @Nullable Object sorted(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
      return sorted;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> sorted = new ArrayList<>();
      list.forEach(item -> sorted.add(sorted(item)));
      return sorted;
    }
    return tree;
  }

  private static String json(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      StringBuilder text = new StringBuilder("[");
      for (Object item : list) {
        text.append(text.length() > 1 ? "," : "").append(json(item));
      }
      return text.append(']').toString();
    }
    if (tree instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder("{");
      map.forEach(
          (key, value) ->
              text.append(text.length() > 1 ? "," : "")
                  .append(Json.print(key))
                  .append(':')
                  .append(json(value)));
      return text.append('}').toString();
    }
    return Json.print(tree);
  }
}
